import { readFileSync } from 'node:fs';

const ticksPerS = 100; // USER_HZ, 100 on every Linux that Debian runs on

/** CPU time a process has used since its start, all threads, s. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerS;
}

/** Resident memory, shared pages counted whole; MB of 2^20 bytes, as `ps` and the engine's own status count. */
export const residentMb = (pid: number): number => kilobytes(readFileSync(`/proc/${pid}/status`, 'utf8'), 'VmRSS') / 1024;

/** Resident memory, pages shared with others counted by their share, so that processes can be added up; MB. */
export const proportionalMb = (pid: number): number => kilobytes(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'), 'Pss') / 1024;

function kilobytes(text: string, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text);
  if (found === null) throw new Error(`the system does not tell ${name}`);
  return Number(found[1]);
}

/** Starts counting; the answer gives CPU used since, in % of one core. */
export function watchCpu(pid: number): () => number {
  const fromS = cpuSeconds(pid);
  const fromMs = performance.now();
  return () => ((cpuSeconds(pid) - fromS) / (performance.now() - fromMs)) * 100_000;
}

/** One-minute load average of the machine. */
export const loadAverage = (): number => Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0]);

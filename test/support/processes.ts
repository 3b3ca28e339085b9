import { readdirSync, readFileSync } from 'node:fs';

export type ProcessInfo = { readonly pid: number; readonly parent: number; readonly command: string };

/** Processes of this Linux machine that are alive; one that nobody has waited for yet is not. */
function listProcesses(): readonly ProcessInfo[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (state === 'Z') return [];
        return [{ pid: Number(name), parent: Number(parent), command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() }];
      } catch {
        return []; // Ended while we looked.
      }
    });
}

/** All processes below one, however deep. */
export function processesBelow(pid: number): readonly ProcessInfo[] {
  const all = listProcesses();
  const found: ProcessInfo[] = [];
  const walk = (parent: number): void => {
    for (const one of all) {
      if (one.parent !== parent) continue;
      found.push(one);
      walk(one.pid);
    }
  };
  walk(pid);
  return found;
}

/** The process below `pid` whose command line holds `text`; throws where there is not exactly one. */
export function processBelow(pid: number, text: string): ProcessInfo {
  const found = processesBelow(pid).filter((one) => one.command.includes(text));
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} processes below ${pid} run “${text}”, one was expected`);
  return found[0];
}

export const areRunning = (pids: readonly number[]): readonly number[] => {
  const alive = new Set(listProcesses().map((one) => one.pid));
  return pids.filter((pid) => alive.has(pid));
};

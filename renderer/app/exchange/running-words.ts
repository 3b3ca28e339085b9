import type { Job } from '#shared/contract/exchange.ts';

const kinds: Readonly<Record<Job['kind'], string>> = { export: 'Export', import: 'Import', recording: 'Recording' };

/** What runs in a few words: the one job with its share and time left, or how many there are; null when none runs. */
export function runningWords(jobs: readonly Job[], span: (ms: number) => string): string | null {
  const running = jobs.filter(({ state }) => state === 'running' || state === 'waiting');
  const [only] = running;
  if (only === undefined) return null;
  if (running.length > 1) return `${running.length} jobs running`;
  if (only.state === 'waiting') return `${kinds[only.kind]} waiting`;
  return `${kinds[only.kind]}${only.progress === null ? ' running' : ` ${Math.floor(only.progress * 100)} %`}${only.leftMs === null ? '' : `, ${span(only.leftMs)} left`}`;
}

import type { Clock } from './ports.ts';

/** Longest wait for a disk that does not take what is pending, ms, before a reload or the end goes on without it. */
export const slowDiskMs = 2000;

/** Ends with the work, or after so long without it; the work goes on then. Rejects if the work does before. */
export async function atMost(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  let cancel = (): void => undefined;
  await Promise.race([work, new Promise<void>((resolve) => (cancel = clock.after(ms, resolve)))]);
  cancel();
}

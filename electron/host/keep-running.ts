import type { Clock } from '../engine/ports.ts';
import { StartRefused } from './data-folder.ts';

/** A started process. `onExit` is called once, whatever ended it. */
export type Running = { onExit(exited: (reason: string) => void): void; stop(): Promise<void> };

export type KeepOptions<R extends Running> = {
  /** For sentences: “The engine”. */
  readonly name: string;
  readonly start: () => Promise<R>;
  readonly clock: Clock;
  readonly onUp: (running: R) => void;
  /** Told when it ended or did not start; null: it is not tried again. */
  readonly onDown: (sentence: string, retryInMs: number | null) => void;
};

const backOffMs = [250, 500, 1000, 2000, 4000] as const;
const windowMs = 60_000;
const pauseMs = 60_000;

/**
 * Keeps a process running: starts it again after it ended, sooner the first time, later the next; after five ends within
 * a minute it says so and waits a minute. A start that is refused (StartRefused) before the first success is final.
 */
export function keepRunning<R extends Running>(options: KeepOptions<R>): { stop(): Promise<void> } {
  const { name, clock } = options;
  let ends: number[] = [];
  let running: R | null = null;
  let starting: Promise<void> = Promise.resolve();
  let hasRun = false;
  let isStopped = false;
  let cancel: () => void = () => undefined;

  const again = (reason: string): void => {
    const now = clock.monotonicMs();
    ends = [...ends.filter((at) => now - at < windowMs), now];
    const isTooOften = ends.length >= backOffMs.length;
    const waitMs = isTooOften ? pauseMs : (backOffMs[ends.length - 1] ?? pauseMs);
    const often = isTooOften ? ` It stopped ${ends.length} times within a minute; the next start is in ${pauseMs / 1000} s.` : '';
    options.onDown(`${name} stopped (${reason}).${often}`, waitMs);
    cancel = clock.after(waitMs, launch);
  };
  const launch = (): void => {
    starting = options.start().then(
      async (started) => {
        if (isStopped) return started.stop();
        running = started;
        hasRun = true;
        started.onExit((reason) => {
          running = null;
          if (!isStopped) again(reason);
        });
        options.onUp(started);
      },
      (error: unknown) => {
        if (isStopped) return;
        if (error instanceof StartRefused && !hasRun) return options.onDown(error.message, null);
        again(error instanceof Error ? error.message : String(error));
      },
    );
  };
  launch();
  return {
    async stop() {
      isStopped = true;
      cancel();
      await starting;
      await running?.stop();
    },
  };
}

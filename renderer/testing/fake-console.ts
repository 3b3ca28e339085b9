import { type ConsoleClient, createConsoleClient } from '../client/console-client.ts';
import { createFakeEngine, type FakeEngine } from './fake-engine.ts';
import { smallDirectory } from './small-directory.ts';
import { createVirtualTimers, type VirtualTimers } from './virtual-timers.ts';

export type FakeConsole = {
  /** Nothing has moved yet: `timers.settle()` lets the console connect. */
  readonly timers: VirtualTimers;
  readonly engine: FakeEngine;
  readonly client: ConsoleClient;
  /** One more console of the same engine. */
  open(): ConsoleClient;
};

/** A console of an engineer on a made-up engine with the small directory, on time that is moved by hand from `startMs`, UTC epoch ms. */
export function createFakeConsole(startMs?: number): FakeConsole {
  const timers = createVirtualTimers(startMs);
  const engine = createFakeEngine(smallDirectory(), { nowMs: timers.wallMs, monotonicMs: timers.now, after: timers.after });
  const open = (): ConsoleClient =>
    createConsoleClient(
      {
        open() {
          const channel = engine.open();
          return channel === null ? null : { channel, token: 'engineer' };
        },
        onRenewed: () => undefined,
      },
      timers,
    );
  return { timers, engine, client: open(), open };
}

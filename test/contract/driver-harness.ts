import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyDriverType, Driver, DriverTag } from '#electron/engine/drivers/driver.ts';
import type { Clock } from '#electron/engine/ports.ts';
import { createMemoryLog, createSeededRandom, createVirtualClock, type VirtualClock } from '#electron/engine/testing/virtual-ports.ts';
import { createSystemClock } from '#electron/host/system-clock.ts';
import { DeviceDefinition, type LinkHealth } from '#shared/model/device.ts';
import type { ConditionReport } from '#shared/model/device-condition.ts';
import type { TagType } from '#shared/model/tag.ts';

export type SeenSample = {
  readonly timeMs: number;
  readonly value: number;
  readonly quality: number;
  /** Engine time at which it was handed over, monotonic ms. */
  readonly atMs: number;
};

export type HarnessTag = {
  readonly id: string;
  readonly address: unknown;
  readonly type: TagType;
  readonly periodMs: number;
  readonly writable?: boolean;
  readonly isAlarmed?: boolean;
};

/** A driver on the bench: everything it says is kept, and waits are for what it says, never for time to pass. */
export type DriverHarness = {
  readonly driver: Driver;
  readonly clock: Clock;
  /** All samples of a tag, oldest first. */
  seen(id: string): readonly SeenSample[];
  last(id: string): SeenSample | undefined;
  /** Every health report, oldest first. */
  readonly reports: readonly LinkHealth[];
  health(): LinkHealth | undefined;
  readonly texts: readonly string[];
  /** News of the device's own alarms, oldest first. */
  readonly conditions: readonly ConditionReport[];
  /** Since when samples were missed, each time the driver said so. */
  readonly missed: readonly number[];
  readonly log: ReturnType<typeof createMemoryLog>;
  index(id: string): number;
  /** Waits until the claim holds. With a virtual clock, time goes on 1 ms a turn meanwhile. */
  until(claim: () => boolean, what: string, withinMs?: number): Promise<void>;
  /** Waits for a promise while time goes on. */
  during<T>(promise: Promise<T>): Promise<T>;
  /** Lets this much engine time pass. */
  pass(ms: number): Promise<void>;
  /** Timers of the driver that still wait; only with a virtual clock, else 0. */
  pendingTimers(): number;
  dispose(): Promise<void>;
};

export type HarnessOptions = {
  readonly type: AnyDriverType;
  readonly options: unknown;
  readonly tags: readonly HarnessTag[];
  readonly clock: 'virtual' | 'real';
  readonly seed?: number;
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Makes a driver with its options and addresses checked by its own schemas, as the engine does. It is not started. */
export function createDriverHarness({ type, options, tags, clock: kind, seed = 1 }: HarnessOptions): DriverHarness {
  const virtual: VirtualClock | null = kind === 'virtual' ? createVirtualClock() : null;
  const clock = virtual ?? createSystemClock();
  const dataDir = mkdtempSync(join(tmpdir(), 'firstout-driver-'));
  const samples = new Map<number, SeenSample[]>(tags.map((_tag, index) => [index, []]));
  const reports: LinkHealth[] = [];
  const texts: string[] = [];
  const missed: number[] = [];
  const conditions: ConditionReport[] = [];
  const log = createMemoryLog();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const driverTags = tags.map((tag, index): DriverTag<never> => ({
    index,
    id: tag.id,
    address: type.addressSchema.parse(tag.address) as never,
    type: tag.type,
    periodMs: tag.periodMs,
    writable: tag.writable ?? false,
    isAlarmed: tag.isAlarmed ?? false,
  }));
  const driver = type.create(
    {
      device: DeviceDefinition.parse({ id: 'PLC-1', name: 'PLC-1', driver: type.name }),
      clock,
      log,
      random: createSeededRandom(seed),
      dataDir,
      onSamples(batch) {
        for (let row = 0; row < batch.length; row++)
          samples
            .get(batch.tag[row]!)!
            .push({ timeMs: batch.timeMs[row]!, value: batch.value[row]!, quality: batch.quality[row]!, atMs: clock.monotonicMs() });
        tell();
      },
      onMissed: (sinceMs) => void missed.push(sinceMs),
      onConditions(report) {
        conditions.push(report);
        tell();
      },
      onHealth(health) {
        reports.push(health);
        tell();
      },
      sharedDir: dataDir,
      whenDurable: () => Promise.resolve(),
      textIndex(text) {
        const known = texts.indexOf(text);
        return known >= 0 ? known : texts.push(text) - 1;
      },
    },
    type.optionsSchema.parse(options) as never,
    driverTags,
  );
  const index = (id: string): number => tags.findIndex((tag) => tag.id === id);
  const now = (): string =>
    `health: ${JSON.stringify(reports.at(-1))}; last: ${JSON.stringify(tags.map((tag) => [tag.id, samples.get(index(tag.id))!.at(-1)]))}`;

  async function untilVirtual(claim: () => boolean, what: string, withinMs: number): Promise<void> {
    const endMs = clock.monotonicMs() + withinMs;
    for (;;) {
      // Four turns a millisecond: an answer over loopback is there within one or two.
      for (let turns = 0; turns < 4; turns++) {
        if (claim()) return;
        await turn();
      }
      if (clock.monotonicMs() >= endMs) throw new Error(`${withinMs} ms of engine time passed without: ${what}; ${now()}`);
      virtual!.advance(1);
    }
  }
  function untilReal(claim: () => boolean, what: string, withinMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (error: Error | null): void => {
        clearTimeout(deadline);
        clearInterval(look);
        listeners.delete(check);
        if (error === null) resolve();
        else reject(error);
      };
      const check = (): void => {
        if (claim()) end(null);
      };
      const deadline = setTimeout(() => end(new Error(`${withinMs} ms passed without: ${what}; ${now()}`)), withinMs);
      // For claims about the other side, of which the driver says nothing.
      const look = setInterval(check, 20);
      listeners.add(check);
      check();
    });
  }
  const until = (claim: () => boolean, what: string, withinMs = 15_000): Promise<void> =>
    virtual === null ? untilReal(claim, what, withinMs) : untilVirtual(claim, what, withinMs);
  return {
    driver,
    clock,
    seen: (id) => samples.get(index(id))!,
    last: (id) => samples.get(index(id))!.at(-1),
    reports,
    health: () => reports.at(-1),
    texts,
    missed,
    conditions,
    log,
    index,
    until,
    async during(promise) {
      let isSettled = false;
      const settled = promise.finally(() => (isSettled = true));
      settled.catch(() => undefined);
      await until(() => isSettled, 'an answer to the call');
      return settled;
    },
    async pass(ms) {
      const endMs = clock.monotonicMs() + ms;
      await until(() => clock.monotonicMs() >= endMs, `${ms} ms to pass`, ms + 1000);
    },
    pendingTimers: () => virtual?.pending ?? 0,
    async dispose() {
      await driver.dispose();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnyDriverType } from '#electron/engine/drivers/driver.ts';
import { isBad, isGood } from '#shared/model/quality.ts';
import { createDriverHarness, type DriverHarness, type HarnessTag } from './driver-harness.ts';

/** The tags every rig serves: what they are on the wire is its business. */
export type RigTag = 'level' | 'counter' | 'running' | 'setpoint' | 'missing';

/** A server the driver under test talks to, and the hands to mistreat it with. */
export type DriverRig = {
  readonly type: AnyDriverType;
  readonly options: unknown;
  /** `level` (float), `counter` (int), `running` (bool, writable), `setpoint` (float, writable), `missing` (float the server does not have). */
  readonly address: Readonly<Record<RigTag, unknown>>;
  /** Longest wait for an answer, as set in `options`, ms. */
  readonly timeoutMs: number;
  /** Time the rig itself may add to "two periods and the time-out", ms: 0 where time is virtual. */
  readonly slackMs: number;
  readonly clock: 'virtual' | 'real';
  /** True when the protocol queues changes in the server during a short outage, so that none may be lost. */
  readonly keepsChangesWhileAway: boolean;
  set(tag: Exclude<RigTag, 'missing'>, value: number): Promise<void> | void;
  written(tag: 'running' | 'setpoint'): Promise<number> | number;
  /** Ends the server so that clients notice (process killed, machine restarted). */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Keeps connections open and answers nothing. */
  hang(): Promise<void> | void;
  resume(): Promise<void> | void;
  /** Connections (or sessions) the server has open now. */
  connections(): Promise<number> | number;
  close(): Promise<void>;
};

const periodMs = 100;
const good: readonly RigTag[] = ['level', 'counter', 'running', 'setpoint'];

/** What every driver promises, against a real server. Each test opens its own rig. */
export function describeDriver(title: string, open: () => Promise<DriverRig>): void {
  describe(`${title} keeps what every driver promises:`, () => {
    let rig: DriverRig;
    let harness: DriverHarness;

    const make = (seed = 1): DriverHarness => {
      const tags = (Object.keys(rig.address) as RigTag[]).map((id): HarnessTag => ({
        id,
        address: rig.address[id],
        type: id === 'counter' ? 'int' : id === 'running' ? 'bool' : 'float',
        periodMs,
        writable: id === 'running' || id === 'setpoint',
      }));
      return createDriverHarness({ type: rig.type, options: rig.options, tags, clock: rig.clock, seed });
    };
    const allGood = (): boolean => good.every((id) => harness.last(id) !== undefined && isGood(harness.last(id)!.quality));
    const allBad = (): boolean => good.every((id) => harness.last(id) !== undefined && isBad(harness.last(id)!.quality));
    const connect = async (): Promise<void> => {
      harness.driver.start();
      await harness.until(() => allGood() && harness.health()?.state === 'up', 'all tags good and the link up');
    };
    const lossMs = async (lose: () => Promise<void> | void): Promise<number> => {
      await connect();
      await harness.pass(3 * periodMs);
      const before = harness.clock.monotonicMs();
      await lose();
      await harness.until(() => allBad() && harness.health()?.state === 'down', 'all tags bad and the link down');
      return Math.max(...good.map((id) => harness.last(id)!.atMs)) - before;
    };

    beforeEach(async () => {
      rig = await open();
      await rig.set('level', 12.5);
      await rig.set('counter', 7);
      await rig.set('running', 1);
      await rig.set('setpoint', 40);
      harness = make();
    });
    afterEach(async () => {
      await harness.dispose();
      await rig.close();
    });

    test('it connects by itself and gives every tag its first value', async () => {
      await connect();
      expect(good.map((id) => harness.last(id)!.value)).toEqual([12.5, 7, 1, 40]);
      expect(harness.reports[0]!.state).toBe('connecting');
      expect(harness.health()!.problem).toBeNull();
      expect(harness.health()!.lastGoodMs).not.toBeNull();
    });

    test('a change in the device arrives with its time', async () => {
      await connect();
      const before = harness.clock.nowMs();
      await rig.set('level', 13.25);
      await harness.until(() => harness.last('level')!.value === 13.25, 'the new level');
      const seen = harness.last('level')!;
      expect(isGood(seen.quality)).toBe(true);
      // The time of a round trip's middle may stand just before the change that the device answered with.
      expect(seen.timeMs).toBeGreaterThan(before - rig.timeoutMs / 2);
      expect(seen.timeMs).toBeLessThanOrEqual(harness.clock.nowMs());
    });

    test('a reading asked for is fresh', async () => {
      await connect();
      await rig.set('counter', 4711);
      const result = await harness.during(harness.driver.read([harness.index('counter')]));
      expect(result.ok).toBe(true);
      expect(harness.seen('counter').some((sample) => sample.value === 4711)).toBe(true);
    });

    test('a written number and a written bit reach the device, and come back as values', async () => {
      await connect();
      expect(await harness.during(harness.driver.write(harness.index('setpoint'), 41.5))).toEqual({ ok: true, value: null });
      expect(await harness.during(harness.driver.write(harness.index('running'), 0))).toEqual({ ok: true, value: null });
      expect(await rig.written('setpoint')).toBe(41.5);
      expect(await rig.written('running')).toBe(0);
      await harness.until(() => harness.last('setpoint')!.value === 41.5 && harness.last('running')!.value === 0, 'the written values');
    });

    test('a tag that is not writable refuses, and nothing is sent', async () => {
      await connect();
      const result = await harness.during(harness.driver.write(harness.index('level'), 1));
      expect(result).toMatchObject({ ok: false, fault: { code: 'not-writable' } });
      await harness.pass(3 * periodMs);
      expect(harness.last('level')!.value).toBe(12.5);
    });

    test('an address the device does not have makes that tag bad, names it, and leaves the others alone', async () => {
      await connect();
      await harness.until(() => harness.last('missing') !== undefined, 'a sample of the missing tag');
      expect(isBad(harness.last('missing')!.quality)).toBe(true);
      expect(harness.last('missing')!.value).toBeNaN();
      await harness.until(() => harness.health()!.refusedTags.length > 0, 'the refused tag in the health report', 3000);
      expect(harness.health()!.refusedTags.map((refused) => refused.tag)).toEqual(['missing']);
      expect(harness.health()!.state).toBe('up');
      expect(good.every((id) => harness.seen(id).every((sample) => isGood(sample.quality)))).toBe(true);
    });

    test('a device that hangs makes all tags bad within two periods and the time-out', async () => {
      const took = await lossMs(() => rig.hang());
      expect(took).toBeLessThanOrEqual(2 * periodMs + rig.timeoutMs + rig.slackMs);
      expect(harness.health()!.problem).toMatch(/PLC-1|127\.0\.0\.1/);
      expect(good.map((id) => harness.last(id)!.value)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
      await rig.resume();
    });

    test('a device that is killed makes all tags bad within two periods and the time-out', async () => {
      const took = await lossMs(() => rig.stop());
      expect(took).toBeLessThanOrEqual(2 * periodMs + rig.timeoutMs + rig.slackMs);
      expect(harness.health()!.nextAttemptMs).toBeGreaterThan(harness.clock.nowMs() - 50);
      await rig.start();
    });

    test('after a hang it comes back by itself, with every tag', async () => {
      await lossMs(() => rig.hang());
      await rig.resume();
      await rig.set('level', 77.5);
      await harness.until(
        () => allGood() && harness.health()!.state === 'up' && harness.last('level')!.value === 77.5,
        'all tags good again, and the new level',
        60_000,
      );
    });

    test('after a restart of the device it comes back by itself, with no sample twice and none out of order', async () => {
      await lossMs(() => rig.stop());
      await rig.start();
      await rig.set('counter', 8);
      await harness.until(() => allGood() && harness.last('counter')!.value === 8, 'all tags good again', 60_000);
      await harness.until(() => harness.health()!.state === 'up' && harness.health()!.reconnects > 0, 'the link up', 5000);
      for (const id of good) {
        const times = harness.seen(id).map((sample) => sample.timeMs);
        expect(times.every((time, index) => index === 0 || time > times[index - 1]! || isBad(harness.seen(id)[index]!.quality))).toBe(true);
      }
      const values = harness
        .seen('counter')
        .filter((sample) => isGood(sample.quality))
        .map((sample) => sample.value);
      expect(values.lastIndexOf(7)).toBeLessThan(values.indexOf(8));
    });

    test('a device that never answered is tried every third of a second for a moment, then with growing, jittered pauses up to half a minute', async () => {
      await rig.stop();
      const eager = 12;
      const attempts = rig.clock === 'virtual' ? eager + 9 : 3;
      const pauses = async (seed: number): Promise<number[]> => {
        const bench = make(seed);
        bench.driver.start();
        const found: number[] = [];
        const downs = (): number[] => [
          ...new Set(
            bench.reports
              .filter((report) => report.state === 'down' && report.nextAttemptMs !== null)
              .map((report) => report.nextAttemptMs!),
          ),
        ];
        for (let attempt = 0; attempt < attempts; attempt++) {
          await bench.until(() => downs().length > attempt, `attempt ${attempt + 1}`, 60_000);
          found.push(downs()[attempt]! - bench.clock.nowMs());
        }
        await bench.dispose();
        return found;
      };
      const [one, other] = [await pauses(11), await pauses(12)];
      for (const [attempt, pause] of one.entries()) {
        const [least, most] = attempt < eager ? [250, 400] : [500, Math.min(30_000, 1000 * 2 ** (attempt - eager))];
        expect(pause).toBeGreaterThan(least - 60);
        expect(pause).toBeLessThanOrEqual(most);
      }
      expect(one).not.toEqual(other);
      if (attempts > 6) expect(Math.max(...one, ...other)).toBeGreaterThan(4000);
      await rig.start();
    });

    test('a write to a device that is away is refused at once and never arrives later', async () => {
      await lossMs(() => rig.stop());
      const result = await harness.during(harness.driver.write(harness.index('setpoint'), 99));
      expect(result).toMatchObject({ ok: false, fault: { code: 'not-connected' } });
      expect((await harness.during(harness.driver.read([harness.index('level')]))).ok).toBe(false);
      await rig.start();
      await rig.set('setpoint', 40);
      await harness.until(() => allGood() && harness.health()!.state === 'up', 'all tags good again', 60_000);
      await harness.pass(5 * periodMs);
      expect(await rig.written('setpoint')).toBe(40);
    });

    test.each(['up', 'hanging', 'down'] as const)(
      'disposed while %s it leaves no timer and no connection, and says nothing more',
      async (state) => {
        await connect();
        if (state === 'hanging') {
          await rig.hang();
          await harness.pass(periodMs + 10);
        }
        if (state === 'down') {
          await rig.stop();
          await harness.until(() => harness.health()!.state === 'down', 'the link down');
        }
        await harness.during(harness.driver.dispose());
        const said = harness.reports.length + good.reduce((sum, id) => sum + harness.seen(id).length, 0);
        expect(harness.pendingTimers()).toBe(0);
        if (state === 'down') await rig.start();
        await rig.resume();
        let open = -1;
        await harness.until(() => {
          void Promise.resolve(rig.connections()).then((count) => (open = count));
          return open === 0;
        }, 'no connection left on the server');
        await harness.pass(2 * periodMs);
        expect(harness.reports.length + good.reduce((sum, id) => sum + harness.seen(id).length, 0)).toBe(said);
      },
    );
  });
}

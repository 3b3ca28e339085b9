import type { LinkHealth } from '#shared/model/device.ts';
import type { Clock, Log } from '../ports.ts';
import { fillGap, type GapHistory, type ReadPast } from './fill-gap.ts';
import type { Scales } from './past-values.ts';

export type BackfillOptions = {
  readonly clock: Clock;
  readonly log: Log;
  /** Small facts that outlive the engine. */
  readonly meta: { get(name: string): Promise<string | null>; set(name: string, value: string): Promise<void> };
  /** When the engine before this one was last known to record, UTC epoch ms; null where nothing is known. */
  readonly aliveMs: number | null;
  /** Dense indices of a device's tags that are recorded. */
  readonly tagsOf: (device: string) => readonly number[];
  readonly read: (device: string) => ReadPast;
  readonly scales: () => Scales;
  readonly history: () => GapHistory;
};

/** Sees to it that what a device recorded while we did not hear of it comes into history. */
export type Backfill = {
  linkChanged(health: LinkHealth): void;
  /** Samples of a device since a time were lost on a standing link. */
  missed(device: string, sinceMs: number): void;
  /** Tags got other indices: what was being filled begins anew. */
  plantChanged(): void;
  /** Ends what is under way; what is unfilled is known to the next engine. */
  close(): Promise<void>;
};

type Device = {
  /** Since when samples may be missing, engine clock; null when none are. */
  missingMs: number | null;
  isUp: boolean;
  /** False once the device said that it keeps no history. */
  isAsked: boolean;
  running: AbortController | null;
  cancelTimer: (() => void) | null;
};

/** After a link is up its own queued samples come first; then history is asked for what they lack, ms. */
const settleMs = 2000;
const retryMs = 60_000;

export function createBackfill(options: BackfillOptions): Backfill {
  const { clock, log, meta } = options;
  const devices = new Map<string, Device>();
  const underWay = new Set<Promise<void>>();
  let isClosed = false;
  const factOf = (id: string): string => `backfill.${id}`;

  /** The mark outlives a kill: an engine that starts anew knows since when a device that was away was not heard of. */
  const remember = (id: string, device: Device): void => {
    void meta.set(factOf(id), device.missingMs === null ? '' : String(device.missingMs)).catch(() => undefined);
  };
  const deviceOf = (id: string): Device => {
    const known = devices.get(id);
    if (known !== undefined) return known;
    const device: Device = { missingMs: options.aliveMs, isUp: false, isAsked: true, running: null, cancelTimer: null };
    devices.set(id, device);
    void meta.get(factOf(id)).then(
      (text) => {
        const earlierMs = text === null || text === '' ? Number.NaN : Number(text);
        if (Number.isFinite(earlierMs)) device.missingMs = Math.min(device.missingMs ?? Number.POSITIVE_INFINITY, earlierMs);
      },
      () => undefined,
    );
    return device;
  };
  const schedule = (id: string, device: Device, afterMs: number): void => {
    if (isClosed || !device.isUp || !device.isAsked || device.cancelTimer !== null) return;
    device.cancelTimer = clock.after(afterMs, () => {
      device.cancelTimer = null;
      if (device.running !== null || device.missingMs === null || !device.isUp) return;
      const work = run(id, device, device.missingMs).catch((error: unknown) => log.error(id, `Unexpected error while a gap was filled: ${String(error)}`));
      underWay.add(work);
      void work.finally(() => underWay.delete(work));
    });
  };
  const stop = (device: Device): void => {
    device.cancelTimer?.();
    device.cancelTimer = null;
    device.running?.abort();
    device.running = null;
  };

  const run = async (id: string, device: Device, fromMs: number): Promise<void> => {
    const mine = new AbortController();
    device.running = mine;
    const toMs = clock.nowMs();
    const tags = options.tagsOf(id);
    const result =
      tags.length === 0 || toMs <= fromMs
        ? null
        : await fillGap({ scales: options.scales(), history: options.history(), read: options.read(id) }, tags, { fromMs, toMs }, mine.signal);
    if (device.running !== mine) return;
    device.running = null;
    if (result !== null && !result.ok && result.fault.code === 'not-connected') {
      log.warn(id, `${result.fault.message} The gap since ${new Date(fromMs).toISOString()} is tried again.`);
      return schedule(id, device, retryMs);
    }
    // What went missing while this ran is looked for next.
    device.missingMs = device.missingMs !== null && device.missingMs > fromMs ? device.missingMs : null;
    remember(id, device);
    if (result !== null && !result.ok) device.isAsked = false;
    if (result?.ok === true) tell(id, fromMs, toMs, result.value);
    if (device.missingMs !== null) schedule(id, device, settleMs);
  };
  const tell = (id: string, fromMs: number, toMs: number, filled: { readonly samples: number; readonly filledTags: number; readonly otherTags: number }): void => {
    if (filled.samples === 0) return;
    const others = filled.otherTags === 0 ? '' : `; it keeps no history of ${filled.otherTags} others, whose gap stays marked`;
    log.info(id, `${filled.samples} samples of ${filled.filledTags} tags were filled in from the device's own history, ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}${others}.`);
  };
  const missing = (id: string, device: Device, sinceMs: number): void => {
    if (!device.isAsked) return;
    // A later loss must not be forgotten when the earlier gap is done, so the newer time is kept while that one runs.
    const isCovered = device.missingMs !== null && device.running === null;
    if (isCovered && (device.missingMs as number) <= sinceMs) return;
    device.missingMs = sinceMs;
    // While the earlier gap is filled its time stays on record: it lies before this one.
    if (device.running === null) remember(id, device);
  };

  return {
    linkChanged({ device: id, state }) {
      if (isClosed) return;
      const device = deviceOf(id);
      const isUp = state === 'up' || state === 'slow';
      if (isUp === device.isUp) return;
      device.isUp = isUp;
      if (isUp) return schedule(id, device, settleMs);
      const runningSinceMs = device.running === null ? null : device.missingMs;
      stop(device);
      if (runningSinceMs === null) missing(id, device, clock.nowMs());
    },
    missed(id, sinceMs) {
      if (isClosed) return;
      const device = deviceOf(id);
      missing(id, device, sinceMs);
      if (device.isUp && device.missingMs !== null) schedule(id, device, settleMs);
    },
    plantChanged() {
      for (const [id, device] of devices) {
        stop(device);
        device.isAsked = true;
        if (device.missingMs !== null) schedule(id, device, settleMs);
      }
    },
    async close() {
      isClosed = true;
      for (const device of devices.values()) stop(device);
      await Promise.all(underWay);
    },
  };
}

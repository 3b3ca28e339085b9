import type { LinkHealth } from '#shared/model/device.ts';
import { refused } from '#shared/model/fault.ts';
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
  /** Since when samples may be missing, engine clock; null when none are but those being filled in. */
  missingMs: number | null;
  /** Since when the samples are missing that are being filled in; null when none are. */
  fillingMs: number | null;
  isUp: boolean;
  /** False once the device said that it keeps no history. */
  isAsked: boolean;
  running: AbortController | null;
  cancelTimer: (() => void) | null;
};

/** After a link is up its own queued samples come first; then history is asked for what they lack, ms. */
const settleMs = 2000;
const retryMs = 60_000;

const earlier = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));

export function createBackfill(options: BackfillOptions): Backfill {
  const { clock, log, meta } = options;
  const devices = new Map<string, Device>();
  const underWay = new Set<Promise<void>>();
  let isClosed = false;
  const factOf = (id: string): string => `backfill.${id}`;

  /** The mark outlives a kill: an engine that starts anew knows since when a device that was away was not heard of. */
  const remember = (id: string, device: Device): void => {
    const sinceMs = earlier(device.missingMs, device.fillingMs);
    void meta.set(factOf(id), sinceMs === null ? '' : String(sinceMs)).catch(() => undefined);
  };
  const deviceOf = (id: string): Device => {
    const known = devices.get(id);
    if (known !== undefined) return known;
    const device: Device = { missingMs: options.aliveMs, fillingMs: null, isUp: false, isAsked: true, running: null, cancelTimer: null };
    devices.set(id, device);
    void meta.get(factOf(id)).then(
      (text) => {
        const earlierMs = text === null || text === '' ? Number.NaN : Number(text);
        if (Number.isFinite(earlierMs)) device.missingMs = Math.min(device.missingMs ?? Number.POSITIVE_INFINITY, earlierMs);
        // The engine after this one would take this one's end for the beginning.
        if (device.missingMs !== null) remember(id, device);
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
    unfilled(device);
  };
  /** What was being filled in is missing still, whatever went missing meanwhile. */
  const unfilled = (device: Device): void => {
    device.running = null;
    device.missingMs = earlier(device.missingMs, device.fillingMs);
    device.fillingMs = null;
  };

  const run = async (id: string, device: Device, fromMs: number): Promise<void> => {
    const mine = new AbortController();
    device.running = mine;
    // What goes missing while this runs is looked for next.
    device.fillingMs = fromMs;
    device.missingMs = null;
    const toMs = clock.nowMs();
    const tags = options.tagsOf(id);
    const result =
      tags.length === 0 || toMs <= fromMs
        ? null
        : await fillGap({ scales: options.scales(), history: options.history(), read: options.read(id) }, tags, { fromMs, toMs }, mine.signal).catch((error: unknown) =>
            refused('not-connected', `What the device recorded meanwhile could not be put into history: ${error instanceof Error ? error.message : String(error)}`),
          );
    if (device.running !== mine) return;
    if (result !== null && !result.ok && result.fault.code === 'not-connected') {
      unfilled(device);
      log.warn(id, `${result.fault.message} The gap since ${new Date(fromMs).toISOString()} is tried again.`);
      return schedule(id, device, retryMs);
    }
    device.running = null;
    device.fillingMs = null;
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
    if (device.missingMs !== null && device.missingMs <= sinceMs) return;
    device.missingMs = sinceMs;
    remember(id, device);
  };

  return {
    linkChanged({ device: id, state }) {
      if (isClosed) return;
      const device = deviceOf(id);
      const isUp = state === 'up' || state === 'slow';
      if (isUp === device.isUp) return;
      device.isUp = isUp;
      if (isUp) return schedule(id, device, settleMs);
      stop(device);
      missing(id, device, clock.nowMs());
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

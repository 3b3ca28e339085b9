import type { AssetId, TagId } from '#shared/model/ids.ts';
import type { DockPart } from '#shared/model/layout.ts';
import type { PickedAlarm } from '../../client/alarm-actions.ts';
import type { PlayWindow } from '../../client/timeline.ts';

/** Order of what windows of one console tell each other: a greater number is newer, of equal ones the greater name counts. */
export type Stamp = { readonly n: number; readonly from: string };

/** Where the clock of all windows stands. Times are UTC epoch ms; `atMs` counts in replay only. */
export type SharedTime = {
  readonly isPast: boolean;
  readonly atMs: number;
  readonly isPlaying: boolean;
  readonly speed: number;
  readonly window: PlayWindow | null;
  readonly barSpanMs: number;
  readonly barToMs: number | null;
};
export type SharedSelection = { readonly assetId: AssetId | null; readonly tagId: TagId | null; readonly picked: PickedAlarm | null };

export type PeerMessage =
  /** A window has come, or was not seen for a while: the others tell what they know. */
  | { readonly t: 'hello' }
  | { readonly t: 'time'; readonly stamp: Stamp; readonly time: SharedTime }
  | { readonly t: 'selection'; readonly stamp: Stamp; readonly selection: SharedSelection }
  /** The horn was silenced up to this number of the journal. */
  | { readonly t: 'silenced'; readonly seq: number }
  /** What stands in your dock? Answered with `dock`. */
  | { readonly t: 'docks' }
  | { readonly t: 'dock'; readonly name: string; readonly workspace: string | null; readonly dock: DockPart | null };

export type PeerKind = PeerMessage['t'];
export type Peers = {
  /** Name of this window among the others, different at each load. */
  readonly self: string;
  send(message: PeerMessage): void;
  on<Kind extends PeerKind>(kind: Kind, heard: (message: Extract<PeerMessage, { readonly t: Kind }>) => void): () => void;
  close(): void;
};

/** What of a BroadcastChannel is used. */
export type PeerLine = { postMessage(message: unknown): void; onmessage: ((event: { readonly data: unknown }) => void) | null; close(): void };

export const isNewer = (a: Stamp, b: Stamp): boolean => a.n > b.n || (a.n === b.n && a.from > b.from);
export const isSameStamp = (a: Stamp, b: Stamp): boolean => a.n === b.n && a.from === b.from;
export const noStamp: Stamp = { n: 0, from: '' };

/** Talk of the windows of one console. What is no message of theirs, of a page of another version for instance, is left aside. */
export function createPeers(line: PeerLine, self: string): Peers {
  const ears = new Map<PeerKind, Set<(message: never) => void>>();
  line.onmessage = ({ data }) => {
    const message = readMessage(data);
    if (message !== null) for (const heard of ears.get(message.t) ?? []) heard(message as never);
  };
  return {
    self,
    send: (message) => line.postMessage(message),
    on(kind, heard) {
      const set = ears.get(kind) ?? new Set();
      ears.set(kind, set);
      set.add(heard);
      return () => void set.delete(heard);
    },
    close() {
      line.onmessage = null;
      line.close();
    },
  };
}

type Loose = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const isNumber = (value: unknown): boolean => typeof value === 'number';
const isTextOrNull = (value: unknown): boolean => value === null || typeof value === 'string';
const isStamp = (value: unknown): boolean => isObject(value) && Number.isSafeInteger(value['n']) && typeof value['from'] === 'string';

function readMessage(data: unknown): PeerMessage | null {
  if (!isObject(data)) return null;
  const { t, stamp } = data;
  const isFit =
    t === 'hello' ||
    t === 'docks' ||
    (t === 'time' && isStamp(stamp) && isTime(data['time'])) ||
    (t === 'selection' && isStamp(stamp) && isSelection(data['selection'])) ||
    (t === 'silenced' && Number.isSafeInteger(data['seq'])) ||
    (t === 'dock' && typeof data['name'] === 'string' && isTextOrNull(data['workspace']) && (data['dock'] === null || isObject(data['dock'])));
  return isFit ? (data as PeerMessage) : null;
}

function isTime(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { isPast, atMs, isPlaying, speed, window, barSpanMs, barToMs } = value;
  const isWindow = window === null || (isObject(window) && isNumber(window['fromMs']) && isNumber(window['toMs']));
  return typeof isPast === 'boolean' && typeof isPlaying === 'boolean' && isNumber(atMs) && isNumber(speed) && isNumber(barSpanMs) && (barToMs === null || isNumber(barToMs)) && isWindow;
}

function isSelection(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { assetId, tagId, picked } = value;
  return isTextOrNull(assetId) && isTextOrNull(tagId) && (picked === null || (isObject(picked) && isNumber(picked['raisedMs'])));
}

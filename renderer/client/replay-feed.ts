import type { AlarmStanding } from '#shared/model/alarm.ts';
import type { Fault } from '#shared/model/fault.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import type { StoreApi } from 'zustand/vanilla';
import { type AlarmBook, appendEvents, prependEvents } from './alarm-book.ts';
import { createBookKeeper, type StandingChanges } from './alarm-book-keeper.ts';
import type { Rpc } from './connection.ts';
import type { DirectoryIndex } from './directory-index.ts';
import type { LiveStoreWriter } from './live-store.ts';
import { foldEvents } from './past-alarms.ts';
import { createReplayBuffer } from './replay-buffer.ts';
import type { SampleFeed } from './sample-feed.ts';
import type { Timers } from './timers.ts';

/** Up to this speed every recorded sample is shown at its time; faster, whole pictures follow each other. */
export const fastestBySample = 10;

/** Read ahead: at least this much, and asked for again when less than half of it is left, ms of this console's time. */
const aheadMs = 4000;
const leastAheadMs = 2000;
const pictureEveryMs = 80;
const retryMs = 1000;
const mostSamples = 200_000;
const mostEvents = 5000;
/** How far back the journal is read behind a picture, ms: as the live book does. */
const journalSpanMs = 2 * 3_600_000;

export type ReplayFeed = {
  /** Brings the picture of a moment: all values and alarms at once, or the fault and nothing. `onShown` moves the clock: after the values, before alarms and readers of samples hear of it. */
  show(atMs: number, signal: AbortSignal, onShown: () => void): Promise<Fault | null>;
  /** Plays on up to `toMs` at most, as far as it is read; answers the moment shown now. */
  advance(toMs: number, speed: number): number;
  /** Why playing stands still, where something is wrong; null when nothing is. */
  readonly problem: string | null;
  /** The moment the stores hold, UTC epoch ms; NaN while they hold the present. */
  readonly shownMs: number;
  /** Back to the present, all at once; `onEnded` moves the clock, as in `show`. */
  end(onEnded: () => void): void;
  attach(rpc: Rpc): void;
  detach(): void;
  setRevision(revision: number): void;
  /** Tags or readers came while the past is shown. */
  added(tags: readonly number[]): void;
};

export type ReplayFeedParts = {
  readonly timers: Pick<Timers, 'now' | 'after'>;
  readonly store: LiveStoreWriter;
  readonly wanted: ReadonlySet<number>;
  readonly samples: SampleFeed;
  readonly book: StoreApi<AlarmBook>;
  /** The book of the present, taken over again at the end. */
  readonly presentBook: StoreApi<AlarmBook>;
  readonly directory: StoreApi<DirectoryIndex | null>;
  /** Up to where everything is surely recorded, UTC epoch ms. */
  readonly recordedMs: () => number;
};

const gone: Fault = { code: 'disconnected', message: 'The link to the engine is down.' };

/** Feeds the console's stores with what was recorded, through the same paths as the present. One moment at a time, never two mixed. */
export function createReplayFeed({ timers, store, wanted, samples, book, presentBook, directory, recordedMs }: ReplayFeedParts): ReplayFeed {
  const buffer = createReplayBuffer();
  let rpc: Rpc | null = null;
  let revision: number | null = null;
  let isPast = false;
  let shownMs = NaN;
  /** Rises with everything that makes answers on their way useless. */
  let epoch = 0;
  /** Rises with every jump: the journal behind the picture belongs to one, however many pictures follow. */
  let jumps = 0;
  let isReading = false;
  let newTags = new Set<number>();
  let isFilling = false;
  let problem: string | null = null;
  let waitUntil = -Infinity;
  let lastPictureAt = -Infinity;
  let standings = new Map<AlarmId, AlarmStanding>();

  const keeper = createBookKeeper();
  const publish = (changes: StandingChanges, seq: number, recent: AlarmBook['recent']): void => book.setState(keeper.apply(changes, recent, seq), true);
  directory.subscribe(() => {
    if (isPast) book.setState(keeper.withDirectory(directory.getState()), true);
  });
  const failed = (fault: Fault): void => {
    problem = fault.code === 'cancelled' ? problem : fault.message;
    waitUntil = timers.now() + retryMs;
  };

  const show = async (atMs: number, signal: AbortSignal | undefined, isJump: boolean, onShown: () => void): Promise<Fault | null> => {
    const from = rpc;
    const forRevision = revision;
    if (from === null || forRevision === null) return gone;
    const mine = ++epoch;
    const tags = [...wanted];
    const options = signal === undefined ? {} : { signal };
    const [values, alarms] = await Promise.all([
      tags.length === 0 ? null : from.call('history.at', { revision: forRevision, tags, atMs }, options),
      from.call('alarms.standingAt', { atMs }, options),
    ]);
    if (mine !== epoch) return { code: 'cancelled', message: 'Another moment was asked for.' };
    if ((values !== null && !values.ok) || !alarms.ok) {
      // A question for tags that came later was given up for this picture: they still need the moment shown.
      if (isPast && isFilling) {
        isFilling = false;
        fill([...wanted]);
      }
      return values !== null && !values.ok ? values.fault : alarms.ok ? gone : alarms.fault;
    }
    // Answers on their way are of the moment before this one, also those asked for since this question.
    epoch++;
    isPast = true;
    shownMs = atMs;
    problem = values === null ? null : awayWords(values.value.away);
    isReading = false;
    isFilling = false;
    newTags = new Set();
    buffer.reset(atMs);
    store.showPast(tags, values === null ? emptyPicture : values.value);
    onShown();
    standings = new Map(alarms.value.standings.map((standing) => [standing.alarm, standing]));
    const recent = isJump ? [] : book.getState().recent;
    book.setState(keeper.reset(standings.values(), recent, alarms.value.seq, directory.getState()), true);
    if (isJump) {
      samples.jump(true);
      void readBack(from, ++jumps, atMs);
    }
    // What began to be watched while the answer was on its way stands at no moment yet.
    const asked = new Set(tags);
    const late = [...wanted].filter((tag) => !asked.has(tag));
    if (late.length > 0) fill(late);
    return null;
  };
  /** The journal behind the picture, for lists and marks; the picture does not wait for it. */
  const readBack = async (from: Rpc, mine: number, atMs: number): Promise<void> => {
    const answer = await from.call('alarms.eventsIn', { span: { fromMs: atMs - journalSpanMs, toMs: atMs }, limit: mostEvents });
    if (mine !== jumps || !isPast || !answer.ok) return;
    const { seq, recent } = book.getState();
    publish(new Map(), seq, prependEvents(recent, answer.value.events));
  };

  /** Brings tags that came later to the moment shown; playing stands still until they are there. */
  const fill = (tags: readonly number[]): void => {
    for (const tag of tags) newTags.add(tag);
    if (isFilling) return;
    isFilling = true;
    queueMicrotask(() => void fillNow());
  };
  const fillNow = async (): Promise<void> => {
    const from = rpc;
    const forRevision = revision;
    const mine = epoch;
    const tags = [...newTags].filter((tag) => wanted.has(tag));
    newTags = new Set();
    const answer = from === null || forRevision === null || tags.length === 0 ? null : await from.call('history.at', { revision: forRevision, tags, atMs: shownMs });
    if (mine !== epoch || !isPast) return;
    isFilling = false;
    if (answer !== null && !answer.ok) {
      failed(answer.fault);
      return void timers.after(retryMs, () => mine === epoch && isPast && fill(tags));
    }
    if (answer !== null) store.addPast(tags, answer.value);
    // What was read ahead lacks these tags: it is read again from the moment shown.
    buffer.reset(shownMs);
    isReading = false;
    epoch++;
    if (newTags.size > 0) fill([]);
  };

  const read = async (speed: number): Promise<void> => {
    const from = rpc;
    if (from === null || revision === null) return;
    const mine = epoch;
    const fromMs = buffer.reachMs;
    const span = { fromMs, toMs: Math.min(recordedMs(), fromMs + Math.max(leastAheadMs, speed * aheadMs)) };
    if (!(span.toMs > fromMs)) return;
    isReading = true;
    const tags = [...new Set([...wanted, ...samples.tags()])];
    const [values, alarms] = await Promise.all([tags.length === 0 ? null : from.call('history.samples', { revision, tags, span, limit: mostSamples }), from.call('alarms.eventsIn', { span, limit: mostEvents })]);
    if (mine !== epoch) return;
    isReading = false;
    if (values !== null && !values.ok) return failed(values.fault);
    if (!alarms.ok) return failed(alarms.fault);
    problem = values === null ? null : awayWords(values.value.away);
    const reachMs = Math.min(span.toMs, values?.value.reachMs ?? Infinity, alarms.value.reachMs);
    buffer.add(values === null ? noSamples : values.value.samples, alarms.value.events, reachMs);
  };

  const advanceBySample = (toMs: number, speed: number): number => {
    if (isFilling) return shownMs;
    const isShort = buffer.reachMs - toMs < (speed * aheadMs) / 2;
    if (isShort && !isReading && timers.now() >= waitUntil) void read(speed);
    const reached = Math.min(toMs, buffer.reachMs);
    if (!(reached > shownMs)) return shownMs;
    buffer.takeSamples(reached, (columns) => {
      store.applyPast(columns);
      samples.replay(columns);
    });
    const events = buffer.takeEvents(reached);
    shownMs = reached;
    if (events.length > 0) {
      foldEvents(standings, events);
      const { seq, recent } = book.getState();
      publish(new Map(events.map(({ alarm }) => [alarm, standings.get(alarm) ?? null])), Math.max(seq, events.at(-1)?.seq ?? seq), appendEvents(recent, events));
    }
    return shownMs;
  };
  let lastJumpAt = -Infinity;
  const advanceByPicture = (toMs: number): number => {
    const now = timers.now();
    if (isReading || now < waitUntil || now - lastPictureAt < pictureEveryMs || !(toMs > shownMs)) return shownMs;
    isReading = true;
    lastPictureAt = now;
    const isDue = now - lastJumpAt >= 1000;
    if (isDue) lastJumpAt = now;
    void show(toMs, undefined, isDue, () => undefined).then((fault) => {
      if (fault === null || fault.code === 'cancelled') return;
      isReading = false;
      failed(fault);
    });
    return shownMs;
  };

  return {
    show: (atMs, signal, onShown) => show(atMs, signal, true, onShown),
    advance: (toMs, speed) => (speed > fastestBySample ? advanceByPicture(toMs) : advanceBySample(toMs, speed)),
    get shownMs() {
      return shownMs;
    },
    get problem() {
      return problem;
    },
    end(onEnded) {
      epoch++;
      jumps++;
      if (!isPast) return onEnded();
      isPast = false;
      isReading = false;
      isFilling = false;
      shownMs = NaN;
      store.endPast();
      onEnded();
      book.setState(presentBook.getState(), true);
      samples.jump(false);
    },
    attach(next) {
      rpc = next;
    },
    detach() {
      rpc = null;
      revision = null;
      epoch++;
      isReading = false;
      isFilling = false;
    },
    setRevision(next) {
      revision = next;
    },
    added(tags) {
      if (isPast) fill(tags);
    },
  };
}

const emptyPicture = { timeMs: new Float64Array(0), value: new Float64Array(0), quality: new Uint32Array(0) };
const noSamples = { tag: new Uint32Array(0), timeMs: new Float64Array(0), value: new Float64Array(0), quality: new Uint32Array(0) };

/** Values that are missing for want of the history server must not look as if nothing had been recorded. */
const awayWords = (away: { readonly sentence: string } | null): string | null => (away === null ? null : `What only the history server has is missing here: ${away.sentence}`);

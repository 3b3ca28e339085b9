import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { type AlarmBook, appendEvents, keptEvents, prependEvents } from './alarm-book.ts';
import { createBookKeeper, emptyAlarmBook } from './alarm-book-keeper.ts';
import type { Rpc } from './connection.ts';
import type { DirectoryIndex } from './directory-index.ts';
import type { Timers } from './timers.ts';

export type AlarmFeed = {
  readonly book: StoreApi<AlarmBook>;
  attach(rpc: Rpc): void;
  detach(): void;
};

/** How far back the journal is read when the line opens, ms: the span of the time bar. */
const journalSpanMs = 2 * 3_600_000;
const journalPage = 1000;
const retryMs = 1000;

/**
 * Keeps the alarm book: a snapshot of all standing alarms, then every event after it, without gap or double; a gap in
 * the journal starts over with a new snapshot. Several events between two frames give one new book.
 */
export function createAlarmFeed(timers: Timers, directory: StoreApi<DirectoryIndex | null>): AlarmFeed {
  const book = createStore<AlarmBook>(() => emptyAlarmBook);
  const keeper = createBookKeeper();
  /** All standings of a new snapshot that is not in the book yet; then changes go into it. */
  let snapshot: Map<AlarmId, AlarmStanding> | null = null;
  let changes = new Map<AlarmId, AlarmStanding | null>();
  let recent: readonly AlarmEvent[] = [];
  let seq = 0;
  let rpc: Rpc | null = null;
  let closeEvents: () => void = () => undefined;
  let isPublishing = false;

  const publish = (): void => {
    if (isPublishing) return;
    isPublishing = true;
    timers.frame(() => {
      isPublishing = false;
      const next = snapshot === null ? keeper.apply(changes, recent, seq) : keeper.reset(snapshot.values(), recent, seq, directory.getState());
      snapshot = null;
      changes = new Map();
      book.setState(next, true);
    });
  };
  const change = (alarm: AlarmId, standing: AlarmStanding | null): void => {
    if (snapshot === null) changes.set(alarm, standing);
    else if (standing === null) snapshot.delete(alarm);
    else snapshot.set(alarm, standing);
  };
  directory.subscribe(() => {
    if (snapshot === null) keeper.withDirectory(directory.getState());
    publish();
  });

  const follow = async (from: Rpc): Promise<void> => {
    closeEvents();
    const answer = await from.call('alarms.standing', {});
    if (rpc !== from) return;
    if (!answer.ok) {
      timers.after(retryMs, () => void (rpc === from && follow(from)));
      return;
    }
    snapshot = new Map(answer.value.standings.map((standing) => [standing.alarm, standing]));
    changes = new Map();
    seq = answer.value.seq;
    recent = [];
    publish();
    closeEvents = from.open('alarms.events', { afterSeq: seq }, {
      onItem({ gap, events, standings: changed }) {
        if (gap !== null) return void follow(from);
        // An alarm that ends up normal may come without a standing: its events say so.
        for (const event of events) if (event.to === 'normal') change(event.alarm, null);
        for (const standing of changed) change(standing.alarm, standing.state === 'normal' ? null : standing);
        seq = Math.max(seq, events.at(-1)?.seq ?? seq);
        recent = appendEvents(recent, events);
        publish();
      },
      onEnded(fault) {
        if (fault.code === 'disconnected') return;
        timers.after(retryMs, () => void (rpc === from && follow(from)));
      },
    }).close;
    await readBack(from, seq);
  };

  const readBack = async (from: Rpc, upTo: number): Promise<void> => {
    let beforeSeq: number = upTo + 1;
    for (let read = 0; read < keptEvents; read += journalPage) {
      const answer = await from.call('alarms.journal', { beforeSeq, limit: journalPage });
      if (rpc !== from || !answer.ok || answer.value.events.length === 0) return;
      const { events } = answer.value;
      recent = prependEvents(recent, events);
      publish();
      const oldest = events.reduce((a, b) => (a.seq < b.seq ? a : b));
      const newestMs = recent.at(-1)?.timeMs ?? oldest.timeMs;
      if (events.length < journalPage || oldest.timeMs < newestMs - journalSpanMs) return;
      beforeSeq = oldest.seq;
    }
  };

  return {
    book,
    attach(next) {
      rpc = next;
      void follow(next);
    },
    detach() {
      closeEvents();
      closeEvents = () => undefined;
      rpc = null;
    },
  };
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunLive, RunRecord, RunSummary } from '#shared/model/runbook-run.ts';
import { applyRecord } from '#shared/runbook-run/apply-record.ts';
import type { RunState } from '#shared/runbook-run/run-state.ts';
import type { Rpc } from './connection.ts';
import type { TimelineState } from './timeline.ts';
import type { Timers } from './timers.ts';

/** Runs as they stand now, newest first; `isKnown` false until the engine told them. */
export type RunsPicture = { readonly runs: readonly RunSummary[]; readonly isKnown: boolean };

/** One run at the moment shown. */
export type RunPicture = {
  /** Null before it began, and while nothing is known. */
  readonly state: RunState | null;
  /** Checks as they stand now and who looks at the run; null in replay, where checks are as they were written down, and without a link. */
  readonly live: RunLive | null;
  /** All records up to now are here: a state that is null means that there was no such run at that moment. */
  readonly isKnown: boolean;
  readonly isLinked: boolean;
  /** Why it cannot be shown, one sentence. */
  readonly problem: string | null;
};

export type RunbookFeed = {
  readonly runs: StoreApi<RunsPicture>;
  /** Follows a run until the answer's `stop` is called; many may follow the same one. This console is shown to the others as looking at it. */
  follow(run: string): { readonly picture: StoreApi<RunPicture>; stop(): void };
  attach(rpc: Rpc): void;
  detach(): void;
};

export type RunbookFeedParts = {
  readonly timers: Pick<Timers, 'after'>;
  readonly timeline: StoreApi<TimelineState>;
  /** The moment shown, UTC epoch ms. */
  readonly nowMs: () => number;
};

const retryMs = 1000;
/** A run nobody looks at any more is followed so long, ms: going back and forth between tabs reads nothing anew. */
const lingerMs = 5000;
/** So many that are no longer followed are kept as they were told last, for who opens one while the engine is away. */
const mostResting = 6;

type Followed = { readonly picture: StoreApi<RunPicture>; watchers: number; attach(rpc: Rpc): void; detach(): void; shown(): void };

/** Runs of runbooks: the list of those of now, and each one followed as its records make it, also for a moment of the past. */
export function createRunbookFeed({ timers, timeline, nowMs }: RunbookFeedParts): RunbookFeed {
  const runs = createStore<RunsPicture>(() => ({ runs: [], isKnown: false }));
  const followed = new Map<string, Followed>();
  /** Those nobody looks at, the one left last at the end. */
  const resting = new Map<string, Followed>();
  let rpc: Rpc | null = null;
  let closeRuns: () => void = () => undefined;

  const followRuns = (from: Rpc): void => {
    let isFirst = true;
    closeRuns = from.open('runbook.runs', {}, {
      onItem(item) {
        // The first item is all of them: what an engine that came back no longer has goes.
        runs.setState({ runs: mergeRuns(isFirst ? [] : runs.getState().runs, item.runs), isKnown: true }, true);
        isFirst = false;
      },
      onEnded(fault) {
        if (fault.code !== 'disconnected') timers.after(retryMs, () => void (rpc === from && followRuns(from)));
      },
    }).close;
  };
  const momentMs = (): number => (timeline.getState().mode === 'replay' ? nowMs() : Number.POSITIVE_INFINITY);

  timeline.subscribe((now, before) => {
    if (now.mode !== before.mode || (now.mode === 'replay' && now.atMs !== before.atMs)) for (const one of followed.values()) one.shown();
  });

  return {
    runs,
    follow(run) {
      let one = followed.get(run);
      if (one === undefined) {
        one = resting.get(run) ?? followRun(run, timers, momentMs);
        resting.delete(run);
        followed.set(run, one);
        if (rpc !== null) one.attach(rpc);
        else one.shown();
      }
      const mine = one;
      mine.watchers++;
      let isStopped = false;
      return {
        picture: mine.picture,
        stop() {
          if (isStopped) return;
          isStopped = true;
          mine.watchers--;
          timers.after(lingerMs, () => {
            if (mine.watchers > 0 || followed.get(run) !== mine) return;
            followed.delete(run);
            mine.detach();
            resting.set(run, mine);
            const [oldest] = resting.keys();
            if (resting.size > mostResting && oldest !== undefined) resting.delete(oldest);
          });
        },
      };
    },
    attach(next) {
      rpc = next;
      followRuns(next);
      for (const one of followed.values()) one.attach(next);
    },
    detach() {
      closeRuns();
      closeRuns = () => undefined;
      rpc = null;
      for (const one of followed.values()) one.detach();
    },
  };
}

function followRun(run: string, timers: Pick<Timers, 'after'>, momentMs: () => number): Followed {
  const records: RunRecord[] = [];
  const picture = createStore<RunPicture>(() => ({ state: null, live: null, isKnown: false, isLinked: false, problem: null }));
  let state: RunState | null = null;
  /** Records folded into `state`. */
  let folded = 0;
  let live: RunLive | null = null;
  let rpc: Rpc | null = null;
  let closers: (() => void)[] = [];

  /** Folds on, or from the beginning where the moment lies before what was folded. */
  const fold = (untilMs: number): void => {
    if (folded > 0 && (records[folded - 1] as RunRecord).timeMs > untilMs) {
      state = null;
      folded = 0;
    }
    for (let next = records[folded]; next !== undefined && next.timeMs <= untilMs; next = records[folded]) {
      state = applyRecord(run, state, next);
      folded++;
    }
  };
  /** A dry run by a replayed span has the past for its values and is done now: it is shown as it stands, whatever moment is. */
  const isOfNow = (): boolean => {
    const first = records[0]?.event;
    return first?.kind === 'began' && first.dry?.kind === 'replayed';
  };
  const shown = (): void => {
    const untilMs = isOfNow() ? Number.POSITIVE_INFINITY : momentMs();
    fold(untilMs);
    picture.setState((now) => ({ ...now, state, live: untilMs === Number.POSITIVE_INFINITY ? live : null, isKnown: now.isKnown || records.length > 0, isLinked: rpc !== null }), true);
  };
  const openEvents = (from: Rpc): void => {
    closers.push(
      from.open('runbook.events', { run, afterSeq: records.at(-1)?.seq ?? 0 }, {
        onItem(item) {
          const last = records.at(-1)?.seq ?? 0;
          records.push(...item.records.filter(({ seq }) => seq > last));
          picture.setState({ isKnown: true, problem: null });
          shown();
        },
        onEnded(fault) {
          if (fault.code === 'disconnected') return;
          picture.setState({ isKnown: true, problem: fault.message });
          timers.after(retryMs, () => void (rpc === from && openEvents(from)));
        },
      }).close,
    );
  };
  const openLive = (from: Rpc): void => {
    closers.push(
      from.open('runbook.live', { run }, {
        onItem(item) {
          live = item;
          shown();
        },
        onEnded(fault) {
          live = null;
          shown();
          if (fault.code !== 'disconnected') timers.after(retryMs, () => void (rpc === from && openLive(from)));
        },
      }).close,
    );
  };
  return {
    picture,
    watchers: 0,
    shown,
    attach(next) {
      rpc = next;
      openEvents(next);
      openLive(next);
      shown();
    },
    detach() {
      for (const close of closers) close();
      closers = [];
      rpc = null;
      live = null;
      shown();
    },
  };
}

/** Each run once, as it was told last; those that go on first, then the newest. */
export function mergeRuns(before: readonly RunSummary[], changed: readonly RunSummary[]): readonly RunSummary[] {
  const all = new Map(before.map((one) => [one.run, one]));
  for (const one of changed) all.set(one.run, one);
  const isOver = ({ endedMs }: RunSummary): number => (endedMs === null ? 0 : 1);
  return [...all.values()].sort((a, b) => isOver(a) - isOver(b) || b.number - a.number);
}

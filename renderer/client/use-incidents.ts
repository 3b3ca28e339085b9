import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { Fault } from '#shared/model/fault.ts';
import type { Incident, IncidentId } from '#shared/model/incident.ts';
import type { TimelineGroup } from '#shared/model/incident-timeline.ts';
import type { OutputOf } from '#shared/rpc/define.ts';
import { additionRefusal, commandRefusal } from './incident-actions.ts';
import type { IncidentsPicture } from './incident-feed.ts';
import type { QueuedIncidentWork } from './incident-queue.ts';
import { keptAnswers, notTold } from './kept-answers.ts';
import { faultText } from './notices.ts';
import { pastRefusal } from './replay-rules.ts';
import { useClient, useLink, useTimeline } from './use-client.ts';
import { useNow } from './use-now.ts';

/** Open incidents of now, whatever moment is shown. */
export const useOpenIncidents = <Value>(select: (picture: IncidentsPicture) => Value): Value => useStore(useClient().incidents.open, select);
export const useHandover = () => useStore(useClient().incidents.handover);

/** As `additionRefusal`; renders again when it changes. */
export function useAdditionRefusal(): string | null {
  const client = useClient();
  useLink();
  useTimeline(pastRefusal);
  return additionRefusal(client);
}

/** As `commandRefusal`; renders again when it changes. */
export function useCommandRefusal(): string | null {
  const client = useClient();
  useLink();
  useTimeline(pastRefusal);
  return commandRefusal(client);
}

/**
 * What is known of a question: `answer` null while the first one is on its way. `toldMs`: when the engine gave it, UTC epoch ms of its
 * clock; NaN without one. While the engine is away it is the last there was, and is to be marked so.
 */
export type Known<Answer> = { readonly answer: Answer | null; readonly problem: string | null; readonly toldMs: number };
type Answered<Answer> = { readonly ok: true; readonly value: Answer } | { readonly ok: false; readonly fault: Fault };

const askEveryMs = 1000;
const nothingYet: Known<never> = { answer: null, problem: null, toldMs: Number.NaN };
const unknownHere: Known<never> = { ...nothingYet, problem: notTold };

/**
 * Asks about `subject`, and again whenever `stamp` changes or `watch` calls, at most once a second and one question at a time;
 * the answer before stands meanwhile. An answer about another subject is never shown; while the engine is away the last one this
 * console had of the subject is, or a sentence that it had none. A subject names the question too: no two questions share one.
 * `watch` must stay the same function.
 */
export function useAskedAgain<Answer>(subject: string | null, stamp: unknown, ask: (signal: AbortSignal) => Promise<Answered<Answer>>, watch?: (again: () => void) => () => void): Known<Answer> {
  const client = useClient();
  const [known, setKnown] = useState<{ readonly subject: string; readonly of: Known<Answer> } | null>(null);
  const isLive = useLink().state === 'live';
  const latest = useRef(ask);
  latest.current = ask;
  const asking = useRef<{ wanted: boolean; again: () => void } | null>(null);
  useEffect(() => {
    if (subject === null || !isLive) return undefined;
    const abort = new AbortController();
    let isBusy = false;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const state = { wanted: false, again: () => run() };
    const run = (): void => {
      if (isBusy || timer !== null) return void (state.wanted = true);
      isBusy = true;
      state.wanted = false;
      void latest.current(abort.signal).then((result) => {
        isBusy = false;
        if (abort.signal.aborted) return;
        const toldMs = client.present.nowMs();
        if (result.ok) keptAnswers(client).keep(subject, { value: result.value, atMs: toldMs });
        setKnown((before) => ({ subject, of: result.ok ? { answer: result.value, problem: null, toldMs } : { ...(before?.subject === subject ? before.of : nothingYet), problem: faultText(result.fault) } }));
        timer = setTimeout(() => {
          timer = null;
          if (state.wanted) run();
        }, askEveryMs);
      });
    };
    asking.current = state;
    run();
    const stopWatching = watch?.(run);
    return () => {
      stopWatching?.();
      asking.current = null;
      abort.abort();
      if (timer !== null) clearTimeout(timer);
    };
  }, [client, subject, isLive, watch]);
  const isFirst = useRef(true);
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else asking.current?.again();
  }, [stamp]);
  return useMemo(() => {
    if (known !== null && known.subject === subject) return known.of;
    if (isLive || subject === null) return nothingYet;
    const kept = keptAnswers(client).get(subject);
    // Only answers to this very question are kept under its subject.
    return kept === undefined ? unknownHere : { answer: kept.value as Answer, problem: null, toldMs: kept.atMs };
  }, [client, known, subject, isLive]);
}

/** An incident at the moment shown; `answer.incident` is null where it was not open by then. */
export function useIncident(id: IncidentId): Known<{ readonly incident: Incident | null }> {
  const client = useClient();
  const isPast = useTimeline(({ mode }) => mode === 'replay');
  const seconds = useNow(1000);
  const open = useOpenIncidents(({ incidents }) => incidents.find((one) => one.id === id)) ?? null;
  const changes = useOpenIncidents((picture) => picture.changes);
  // A jump asks anew: what was known at another moment is not shown as if it were this one.
  const seeks = useTimeline((now) => now.seeks);
  const past = useAskedAgain(isPast ? `at ${id} ${seeks}` : null, seconds, (signal) => client.call('incident.at', { incident: id, atMs: client.nowMs() }, { signal }));
  const closed = useAskedAgain(isPast || open !== null ? null : `get ${id}`, changes, (signal) => client.call('incident.get', { incident: id }, { signal }));
  return useMemo(() => (isPast ? past : open !== null ? { answer: { incident: open }, problem: null, toldMs: Number.NaN } : closed), [isPast, past, open, closed]);
}

export type TimelineAsk = { readonly incident: IncidentId; readonly groups: readonly TimelineGroup[] | null; readonly isWholePlant: boolean; readonly limit: number };
export type TimelineAnswer = OutputOf<FirstoutContract['incident.timeline']>;

/** The newest entries of an incident's timeline at the moment shown; asked again when something of it may have come. */
export function useIncidentTimeline({ incident, groups, isWholePlant, limit }: TimelineAsk, isVisible: boolean): Known<TimelineAnswer> {
  const client = useClient();
  const isPast = useTimeline(({ mode }) => mode === 'replay');
  const seeks = useTimeline((now) => now.seeks);
  const seconds = useNow(1000);
  // Alarms, records, runs, notes or writes came. In replay nothing comes: there the moment moves.
  const watch = useCallback(
    (again: () => void) => {
      const stops = [client.incidents.open, client.alarms, client.runbooks.runs, client.notesVersion, client.control].map((store) => store.subscribe(again));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [client],
  );
  const subject = `timeline ${incident} ${groups?.join() ?? 'all'} ${isWholePlant} ${limit} ${isPast ? `past ${seeks}` : 'now'}`;
  return useAskedAgain(isVisible ? subject : null, isPast ? seconds : 0, (signal) =>
    client.call('incident.timeline', { incident, before: null, isWholePlant, limit, ...(groups === null ? {} : { groups: [...groups] }), ...(isPast ? { atMs: client.nowMs() } : {}) }, { signal }), isPast ? undefined : watch);
}

const nothing: readonly QueuedIncidentWork[] = [];

/** What was done on an incident here and waits for a link; all of it where `incident` is null. */
export function useWaitingWork(incident: IncidentId | null): readonly QueuedIncidentWork[] {
  const { incidentQueue } = useClient();
  const all = useStore(incidentQueue.waiting);
  return useMemo(() => {
    const mine = all.filter(({ op, work }) => incidentQueue.isWaitingForLink(op) && (incident === null || (work.kind !== 'begin' && work.incident === incident)));
    return mine.length === 0 ? nothing : mine;
  }, [all, incident, incidentQueue]);
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { RunbookEntry, RunbookSuggestion } from '#shared/contract/runbooks.ts';
import type { AlarmId, AssetId } from '#shared/model/ids.ts';
import type { RunSummary } from '#shared/model/runbook-run.ts';
import type { ProjectState } from './directory-feed.ts';
import { keptAnswers, notTold } from './kept-answers.ts';
import { navigation } from './navigation.ts';
import { faultText } from './notices.ts';
import type { Queued } from './run-queue.ts';
import type { RunPicture } from './runbook-feed.ts';
import { useClient, useLink } from './use-client.ts';

/** An answer of the engine: null while it is on its way. */
export type Asked<Answer> = { readonly answer: Answer | null; readonly problem: string | null };
const unasked: Asked<never> = { answer: null, problem: null };
const unknownHere: Asked<never> = { answer: null, problem: notTold };

const versionsOf = (project: ProjectState | null): string => JSON.stringify(project?.runbookVersions ?? {});

/** Asks once for each key whenever the line comes up again and when a runbook of the project changes; an answer to an earlier key is never shown. While the engine is away the last one this console had is, or a sentence that it had none: each key names its question. */
function useAsked<Answer>(key: string | null, ask: (signal: AbortSignal) => Promise<{ ok: true; value: Answer } | { ok: false; fault: { code: string; message: string; tip?: string } }>): Asked<Answer> {
  const client = useClient();
  const isLive = useLink().state === 'live';
  const versions = useStore(client.project, versionsOf);
  const [asked, setAsked] = useState<{ readonly key: string; readonly of: Asked<Answer> } | null>(null);
  // Made anew with each render; the key says all it depends on.
  const asking = useRef(ask);
  asking.current = ask;
  useEffect(() => {
    if (key === null || !isLive) return undefined;
    const abort = new AbortController();
    void asking.current(abort.signal).then((result) => {
      if (abort.signal.aborted) return;
      if (result.ok) keptAnswers(client).keep(`runbook: ${key}`, { value: result.value, atMs: client.present.nowMs() });
      setAsked({ key, of: result.ok ? { answer: result.value, problem: null } : { answer: null, problem: faultText(result.fault) } });
    });
    return () => abort.abort();
  }, [client, key, isLive, versions]);
  return useMemo(() => {
    if (asked !== null && asked.key === key) return asked.of;
    if (isLive || key === null) return unasked;
    const kept = keptAnswers(client).get(`runbook: ${key}`);
    // Only answers to this very question are kept under its key.
    return kept === undefined ? unknownHere : { answer: kept.value as Answer, problem: null };
  }, [client, asked, key, isLive]);
}

/** All runbooks of the project. */
export function useRunbookList(): Asked<readonly RunbookEntry[]> {
  const client = useClient();
  const asked = useAsked('list', (signal) => client.call('runbook.list', {}, { signal }));
  return useMemo(() => ({ answer: asked.answer?.runbooks ?? null, problem: asked.problem }), [asked]);
}

export function useRunbook(id: string | null) {
  const client = useClient();
  return useAsked(id === null ? null : `get ${id}`, (signal) => client.call('runbook.get', { runbook: id as never }, { signal }));
}

/** Runbooks by words, each with its reasons; not asked for without any. */
export function useRunbookSearch(words: string): Asked<readonly RunbookSuggestion[]> {
  const client = useClient();
  const wanted = words.trim().slice(0, 500);
  const asked = useAsked(wanted === '' ? null : `search ${wanted}`, (signal) => client.call('runbook.search', { words: wanted, limit: 30 }, { signal }));
  return useMemo(() => ({ answer: asked.answer?.suggestions ?? null, problem: asked.problem }), [asked]);
}

export type SuggestFor = { readonly alarms?: readonly AlarmId[]; readonly asset?: AssetId | null };

/** Runbooks for alarms or an asset, best first, ready to be shown. */
export function useSuggestions({ alarms = [], asset = null }: SuggestFor, limit: number) {
  const client = useClient();
  const key = alarms.length === 0 && asset === null ? null : `suggest ${alarms.join(' ')}|${asset ?? ''}|${limit}`;
  const asked = useAsked(key, (signal) => client.call('runbook.suggest', { alarms: alarms.slice(0, 20), asset, words: '', limit }, { signal }));
  const running = useRuns().runs;
  return useMemo(() => ({ problem: asked.problem, list: asked.answer === null ? null : asked.answer.suggestions.map((one) => asSuggested(one, running)) }), [asked, running]);
}

export function asSuggested({ entry, reasons }: RunbookSuggestion, running: readonly RunSummary[]) {
  return {
    id: entry.id as string,
    title: entry.title,
    version: entry.version,
    minutes: entry.minutes,
    steps: entry.steps,
    isEmergency: entry.emergency,
    reasons: reasons.map(({ text }) => text),
    running: running.filter((one) => one.runbook === entry.id && isGoingOn(one)).length,
  };
}

/** Whether the runbook is being carried out by it: a dry run is not. */
export const isGoingOn = ({ endedMs, dry }: Pick<RunSummary, 'endedMs' | 'dry'>): boolean => endedMs === null && dry === undefined;

/** Runs of now, whatever moment is shown; dry runs are among them. */
export const useRuns = () => useStore(useClient().runbooks.runs);

const noRun: StoreApi<RunPicture> = createStore<RunPicture>(() => ({ state: null, live: null, isKnown: false, isLinked: false, problem: null }));

/** A run at the moment shown, followed while the component stands. */
export function useRun(run: string): RunPicture {
  const client = useClient();
  const [picture, setPicture] = useState<StoreApi<RunPicture>>(noRun);
  useEffect(() => {
    const followed = client.runbooks.follow(run);
    setPicture(() => followed.picture);
    return () => followed.stop();
  }, [client, run]);
  return useStore(picture);
}

const none: readonly Queued[] = [];

/** What was done on a run here and waits for a link; empty while all of it is answered. */
export function useWaiting(run: string): readonly Queued[] {
  const { runQueue } = useClient();
  const all = useStore(runQueue.waiting);
  return useMemo(() => {
    const mine = all.filter((one) => one.run === run && runQueue.isWaitingForLink(one.op));
    return mine.length === 0 ? none : mine;
  }, [all, run, runQueue]);
}

/** What a runbook was opened for: a run begun from there says so in its records. */
export type RunbookOrigin = { readonly incident: string | null; readonly alarm: string | null; readonly asset: string | null };
export const noOrigin: RunbookOrigin = { incident: null, alarm: null, asset: null };

/** By runbook: the last way that led to it in this window. */
export const runbookOrigins = createStore<Readonly<Record<string, RunbookOrigin>>>(() => ({}));

/** Opens a runbook to be read; where it goes on already (`running`), the newest run of it. */
export function openRunbook(id: string, origin: Partial<RunbookOrigin> = {}, running: readonly RunSummary[] = []): void {
  runbookOrigins.setState({ [id]: { ...noOrigin, ...origin } });
  const run = running.find((one) => one.runbook === id && isGoingOn(one));
  navigation.getState().open('runbooks', run === undefined ? { runbook: id } : { run: run.run });
}

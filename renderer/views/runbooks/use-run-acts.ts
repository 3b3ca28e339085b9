import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { RunAct } from '#shared/model/runbook-run.ts';
import { type Role, roleCovers } from '#shared/rpc/define.ts';
import { isOver, type RunState } from '#shared/runbook-run/run-state.ts';
import type { QueuedPhoto } from '#renderer/client/run-queue.ts';
import { isKeptOffline } from '#renderer/client/run-words.ts';
import { pastRefusal } from '#renderer/client/replay-rules.ts';
import { useClient, useLink, useTimeline } from '#renderer/client/use-client.ts';

export type RunActs = {
  /** Why this is not to be done here and now, one sentence; null where it may. The engine decides for itself once more. */
  refusal(kind: RunAct['kind'] | 'photo' | 'write', role?: Role): string | null;
  /** True while the same was sent and is not answered: pressed twice it is done once. */
  isBusy(kind: RunAct['kind'], step?: string, item?: number): boolean;
  act(act: RunAct): void;
  photo(photo: Omit<QueuedPhoto, 'kind'>): void;
};

const whilePaused: ReadonlySet<string> = new Set(['resume', 'note', 'hand-over', 'take-over', 'abort', 'assign', 'photo']);

/** What of a dry run by the past needs no moment of it. */
const anyMoment: ReadonlySet<string> = new Set(['pause', 'resume', 'hand-over', 'take-over', 'abort', 'assign', 'note']);

/** What a person may do to a run from here, and the way to do it. */
export function useRunActs(state: RunState): RunActs {
  const client = useClient();
  const shownPast = useTimeline(pastRefusal);
  const isReplay = useTimeline(({ mode }) => mode === 'replay');
  const isRecording = useTimeline(({ recording }) => recording !== null);
  const isDry = state.dry !== null;
  // A dry run by a replayed span is done now; what its checks are part of is decided while the past is shown.
  const isReplayed = state.dry?.kind === 'replayed';
  const past = isReplayed && !isRecording ? null : shownPast;
  const { state: link, session } = useLink();
  const waiting = useStore(client.runQueue.waiting);
  return useMemo(() => {
    const role = session?.role ?? 'view';
    return {
      refusal(kind, needs = 'operate') {
        if (past !== null) return past;
        if (isReplayed && !isReplay && !anyMoment.has(kind)) return 'This dry run goes by values of the past: go to its span first.';
        if (isDry && kind === 'write') return 'This is a dry run: nothing of it is written to the plant.';
        if (link !== 'live' && !(kind === 'photo' || (kind !== 'write' && isKeptOffline(kind)))) return 'There is no link to the engine, and this is decided on the run as it stands.';
        const need: Role = roleCovers(needs, 'operate') ? needs : 'operate';
        if (!roleCovers(role, isDry ? 'operate' : need)) return `This needs the role ${need}; this console has ${role}.`;
        if (isOver(state) && kind !== 'note') return `The run is ${state.status}.`;
        return state.status === 'paused' && !whilePaused.has(kind) ? `The run is paused by ${state.touched.by}: ${state.statusReason}` : null;
      },
      isBusy: (kind, step, item) =>
        waiting.some(({ run, work }) => run === state.run && work.kind === 'act' && work.act.kind === kind && (step === undefined || ('step' in work.act && work.act.step === step)) && (item === undefined || ('item' in work.act && work.act.item === item))),
      act(act) {
        if (past === null) client.runQueue.add(state.run, { kind: 'act', seenSeq: state.seq, act, ...(isDry ? { isDry } : {}) });
      },
      photo(photo) {
        if (past === null) client.runQueue.add(state.run, { kind: 'photo', ...photo });
      },
    };
  }, [client, past, link, session, waiting, state, isDry, isReplayed, isReplay]);
}

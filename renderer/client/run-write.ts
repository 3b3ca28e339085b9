import { createStore } from 'zustand/vanilla';
import type { WriteSelection } from '#shared/contract/control.ts';
import { ok, type Result } from '#shared/model/fault.ts';
import type { ConsoleClient } from './console-client.ts';
import { newOperationId } from './run-words.ts';

/** A write that a step of a run asks for. */
export type RunWrite = { readonly run: string; readonly step: string; readonly item: number; readonly seenSeq: number; readonly tag: string; readonly value: number | string };

/** The write dialog of a run, opened from anywhere; the shell shows it. */
export const runWrite = createStore<{ readonly asked: RunWrite | null }>(() => ({ asked: null }));
export const askRunWrite = (asked: RunWrite): void => runWrite.setState({ asked });
export const closeRunWrite = (): void => runWrite.setState({ asked: null });

export type Written = { readonly outcome: 'confirmed' | 'unconfirmed' | 'in-doubt' | 'refused' | 'unknown'; readonly sentence: string };

/** How the write dialog selects and writes, where it is not by the faceplate's own way. */
export type WriteWay = {
  select(): Promise<Result<WriteSelection>>;
  operate(token: string, reason: string): Promise<Result<Written>>;
};

/**
 * The way of a run's write: what is written is what the step says, and it stands in the run's records before it is sent. One
 * operation number for one dialog: pressed again after a lost line it is answered with what became of it, and not written twice.
 */
export function wayOfRun(client: Pick<ConsoleClient, 'call'>, { run, step, item, seenSeq }: RunWrite): WriteWay {
  const opId = newOperationId();
  return {
    select: () => client.call('runbook.select', { run, step, item }),
    async operate(token, reason) {
      const answer = await client.call('runbook.operate', { run, step, item, opId, seenSeq, token, reason });
      return answer.ok ? ok({ outcome: answer.value.outcome, sentence: answer.value.sentence }) : answer;
    },
  };
}

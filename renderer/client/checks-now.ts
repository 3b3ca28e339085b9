import { useEffect, useMemo, useState } from 'react';
import { compileExpression } from '#shared/expressions/compile-expression.ts';
import type { CompiledExpression, ExpressionSource } from '#shared/expressions/compiled-expression.ts';
import { isGood } from '#shared/model/quality.ts';
import { type Runbook, type RunbookStep, stepsOf } from '#shared/model/runbook.ts';
import type { DirectoryIndex } from './directory-index.ts';
import { useClient, useDirectory } from './use-client.ts';

/** What the data say of a step's checks at one moment, hold times aside. `pending`: it has none; `sign-off`: it waits for people. */
export type StepNow = 'passed' | 'failed' | 'unknown' | 'pending' | 'sign-off';
export type StepLine = { readonly title: string; readonly state: StepNow };

type StepChecks = { readonly title: string; readonly isSigned: boolean; readonly checks: readonly (CompiledExpression | null)[] };

/** A step's checks made ready for a directory; null for one that this project cannot judge. */
export function checksOf({ title, items }: RunbookStep, directory: DirectoryIndex): StepChecks {
  const tags = {
    get(id: string) {
      const index = directory.indexOf(id);
      const tag = directory.tag(index);
      return tag === undefined ? undefined : { index, type: tag.type };
    },
  };
  const checks = items.flatMap((item) => {
    if (item.kind !== 'check') return [];
    const compiled = compileExpression(item.expression, tags);
    return [compiled.ok && compiled.value.resultType === 'bool' ? compiled.value : null];
  });
  return { title, isSigned: items.some(({ kind }) => kind === 'sign'), checks };
}

/** Failed where one is surely not met, else unknown where one cannot be told: only good data pass. */
export function stepNow({ isSigned, checks }: StepChecks, source: ExpressionSource): StepNow {
  const out = { value: 0, quality: 0, timeMs: 0 };
  let isUnknown = false;
  for (const check of checks) {
    if (check === null) {
      isUnknown = true;
      continue;
    }
    check.evaluate(source, out);
    if (!isGood(out.quality)) isUnknown = true;
    else if (out.value !== 1) return 'failed';
  }
  if (isUnknown) return 'unknown';
  return isSigned ? 'sign-off' : checks.length === 0 ? 'pending' : 'passed';
}

/** The first steps of a runbook as they stand by the data of the moment shown, looked at again each second; empty while there is none. */
export function useStepsNow(runbook: Runbook | null, most: number): readonly StepLine[] {
  const client = useClient();
  const directory = useDirectory();
  const steps = useMemo(() => (runbook === null || directory === null ? [] : stepsOf(runbook).slice(0, most).map((step) => checksOf(step, directory))), [runbook, directory, most]);
  const [states, setStates] = useState<readonly StepNow[]>([]);
  useEffect(() => {
    const look = (): void => {
      const next = steps.map((step) => stepNow(step, client.live));
      setStates((before) => (before.length === next.length && before.every((one, at) => one === next[at]) ? before : next));
    };
    const inputs = [...new Set(steps.flatMap(({ checks }) => checks.flatMap((check) => check?.inputs ?? [])))];
    const stop = inputs.length === 0 ? () => undefined : client.live.watch(inputs, () => undefined);
    look();
    const timer = setInterval(look, 1000);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [client, steps]);
  return useMemo(() => steps.map(({ title }, at) => ({ title, state: states[at] ?? 'unknown' })), [steps, states]);
}

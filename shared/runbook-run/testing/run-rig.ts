import type { CheckReading, CheckState, DryRun, RunAct, RunActor, RunRecord } from '#shared/model/runbook-run.ts';
import type { Runbook } from '#shared/model/runbook.ts';
import { readRunbook } from '#shared/runbook/read-runbook.ts';
import { applyRecord } from '../apply-record.ts';
import { decide } from '../decide.ts';
import type { RunState } from '../run-state.ts';

export const runbookHead = (id = 'RB-T-01', version = '1.0'): string => `---\nid: ${id}\ntitle: "Pump: stopped"\nversion: "${version}"\nseverity: 2\nminutes: 20\nroles: [operator, lead]\n---\n`;

/** Every kind of item, a branch back, one past a step, and a way on that is not the order. */
export const rigText = `${runbookHead()}
## Isolation
:::step[Stop the pump]{#stop}
::value{tag=PT-1}
::check[Pressure is down]{expr="{PT-1} < 0.5" for=10s}
::note[What was found]{required=true}
:::
:::step[Lock it out]{#lock role=lead}
::gate[Lock on MCC-2]{kind=lockout locks=P-1}
::sign[Isolation is proved]{role=operator count=2}
:::
## Diagnosis
:::step[Look at the filter]{#look}
::reading[Filter dp]{unit=bar min=0 max=2}
::photo[The filter]
::branch[It is blocked]{when="{DP-1} > 1" to=change}
::branch[Stop it again]{to=stop}
:::
:::step[It is clean]{#clean next=back}
::action[Note it]{tag=P-1.CMD value=0}
:::
:::step[Change the filter]{#change}
::check[No flow]{expr="{FT-1} < 1"}
:::
## Return to service
:::step[Start it]{#back}
::check[Pressure is up]{expr="{PT-1} > 2"}
:::
`;

export function rigRunbook(text = rigText): Runbook {
  const { runbook, problems } = readRunbook(text);
  if (runbook === null || problems.some(({ severity }) => severity === 'error')) throw new Error(problems.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  return runbook;
}

export const person = (user: string, role: RunActor['role'] = 'operate'): RunActor => ({ user, role, place: 'CR-1' });

/** A run in memory whose records come of decisions, as in the engine. Checks stand as they are set. */
export function createRunRig(text = rigText, dry?: DryRun) {
  const records: RunRecord[] = [];
  let state: RunState | null = null;
  let seq = 0;
  let timeMs = 1_000_000;
  const checks = new Map<string, CheckState>();
  let suggested: readonly string[] = [];
  const put = (event: RunRecord['event'], who: RunActor | null): number => {
    seq += 1 + (seq % 3);
    timeMs += 1000;
    const record: RunRecord = { seq, timeMs, who, op: null, event };
    records.push(record);
    state = applyRecord('run-0001', state, record);
    return seq;
  };
  const now = (): RunState => {
    if (state === null) throw new Error('the run has not begun');
    return state;
  };
  const readings = (at: number): ReadonlyMap<number, CheckReading> => {
    const step = now().steps[at];
    const all = new Map<number, CheckReading>();
    step?.plan.items.forEach(({ kind }, item) => {
      if (kind === 'check') all.set(item, { item, state: checks.get(`${step.plan.id} ${item}`) ?? 'pending', sinceMs: timeMs, isForced: false, why: '' });
    });
    return all;
  };
  put({ kind: 'began', number: 1, plan: { runbook: rigRunbook(text), hash: '0'.repeat(64) }, incident: null, alarm: null, asset: null, reason: '', ...(dry === undefined ? {} : { dry }) }, person('Anna'));
  return {
    records,
    put,
    get state() {
      return now();
    },
    /** As the data have it from now on; written down as the engine would. */
    setCheck(step: string, item: number, to: CheckState): void {
      checks.set(`${step} ${item}`, to);
      put({ kind: 'check-changed', step, item, state: to, sinceMs: timeMs, isForced: false, why: '', unsaid: 0 }, null);
    },
    /** Where the data point to from now on. */
    suggest(...to: readonly string[]): void {
      suggested = to;
    },
    act(act: RunAct, who: RunActor = person('Anna'), seenSeq = seq) {
      const event = decide(now(), act, {
        who,
        seenSeq,
        live: readings,
        suggested: () => suggested,
        evidence: () => ({ values: [], trend: { tags: [], fromMs: timeMs, toMs: timeMs } }),
      });
      if (event.ok) put(event.value, who);
      return event;
    },
  };
}

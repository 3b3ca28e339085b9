import type { AlarmStanding } from '../model/alarm.ts';
import { type HandoverDraft, type HandoverItem, type HandoverKind, handoverKinds } from '../model/handover.ts';
import type { Note } from '../model/history.ts';
import type { Incident } from '../model/incident.ts';

export type HandoverFacts = {
  readonly nowMs: number;
  /** When the last handover was written; null before the first. */
  readonly sinceMs: number | null;
  readonly incidents: readonly Incident[];
  /** Closed incidents with tasks carried over that nobody has done yet. */
  readonly openActions: readonly Incident[];
  readonly runs: readonly { readonly run: string; readonly runbook: string; readonly number: number; readonly title: string; readonly step: string; readonly state: string; readonly begunMs: number; readonly by: string; /** What it keeps locked out. */ readonly locks?: readonly { readonly asset: string; readonly reference: string }[] }[];
  readonly standings: readonly AlarmStanding[];
  readonly messageOf: (alarm: string) => string;
  /** Tags whose value is set by hand at the device. */
  readonly forced: readonly { readonly tag: string; readonly name: string; readonly value: string; readonly sinceMs: number | null }[];
  readonly notes: readonly Note[];
};

const mostOfKind = 500;
const hiddenKinds = { shelved: 'shelved', suppressed: 'suppressed', 'out-of-service': 'out-of-service' } as const;

/** What the next shift is to know, as it stands now: by kind, and of a kind the oldest first. */
export function draftHandover(facts: HandoverFacts): HandoverDraft {
  const all = [...incidentItems(facts), ...runItems(facts), ...hiddenItems(facts), ...forcedItems(facts), ...noteItems(facts)];
  const items: HandoverItem[] = [];
  const more: { kind: HandoverKind; count: number }[] = [];
  for (const kind of handoverKinds) {
    const some = all.filter((item) => item.kind === kind).sort((a, b) => (a.sinceMs ?? 0) - (b.sinceMs ?? 0) || (a.id < b.id ? -1 : 1));
    for (const item of some.slice(0, mostOfKind)) items.push(item);
    if (some.length > mostOfKind) more.push({ kind, count: some.length - mostOfKind });
  }
  return { madeMs: facts.nowMs, sinceMs: facts.sinceMs, items, more };
}

function incidentItems({ incidents, openActions }: HandoverFacts): readonly HandoverItem[] {
  const open = incidents.map(({ id, title, severity, stage, commander, tasks, openedMs, updateDueMs }): HandoverItem => {
    const left = tasks.filter(({ state }) => state === 'open');
    const next = left[0];
    const doing = left.length === 0 ? 'no open task' : `${left.length} open ${left.length === 1 ? 'task' : 'tasks'}, ${next?.to ?? ''}: ${next?.text ?? ''}`;
    return { id: `incident/${id}`, kind: 'incident', subject: id, text: cut(`${title}, severity ${severity}, stage ${stage}, led by ${commander ?? 'nobody yet'}; ${doing}`), sinceMs: openedMs, untilMs: updateDueMs, by: commander };
  });
  const actions = [...openActions, ...incidents].flatMap(({ id, title, tasks }) =>
    tasks.filter(({ state }) => state === 'carried-over').map((task): HandoverItem => ({ id: `open-action/${id}.${task.id}`, kind: 'open-action', subject: `${id}.${task.id}`, text: cut(`${task.text}, for ${task.to} (${title})`), sinceMs: task.givenMs, untilMs: task.dueMs, by: task.to })),
  );
  return [...open, ...actions];
}

const runItems = ({ runs }: HandoverFacts): readonly HandoverItem[] =>
  runs.map(({ run, runbook, number, title, step, state, begunMs, by, locks = [] }) => ({ id: `run/${run}`, kind: 'run', subject: runbook, text: cut(`${title}, run ${number}, ${state}${step === '' ? '' : `, at step ${step}`}${lockedBy(locks)}`), sinceMs: begunMs, untilMs: null, by }));

/** A lock hangs longer than a shift: who comes must know of it before they touch anything. */
const lockedBy = (locks: readonly { readonly asset: string; readonly reference: string }[]): string => (locks.length === 0 ? '' : `; locked out: ${locks.map(({ asset, reference }) => `${asset} (${reference})`).join(', ')}`);

/** An alarm hidden in more than one way is handed over once for each: each ends by itself. */
const hiddenItems = ({ standings, messageOf }: HandoverFacts): readonly HandoverItem[] =>
  standings.flatMap(({ alarm, state, hiding, alsoHidden }) => {
    const ways = [...(hiding !== undefined && state in hiddenKinds ? [{ state: state as keyof typeof hiddenKinds, hiding }] : []), ...(alsoHidden ?? [])];
    return ways.map((way): HandoverItem => ({
      id: `${way.state}/${alarm}`,
      kind: hiddenKinds[way.state],
      subject: alarm,
      text: cut(`${messageOf(alarm)}: ${way.hiding.reason}`),
      sinceMs: way.hiding.sinceMs,
      untilMs: way.hiding.untilMs,
      by: way.hiding.by,
    }));
  });

const forcedItems = ({ forced }: HandoverFacts): readonly HandoverItem[] =>
  forced.map(({ tag, name, value, sinceMs }) => ({ id: `forced/${tag}`, kind: 'forced', subject: tag, text: cut(`${name} is set by hand to ${value}`), sinceMs, untilMs: null, by: null }));

const noteItems = ({ notes, sinceMs }: HandoverFacts): readonly HandoverItem[] =>
  notes.filter(({ withdrawn, madeMs }) => withdrawn === null && (sinceMs === null || madeMs > sinceMs)).map(({ seq, text, madeMs, user }) => ({ id: `note/${seq}`, kind: 'note', subject: String(seq), text: cut(text), sinceMs: madeMs, untilMs: null, by: user }));

const cut = (text: string): string => (text.length <= 2500 ? text : `${text.slice(0, 2499)}…`);

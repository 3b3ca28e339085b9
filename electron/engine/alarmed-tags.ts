import type { LoadedProject } from './project/loaded-project.ts';

type Judged = Pick<LoadedProject, 'alarms' | 'tags' | 'directory' | 'expressions' | 'alarmExpressions'>;

/** 1 for each tag, by dense index, that an alarm judges: itself, as a reference, or through expressions of any depth. */
export function alarmedTags({ alarms, tags, directory, expressions, alarmExpressions }: Judged): Uint8Array {
  const isAlarmed = new Uint8Array(tags.length);
  const waiting: number[] = [];
  const mark = (tag: number | undefined): void => {
    if (tag === undefined || isAlarmed[tag] !== 0) return;
    isAlarmed[tag] = 1;
    waiting.push(tag);
  };
  for (const alarm of alarms) {
    // What a device judges itself, it sees itself.
    if (alarm.kind === 'condition') continue;
    for (const input of alarmExpressions.get(alarm.id)?.inputs ?? []) mark(input);
    if (alarm.kind === 'expression') continue;
    mark(directory.get(alarm.tag)?.index);
    if (alarm.kind === 'deviation' || alarm.kind === 'stuck') mark(directory.get(alarm.reference)?.index);
  }
  for (let tag = waiting.pop(); tag !== undefined; tag = waiting.pop()) {
    for (const input of expressions.get(tag)?.inputs ?? []) mark(input);
  }
  return isAlarmed;
}

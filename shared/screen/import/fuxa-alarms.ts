import { isObject, type Json, numberOf, objectOf, textOf } from './fuxa-project.ts';
import type { FuxaTags } from './fuxa-tags.ts';
import type { ImportReport } from './import-model.ts';
import { listFileText } from './yaml-text.ts';

/** FUXA's kinds of an alarm in the order of its list, and the priority each is proposed with. */
const kinds = [
  ['highhigh', 1],
  ['high', 2],
  ['low', 3],
  ['info', 4],
] as const;

/** Alarms as a file of a project: each kind of a FUXA alarm is one here, with FUXA's own condition: a value from `min` to `max`. */
export function fuxaAlarms(alarms: readonly Json[], tags: FuxaTags, report: ImportReport): { readonly path: string; readonly text: string }[] {
  const entries: Parameters<typeof listFileText>[2][number][] = [];
  const ids = new Set<string>();
  for (const alarm of alarms) {
    const tag = tags.find(objectOf(alarm['property']));
    if (tag === null) {
      report.leftOut('alarms', 'their tag is not in the project here');
      continue;
    }
    if (isObject(alarm['actions']) && alarm['actions']['enabled'] === true) report.leftOut('actions of alarms', 'an alarm calls the operator and does nothing by itself');
    for (const [kind, priority] of kinds) {
      const part = objectOf(alarm[kind]);
      if (part['enabled'] !== true) continue;
      const [min, max] = [numberOf(part['min']), numberOf(part['max'])];
      if (min === null || max === null || min > max || tag.type === 'text') {
        report.leftOut('alarms', 'their limits are no range of numbers');
        continue;
      }
      const base = `${tag.id}.${kind.toUpperCase()}`.slice(0, 110);
      let id = base;
      for (let n = 2; ids.has(id); n++) id = `${base}-${n}`;
      ids.add(id);
      const name = textOf(alarm['name']);
      const message = (textOf(part['text']) || name || id).slice(0, 300);
      const delayMs = Math.min(3_600_000, Math.max(0, (numberOf(part['timedelay']) ?? 0) * 1000));
      const isState = tag.type === 'bool' && min === max && (min === 0 || min === 1);
      const condition = isState ? { kind: 'discrete', state: min } : { kind: 'expression', expression: rangeExpression(tag.id, tag.type, min, max) };
      entries.push({ id, tag: tag.id, ...condition, priority, message, ...(delayMs > 0 ? { onDelayMs: delayMs } : {}) });
      report.taken('alarms', 'proposed in alarms/fuxa.yaml with the same condition');
      if (textOf(part['ackmode']).endsWith('ack-float')) report.changed('alarms without acknowledge', 'every alarm is acknowledged here');
    }
  }
  if (entries.length === 0) return [];
  report.changed('priorities', 'FUXA has high high, high, low and info; they are proposed as 1 to 4: rationalise them, and make limit alarms of those that are meant so', entries.length);
  const comments = ['Proposed from a FUXA project: conditions are FUXA\u2019s own, a value within a range. Rationalise before use.'];
  return [{ path: 'alarms/fuxa.yaml', text: listFileText('alarms', comments, entries) }];
}

/** True while the value is from `min` to `max`, in the language of the project's expressions. */
export function rangeExpression(tag: string, type: 'float' | 'int' | 'bool' | 'text', min: number, max: number): string {
  if (type === 'bool') {
    const [holdsFalse, holdsTrue] = [min <= 0 && max >= 0, min <= 1 && max >= 1];
    return holdsFalse && holdsTrue ? 'true' : holdsTrue ? `{${tag}}` : holdsFalse ? `!{${tag}}` : 'false';
  }
  const write = (value: number): string => (Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value));
  return min === max ? `{${tag}} == ${write(min)}` : `{${tag}} >= ${write(min)} && {${tag}} <= ${write(max)}`;
}

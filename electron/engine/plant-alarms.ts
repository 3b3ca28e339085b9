import type { AlarmDefinition } from '#shared/model/alarm.ts';
import { guidanceOf } from '#shared/model/alarm-guidance.ts';
import { isBad } from '#shared/model/quality.ts';
import type { Suppressor } from './alarms/design-suppression.ts';
import type { CompiledExpression, ExpressionSource } from '#shared/expressions/compiled-expression.ts';
import type { LoadedProject } from './project/loaded-project.ts';

type Designed = Pick<LoadedProject, 'alarms' | 'logic' | 'suppressWhen' | 'stateExpressions' | 'suppressionExpressions' | 'suppressionMembers'>;

/** Everything of the project that suppresses alarms by design, over the live values: own expressions, plant states, groups. */
export function suppressorsOf(project: Designed, source: ExpressionSource): readonly Suppressor[] {
  const indexOf = new Map<string, number>(project.alarms.map(({ id }, index) => [id, index]));
  const suppressors: Suppressor[] = [];
  const add = (reason: string, expression: CompiledExpression | undefined, alarms: readonly number[]): void => {
    if (expression === undefined || alarms.length === 0) return;
    suppressors.push({ reason, inputs: expression.inputs, alarms, evaluate: (out) => expression.evaluate(source, out), isHeard: () => expression.inputs.every((tag) => !isBad(source.quality[tag] as number)) });
  };
  const inState = new Map<string, number[]>();
  project.alarms.forEach(({ id, suppressIn = [] }, index) => {
    add(project.suppressWhen.get(id)?.text ?? '', project.suppressWhen.get(id), [index]);
    for (const state of new Set(suppressIn)) {
      const list = inState.get(state);
      if (list === undefined) inState.set(state, [index]);
      else list.push(index);
    }
  });
  for (const { id, name } of project.logic.states) add(`Plant state: ${name}`, project.stateExpressions.get(id), inState.get(id) ?? []);
  for (const { id, name } of project.logic.suppressions) {
    const members = [...new Set(project.suppressionMembers.get(id) ?? [])];
    add(name, project.suppressionExpressions.get(id), members.flatMap((alarm) => indexOf.get(alarm) ?? []));
  }
  return suppressors;
}

/** Longest time the alarm of an index may be shelved, minutes: the least of its own, its class's and the project's limit; 0 forbids it. */
export function shelveLimitOf(project: Pick<LoadedProject, 'alarms' | 'assets' | 'tags' | 'directory' | 'logic' | 'file'>): (alarm: number) => number {
  const assets = new Map(project.assets.map((asset) => [asset.id as string, asset]));
  const classes = new Map(project.logic.classes.map((one) => [one.id, one]));
  return (index) => {
    const alarm: AlarmDefinition | undefined = project.alarms[index];
    // A condition that a device brought along: the project's limit is all there is to say about it.
    if (alarm === undefined) return project.file.alarms.maxShelveMin;
    const tag = project.directory.get(alarm.tag)?.index;
    const asset = alarm.asset ?? (tag === undefined ? undefined : project.tags[tag]?.asset);
    const named = guidanceOf(alarm, assets, asset).class;
    const ofClass = named === undefined ? undefined : classes.get(named)?.maxShelveMin;
    return Math.min(alarm.maxShelveMin ?? Infinity, ofClass ?? Infinity, project.file.alarms.maxShelveMin);
  };
}

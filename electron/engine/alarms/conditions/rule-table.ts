import type { AlarmDefinition, AlarmKind } from '#shared/model/alarm.ts';
import { createChangeOfStateRule } from '../rules/change-of-state.ts';
import { createDeviationRule, type Pair } from '../rules/deviation.ts';
import { type AlarmExpression, createExpressionRule } from '../rules/expression.ts';
import { createFrozenRule } from '../rules/frozen.ts';
import { createQualityRule } from '../rules/quality.ts';
import { createRateOfChangeRule } from '../rules/rate-of-change.ts';
import type { AlarmRule, Signals } from '../rules/rule.ts';
import { createStuckRule } from '../rules/stuck.ts';

export type RuleTable = {
  /** Alarms that have a rule, by index, ascending. */
  readonly alarms: readonly number[];
  /** By alarm; undefined where a comparison or a device judges it. */
  readonly ruleOf: readonly (AlarmRule | undefined)[];
  readonly placeOf: Uint32Array;
  /** Tags whose samples it is judged at, each once. */
  readonly inputsOf: (alarm: number) => readonly number[];
};

export type RuleSurroundings = {
  readonly tagOf: Int32Array;
  readonly tagIndexOf: (tag: string) => number | undefined;
  readonly expressions: ReadonlyMap<string, AlarmExpression>;
  readonly text: (textIndex: number) => string;
  readonly signals: Signals;
  readonly graceEndMs: number;
};

/** One rule object for each kind, and who of the alarms is judged by it. To add a kind: its file in `rules/`, its line here. */
export function createRuleTable(definitions: readonly AlarmDefinition[], around: RuleSurroundings): RuleTable {
  const { tagOf, signals, expressions, text, graceEndMs } = around;
  const ruleOf: (AlarmRule | undefined)[] = Array.from({ length: definitions.length }, () => undefined);
  const placeOf = new Uint32Array(definitions.length);
  const inputs = new Map<number, readonly number[]>();
  const ofKind = new Map<AlarmKind, number[]>();
  definitions.forEach((definition, alarm) => {
    const found = inputsOf(definition, tagOf[alarm] as number, around);
    if (found === null) return;
    inputs.set(alarm, found);
    const list = ofKind.get(definition.kind);
    if (list === undefined) ofKind.set(definition.kind, [alarm]);
    else list.push(alarm);
  });
  /** Makes the rule of one kind, if the project has alarms of it. */
  const add = <Kind extends AlarmKind>(kind: Kind, make: (of: readonly Extract<AlarmDefinition, { kind: Kind }>[], alarms: readonly number[]) => AlarmRule): void => {
    const alarms = ofKind.get(kind);
    if (alarms === undefined) return;
    const rule = make(alarms.map((alarm) => definitions[alarm] as Extract<AlarmDefinition, { kind: Kind }>), alarms);
    alarms.forEach((alarm, place) => {
      ruleOf[alarm] = rule;
      placeOf[alarm] = place;
    });
  };
  const tagsOf = (alarms: readonly number[]): readonly number[] => alarms.map((alarm) => tagOf[alarm] as number);
  const pairsOf = (alarms: readonly number[]): readonly Pair[] => alarms.map((alarm) => ({ tag: tagOf[alarm] as number, reference: inputs.get(alarm)?.[1] ?? (tagOf[alarm] as number) }));

  add('deviation', (of, alarms) => createDeviationRule(of, pairsOf(alarms), signals));
  add('rate-of-change', (of, alarms) => createRateOfChangeRule(of, tagsOf(alarms), signals));
  add('change-of-state', (_, alarms) => createChangeOfStateRule(tagsOf(alarms), signals));
  add('frozen', (of, alarms) => createFrozenRule(of, tagsOf(alarms), signals));
  add('stuck', (of, alarms) => createStuckRule(of, pairsOf(alarms), signals));
  add('bad-quality', (_, alarms) => createQualityRule('bad-quality', tagsOf(alarms), signals, graceEndMs));
  add('communication', (_, alarms) => createQualityRule('communication', tagsOf(alarms), signals, graceEndMs));
  add('expression', (of) => createExpressionRule(of.map(({ id }) => expressions.get(id) as AlarmExpression), signals, text));
  return { alarms: [...inputs.keys()], ruleOf, placeOf, inputsOf: (alarm) => inputs.get(alarm) ?? [] };
}

/** The tags a rule judges this alarm at, its own first; null for an alarm no rule judges, or whose signals there are not. */
function inputsOf(definition: AlarmDefinition, tag: number, { expressions, tagIndexOf }: RuleSurroundings): readonly number[] | null {
  switch (definition.kind) {
    case 'rate-of-change':
    case 'change-of-state':
    case 'frozen':
    case 'bad-quality':
    case 'communication':
      return tag < 0 ? null : [tag];
    case 'deviation':
    case 'stuck': {
      const reference = tagIndexOf(definition.reference);
      return tag < 0 || reference === undefined ? null : reference === tag ? [tag] : [tag, reference];
    }
    case 'expression':
      return expressions.get(definition.id)?.inputs ?? null;
    default:
      return null;
  }
}

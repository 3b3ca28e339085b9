import { describe, expect, it } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { alarmedTags } from './alarmed-tags.ts';

const names = ['PT-1', 'PT-2', 'SP-1', 'RAW-1', 'RAW-2', 'MEAN', 'IDLE', 'X-1'];
const tags = names.map((id) => TagDefinition.parse({ id, name: id, asset: 'A' }));
const directory = new Map(names.map((id, index) => [id, { index, type: 'float' as const }]));
const at = (name: string): number => names.indexOf(name);
const expression = (...inputs: string[]) => ({ inputs: inputs.map(at) }) as never;
const alarm = (more: object): AlarmDefinition => AlarmDefinition.parse({ id: 'A1', tag: 'PT-1', priority: 2, message: 'x', ...more });
const alarmed = (alarms: readonly AlarmDefinition[], alarmExpressions = new Map<AlarmDefinition['id'], never>()): readonly string[] => {
  const expressions = new Map([
    [at('MEAN'), expression('RAW-1', 'RAW-2')],
    [at('X-1'), expression('MEAN')],
  ]);
  const marks = alarmedTags({ alarms, tags, directory, expressions, alarmExpressions });
  return names.filter((_name, index) => marks[index] === 1);
};

describe('tags that alarms judge', () => {
  it('are those with a limit of their own, and those they are compared with', () => {
    expect(alarmed([alarm({ kind: 'high', limit: 5 })])).toEqual(['PT-1']);
    expect(alarmed([alarm({ kind: 'deviation', reference: 'SP-1', high: 5 })])).toEqual(['PT-1', 'SP-1']);
  });
  it('are everything a calculated one is made of, however deep', () => {
    expect(alarmed([alarm({ tag: 'X-1', kind: 'high', limit: 5 })])).toEqual(['RAW-1', 'RAW-2', 'MEAN', 'X-1']);
  });
  it('are what an expression reads, not where its alarm stands', () => {
    const one = alarm({ kind: 'expression', expression: '…' });
    expect(alarmed([one], new Map([[one.id, expression('PT-2')]]))).toEqual(['PT-2']);
  });
  it('are none for a condition the device judges itself', () => {
    expect(alarmed([alarm({ kind: 'condition', device: 'PLC', source: 's', condition: 'c' })])).toEqual([]);
  });
});

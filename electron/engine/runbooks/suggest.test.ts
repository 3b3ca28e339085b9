import { describe, expect, it } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { AssetDefinition } from '#shared/model/asset.ts';
import type { Runbook } from '#shared/model/runbook.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { readRunbook } from '#shared/runbook/read-runbook.ts';
import { createSuggester, type SuggestProject } from './suggest.ts';
import { indexWords, stemOf, wordsOf } from './suggest-words.ts';

const runbook = (id: string, title: string, settings: string, body = 'Nothing more.'): Runbook => {
  const read = readRunbook(`---\nid: ${id}\ntitle: "${title}"\nversion: "1"\nseverity: 2\nminutes: 5\n${settings}\n---\n## Hazards\n${body}\n:::step[One]{#one}\n:::\n`);
  if (read.runbook === null || read.problems.length > 0) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return read.runbook;
};
const asset = (id: string, parent?: string, kind?: string) => AssetDefinition.parse({ id, name: id, ...(parent === undefined ? {} : { parent }), ...(kind === undefined ? {} : { kind }) });
const alarm = (id: string, tag: string, message: string) => AlarmDefinition.parse({ id, tag, kind: 'high', limit: 1, priority: 2, message });
const byId = <One extends { readonly id: string }>(...list: readonly One[]): ReadonlyMap<string, One> => new Map(list.map((one) => [one.id, one]));

const project = (more: Partial<SuggestProject> = {}): SuggestProject => ({
  runbooks: [
    runbook('RB-LUBE', 'Lube oil lost', 'alarms: [PT-1.LL]\nassets: [K-1]\nsymptoms: ["Pressure collapses", "Standby did not start"]'),
    runbook('RB-BEARING', 'Bearing wears', 'tags: [TT-1]\nassets: [K-1-DE]\nsymptoms: [Rumbling at the drive end]'),
    runbook('RB-MOTOR', 'Motor overload', 'kinds: [motor, pump]\nsymptoms: [Motor hums]', 'A vibrating motor is no lube pump.'),
    runbook('RB-UNIT', 'Park the unit', 'assets: [U-1]'),
  ],
  assets: byId(asset('U-1'), asset('K-1', 'U-1', 'compressor'), asset('K-1-DE', 'K-1', 'bearing'), asset('M-1', 'K-1', 'motor')),
  tags: byId(TagDefinition.parse({ id: 'PT-1', name: 'Pressure', asset: 'K-1' }), TagDefinition.parse({ id: 'TT-1', name: 'Bearing', asset: 'K-1-DE' }), TagDefinition.parse({ id: 'II-1', name: 'Current', asset: 'M-1' })),
  alarms: byId(alarm('PT-1.LL', 'PT-1', 'Lube oil pressure low-low'), alarm('TT-1.H', 'TT-1', 'Bearing hot'), alarm('II-1.H', 'II-1', 'Motor current high')),
  namedBy: () => null,
  ...more,
});
const ask = (asked: { alarms?: readonly string[]; asset?: string; words?: string }, from = project()) => createSuggester(from).suggest({ alarms: asked.alarms ?? [], asset: asked.asset ?? null, words: asked.words ?? '' }, 10);
const shown = (found: ReturnType<typeof ask>) => found.map(({ runbook: id, reasons }) => `${id}: ${reasons.map(({ text }) => text).join('; ')}`);

describe('Suggesting a runbook', () => {
  it('for an alarm: who answers it comes first, then its machine and what that is part of, each with its reason', () => {
    const found = ask({ alarms: ['PT-1.LL'] });
    expect(shown(found).slice(0, 2)).toEqual(['RB-LUBE: answers PT-1.LL; asset K-1; words of its message: lube in its name, oil in its title, pressure in symptoms', 'RB-UNIT: asset U-1, which K-1 is part of']);
  });

  it('for a first-out card: what failed first decides, what followed adds less', () => {
    expect(shown(ask({ alarms: ['TT-1.H', 'PT-1.LL'] }))[0]).toMatch(/^RB-BEARING: answers alarms of TT-1, first out; asset K-1-DE; /);
    const found = ask({ alarms: ['II-1.H', 'PT-1.LL'] });
    expect(found.find(({ runbook: id }) => id === 'RB-LUBE')?.reasons.map(({ text }) => text)).toContain('answers PT-1.LL, 2nd on the first-out card');
  });

  it('one that an alarm names itself comes before one that only says it answers it', () => {
    expect(shown(ask({ alarms: ['PT-1.LL'] }, project({ namedBy: () => 'RB-UNIT' })))[0]).toMatch(/^RB-UNIT: named by PT-1.LL; /);
  });

  it('for an asset: by itself, by its kind, and by what it is part of', () => {
    expect(shown(ask({ asset: 'M-1' }))).toEqual(['RB-LUBE: asset K-1, which M-1 is part of', 'RB-UNIT: asset U-1, which M-1 is part of', 'RB-MOTOR: for every motor']);
  });

  it('for words: titles and symptoms before text, endings and a slip of the finger forgiven and told', () => {
    expect(shown(ask({ words: 'rumble at drive end' }))[0]).toBe('RB-BEARING: words: rumbling (for rumble) in symptoms, drive in symptoms, end in symptoms');
    expect(shown(ask({ words: 'stanby starts' }))[0]).toBe('RB-LUBE: words: standby (for stanby) in symptoms, start (for starts) in symptoms');
    expect(ask({ words: 'lube' }).map(({ runbook: id }) => id)).toEqual(['RB-LUBE', 'RB-MOTOR']);
  });

  it('is nothing where nothing speaks for one', () => {
    expect(ask({ words: 'xylophone' })).toEqual([]);
    expect(ask({ alarms: ['NO-SUCH'], asset: 'NO-SUCH' })).toEqual([]);
    expect(ask({ words: ' the of and ' })).toEqual([]);
  });

  it('an asset that is its own parent ends the way up', () => {
    expect(ask({ asset: 'A' }, project({ assets: byId(asset('A', 'B'), asset('B', 'A')) }))).toEqual([]);
  });
});

describe('Words', () => {
  it('are small letters without accents, tags whole and in parts, and no words that say nothing', () => {
    expect(wordsOf('The Überdruck at PT-2312.LL')).toEqual(['uberdruck', 'pt-2312.ll', 'pt', '2312', 'll']);
    expect(['tripped', 'collapses', 'running', 'glass', 'K-201s'].map(stemOf)).toEqual(['tripp', 'collaps', 'runn', 'glas', 'K-201s']);
  });

  it.each([
    ['pump', 'pump', 'id'],
    ['PUMPS', 'pump', 'id'],
    ['rumb', 'rumbling', 'symptoms'],
    ['rumblin', 'rumbling', 'symptoms'],
    ['vibartion', 'vibration', 'text'],
    ['tt-2312', 'tt-2312', 'names'],
    ['tt-23', 'tt-2312', 'names'],
    ['constructor', 'constructor', 'text'],
  ])('%s is found as %s, in the best field it stands in', (asked, found, field) => {
    const index = indexWords([runbook('RB-PUMP', 'A pump', 'tags: [TT-2312]\nsymptoms: [Rumbling, Pumps]', 'Vibration of the pump and its constructor.')]);
    expect(index.search(asked)[0]?.hits[0]).toEqual({ asked: asked.toLowerCase(), found, field });
  });

  it('with a digit in them are never taken for others, nor are short ones, nor words more than a slip away', () => {
    const index = indexWords([runbook('RB-A', 'A pump', 'tags: [TT-2312]\nsymptoms: [Pressure]')]);
    for (const asked of ['2313', 'tt2312', 'pimp', 'treasures', 'pu']) expect(index.search(asked)).toEqual([]);
  });

  it('of a hostile length are cut, and few of them looked up', () => {
    const index = indexWords([runbook('RB-A', 'A pump', '')]);
    expect(index.search(`${'y'.repeat(100_000)} ${Array.from({ length: 30 }, (_, at) => `zz${at}`).join(' ')} pump`)).toEqual([]);
    expect(index.search('pump pump pump')[0]?.hits).toHaveLength(1);
  });
});

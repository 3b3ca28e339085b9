import { describe, expect, it } from 'vitest';
import { TagDefinition } from '#shared/model/tag.ts';
import { stepsOf } from '#shared/model/runbook.ts';
import { checkRunbook, type RunbookSurroundings } from './check-runbook.ts';
import { readRunbook } from './read-runbook.ts';

const tags = [
  TagDefinition.parse({ id: 'PT-1', name: 'Pressure', asset: 'P-1', unit: 'bar' }),
  TagDefinition.parse({ id: 'HS-1', name: 'Selector', asset: 'P-1', type: 'enum', states: { 0: 'Manual', 1: 'Auto' }, writable: true }),
  TagDefinition.parse({ id: 'SP-1', name: 'Setpoint', asset: 'P-1', unit: 'bar', writable: true, write: { min: 1, max: 3 } }),
  TagDefinition.parse({ id: 'P-1.CMD', name: 'Command', asset: 'P-1', type: 'bool', states: { 0: 'Stop', 1: 'Start' }, writable: true }),
];
const around: RunbookSurroundings = {
  tags: new Map(tags.map((tag) => [tag.id, tag])),
  units: new Set(tags.map(({ unit }) => unit)),
  directory: new Map(tags.map((tag, index) => [tag.id as string, { index, type: tag.type }])),
  alarms: new Set(['PT-1.LL']),
  assets: new Set(['P-1']),
  kinds: new Set(['pump']),
  screens: new Set(['u1']),
  scenes: new Map([['works', new Set(['top'])]]),
  trends: new Set(['oil']),
  runbooks: new Set(['RB-1', 'RB-2']),
  documents: new Set(['list.md']),
};
const head = '---\nid: RB-1\ntitle: Pump\nversion: "1"\nseverity: 2\nminutes: 5\nassets: [P-1]\nalarms: [PT-1.LL]\ntags: [PT-1]\nkinds: [pump]\n---\n## Hazards\nOil.\n## Isolation\n';
const check = (...lines: readonly string[]) => checkRunbook(readRunbook(`${head}${lines.join('\n')}\n`), around);
const said = (...lines: readonly string[]) => check(...lines).problems.map(({ line, severity, message }) => `${line} ${severity}: ${message}`);
const step = (...lines: readonly string[]) => said(':::step[One]{#one}', ...lines, ':::');

describe('Checking a runbook against the project', () => {
  it('finds nothing wrong in one that names what there is', () => {
    expect(step('::value{tag=PT-1}', '::check{expr="{PT-1} > 1"}', '::reading[Dp]{unit=MΩ}', '::action{tag=HS-1 value=auto}', '::link{scene=works view=top}', '::link{document=list.md}', '::link{runbook=RB-2}')).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['a tag that does not exist', '::value{tag=PT-9}', '16 error: there is no tag "PT-9"'],
    ['a tag of a check that does not exist', '::check{expr="{PT-9} > 1"}', '16 error: the check, at character 1: there is no tag "PT-9" in the project'],
    ['a check that is no truth', '::check{expr="{PT-1} + 1"}', '16 error: the check gives a number; true or false is expected, as of a comparison'],
    ['a branch that is no truth', '::branch[On]{when="{PT-1}" to=one}', '16 error: the branch gives a number; true or false is expected, as of a comparison'],
    ['a unit nobody measures in', '::reading[Dp]{unit=furlong}', '16 error: there is no unit "furlong"; known are those of the project\'s tags, and %, °C, °F, K, bar, …'],
    ['a write to what cannot be written', '::action{tag=PT-1 value=1}', '16 error: PT-1 cannot be written'],
    ['a word that is no state', '::action{tag=HS-1 value=Remote}', '16 error: HS-1 takes 0 (Manual) or 1 (Auto), found "Remote"'],
    ['a setpoint outside its limits', '::action{tag=SP-1 value=4}', '16 error: SP-1 takes 1 to 3 bar, found 4'],
    ['a command that is neither on nor off', '::action{tag=P-1.CMD value=2}', '16 error: P-1.CMD takes 0 or 1, found 2'],
    ['a screen that does not exist', '::link{screen=u9}', '16 error: there is no screen "u9"'],
    ['a view that does not exist', '::link{scene=works view=left}', '16 error: the scene "works" has no view "left"; it has top'],
    ['a document outside of its folder', '::link{document="../project.yaml"}', '16 error: "../project.yaml" is no path below documents/'],
    ['a document that is not there', '::link{document=old.pdf}', '16 warning: there is no file "old.pdf" in documents/'],
    ['a link to nowhere', 'See [there](#there).', '16 error: a link of the text that begins here leads to #there, and there is no such step'],
    ['a lock on what does not exist', '::gate[Locked]{kind=lockout locks=P-9}', '16 error: there is no asset "P-9" that could be locked out'],
    ['a lock that is never taken off', '::gate[Locked]{kind=lockout locks=P-1}', '16 warning: no gate of this runbook frees "P-1" again: it stands locked out until the run ends'],
    ['a lock taken off that never hung', '::gate[Off]{kind=lockout frees=P-1}', '16 warning: no gate of this runbook locks "P-1" out'],
    ['HTML', 'Press <b>stop</b>.', '16 warning: HTML is shown as the text it is'],
  ])('tells %s, with its line', (_, line, problem) => {
    expect(step(line)).toContain(problem);
  });

  it('tells a branch to nowhere, two steps of one id, and a step nothing leads to', () => {
    expect(
      said(':::step[One]{#one next=three}', '::branch[Away]{to=thre}', ':::', ':::step[Two]{#two}', ':::', ':::step[Three]{#three}', ':::', ':::step[Three again]{#three}', ':::'),
    ).toEqual([
      '16 error: this branch leads to #thre, and there is no such step; did you mean #three?',
      '18 error: nothing leads to the step "Two" (#two): the step before it goes on elsewhere, and no branch leads here',
      '22 error: the id #three stands at line 20 already; ids of steps are unique',
    ]);
  });

  it('tells what the head names and there is not, at its line', () => {
    const text = head.replace('alarms: [PT-1.LL]', 'alarms:\n  - PT-1.LL\n  - PT-1.HH').replace('kinds: [pump]', 'kinds: [fan]');
    const { problems } = checkRunbook(readRunbook(`${text}:::step[One]{#one}\n:::\n`), around);
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual(['10: alarms: there is no alarm "PT-1.HH"', '12: kinds: there is no asset of the kind "fan"']);
  });

  it('finds nothing wrong where what is locked out is freed again', () => {
    expect(step('::gate[Locked]{kind=lockout locks=P-1}', '::gate[Off]{kind=lockout frees=P-1}')).toEqual([]);
  });

  it('makes numbers of states in what is written', () => {
    const { runbook } = check(':::step[One]{#one}', '::action{tag=HS-1 value=Auto}', '::action{tag=P-1.CMD value=Stop}', ':::');
    expect(runbook === null ? [] : stepsOf(runbook)[0]?.items.map((item) => (item.kind === 'action' ? item.value : null))).toEqual([1, 0]);
  });

  it('warns where hazards do not come first', () => {
    const text = head.replace('## Hazards\nOil.\n', '');
    expect(checkRunbook(readRunbook(`${text}:::step[One]{#one}\n:::\n`), around).problems).toEqual([{ line: 12, severity: 'warning', message: 'no phase is named Hazards; what can hurt people comes first' }]);
  });
});

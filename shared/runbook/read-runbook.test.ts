import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Runbook, stepsOf } from '#shared/model/runbook.ts';
import { printRunbook } from './print-runbook.ts';
import { readRunbook } from './read-runbook.ts';

const head = `---
id: RB-T-01
title: "Pump: stopped"
version: "1.0"
severity: 2
minutes: 20
roles: [operator, lead]
---`;
const withBody = (...lines: readonly string[]): string => [head, '', ...lines, ''].join('\n');
const step = (...lines: readonly string[]): string => withBody('## Isolation', ':::step[Isolate]{#isolate}', ...lines, ':::');
const problemsOf = (text: string): readonly string[] => readRunbook(text).problems.map(({ line, message }) => `${line}: ${message}`);

const whole = step(
  '1. Go there.',
  '2. Look.',
  '',
  '::value[Header]{tag=PT-1}',
  '::check[Pressure is up]{expr="{PT-1} > 1.5 && {HS-1} == \\"auto\\"" for=10s}',
  '::reading[Filter dp]{unit=bar min=0 max=2}',
  '::note[What was found]{required=true}',
  '::photo[The seal]',
  '::sign[Isolation is proved]{role=lead count=2}',
  '::gate[Lock [own] on MCC-2]{kind=lockout locks="P-1, M-1" frees=C-1}',
  '::action[Stop it]{tag=P-1.CMD value=0}',
  '::branch[It leaks]{when="{PT-1} < 1" to=isolate}',
  '::link[Seen from above]{scene=works view=top}',
);

/** Without the lines things stand in, which printing changes. */
const withoutLines = (runbook: Runbook | null): unknown => JSON.parse(JSON.stringify(runbook, (key, value: unknown) => (key === 'line' ? undefined : value)));

describe('Reading a runbook', () => {
  it('gives every kind of part a step can have, in the order of the file and with its line', () => {
    const { runbook, problems } = readRunbook(whole);
    expect(problems).toEqual([]);
    const items = runbook === null ? [] : (stepsOf(runbook)[0]?.items ?? []);
    expect(items.map(({ kind, line }) => [kind, line])).toEqual([
      ['prose', 12], ['value', 15], ['check', 16], ['reading', 17], ['note', 18], ['photo', 19], ['sign', 20], ['gate', 21], ['action', 22], ['branch', 23], ['link', 24],
    ]);
    expect(items[2]).toEqual({ kind: 'check', line: 16, expression: '{PT-1} > 1.5 && {HS-1} == "auto"', forMs: 10_000, text: 'Pressure is up' });
    expect(items[7]).toMatchObject({ gate: 'lockout', text: 'Lock [own] on MCC-2', locks: ['P-1', 'M-1'], frees: ['C-1'] });
    expect(runbook).toMatchObject({ id: 'RB-T-01', title: 'Pump: stopped', severity: 2, emergency: false, roles: ['operate', 'lead'], phases: [{ title: 'Isolation' }] });
  });

  it('keeps prose as it stands: before the phases, in them, between and behind steps', () => {
    const { runbook, problems } = readRunbook(withBody('Read me.', '', '# Hazards', '**Hot** oil.', ':::step[A]{#a role=lead time=5m next=c}', ':::', 'Then wait.', ':::step[C]{#c}', '```', '::check in a block of code is text', '```', ':::', 'All done.'));
    expect(problems).toEqual([]);
    expect(runbook?.intro).toBe('Read me.');
    expect(withoutLines(runbook)).toMatchObject({
      phases: [
        {
          title: 'Hazards',
          text: '**Hot** oil.',
          after: 'All done.',
          steps: [
            { id: 'a', role: 'lead', timeMs: 300_000, next: 'c', before: '', items: [] },
            { id: 'c', before: 'Then wait.', items: [{ kind: 'prose', markdown: '```\n::check in a block of code is text\n```' }] },
          ],
        },
      ],
    });
  });

  it.each<[string, string, string]>([
    ['a misspelt directive', step('::chek{expr="{A} > 1"}'), '12: there is no directive ::chek; there are value, check, reading, note, photo, sign, gate, action, branch, link, and the block :::step'],
    ['a directive that is not closed', step('::value{tag=A'), '12: the attributes of ::value have no closing brace }'],
    ['an indented directive with a slip, which must not become prose', step('    :: value{tag=A}'), '12: a line of two colons and more is a directive: ::name[words]{key=value}, or :::step[words]{#name} for a block'],
    ['an unknown attribute', step('::value{tag=A colour=red}'), '12: ::value has no colour=…; it has tag'],
    ['a missing attribute', step('::branch[On]{when="{A}"}'), '12: ::branch needs to=…'],
    ['limits the wrong way round', step('::reading[Dp]{unit=bar min=2 max=1}'), '12: the limits of this reading are the wrong way round: min 2, max 1'],
    ['an unknown role', step('::sign{role=boss}'), '12: ::sign names the role "boss"; operator, lead or engineer is expected'],
    ['a time that is none', step('::check{expr="{A}" for=10x}'), '12: for of ::check: a time such as 10s, 5m or 1h is expected, found "10x"'],
    ['a permit that locks something', step('::gate[Permit]{kind=permit locks=P-1}'), '12: locks=… and frees=… belong to a gate of the kind lockout'],
    ['a lock on nothing', step('::gate[Lock]{kind=lockout locks="P-1,"}'), '12: locks of ::gate: assets parted by commas are expected, found "P-1,"'],
    ['a lock on one asset twice', step('::gate[Lock]{kind=lockout locks=P-1,P-1}'), '12: locks of ::gate names "P-1" twice'],
    ['a gate of an unknown kind', step('::gate[Lock]{kind=door}'), '12: ::gate of kind "door": lockout or permit is expected'],
    ['a link to two places', step('::link{screen=a trend=b}'), '12: ::link leads to one of screen, trend; exactly one is expected'],
    ['a step that is not ended', withBody('## A', ':::step[One]{#one}', 'words'), '11: the step "One" is not ended; a line of ::: ends it'],
    ['a step within a step', withBody('## A', ':::step[One]{#one}', ':::step[Two]{#two}', ':::'), '12: a step begins here inside of the step "One" of line 11, which no ::: ends'],
    ['a step without an id', withBody('## A', ':::step[One]', ':::', ':::step[Two]{#two}', ':::'), '11: the step "One" needs an id: {#name …}'],
    ['a part outside of steps', withBody('## A', '::note[What]', ':::step[Two]{#two}', ':::'), '11: ::note stands outside of a step'],
    ['a block of code that is not closed', step('```', 'x'), '12: the block of code that begins here is not closed'],
    ['a hidden character that turns the writing', step('Open \u202EVALVE'), '12: at character 6 stands the hidden character U+202E; take it out'],
    ['no settings', ':::step[One]{#one}', '1: the file does not begin with ---; a runbook begins with its settings between two lines of ---'],
    ['an unknown setting', whole.replace('severity', 'severeness'), '5: there is no setting "severeness"; there are id, title, version, severity, emergency, minutes, assets, alarms, tags, kinds, symptoms, roles'],
    ['a version that YAML takes for a number', whole.replace('"1.0"', '1.0'), '4: version: a text is expected, found 1; put it in quotation marks'],
    ['a severity that does not exist', whole.replace('severity: 2', 'severity: 9'), '5: severity: a number from 1 (urgent) to 4 is expected, found "9"'],
    ['an alias, a few of which can stand for gigabytes', whole.replace('roles: [operator, lead]', 'roles: &a [lead]\nkinds: *a'), '8: aliases (*name) are not allowed; write the value out'],
  ])('tells %s with its line', (_, text, problem) => {
    expect(problemsOf(text)).toContain(problem);
  });

  it('a runbook that is too long, or has too many steps, is refused as a whole', () => {
    expect(problemsOf(`${whole}${'x'.repeat(300_000)}`)[0]).toMatch(/^1: the runbook has \d+ characters, at most 262144 are read$/);
    const many = withBody('## A', ...Array.from({ length: 201 }, (_, at) => `:::step[S]{#s${at}}\n:::`));
    expect(readRunbook(many)).toMatchObject({ runbook: null, problems: [{ message: 'the runbook has 1 headings and 201 steps; at most 30 and 200 are read' }] });
  });

  it('a refused step is left out whole, and the phase goes on', () => {
    const { runbook, problems } = readRunbook(withBody('## A', ':::step[Bad]{#Not-Small}', '::value{tag=A}', ':::', ':::step[Two]{#two}', ':::'));
    expect(problems.map(({ line }) => line)).toEqual([11]);
    expect(runbook === null ? [] : stepsOf(runbook).map(({ id }) => id)).toEqual(['two']);
  });
});

const words = fc.constantFrom('## Hazards', '# x #', '### c', ':::step[A]{#a}', ':::step[B \\] b]{#b role=lead time=90s next=a}', ':::', '::::', '::value{tag=A}', '::check[x]{expr="{A} == \\"q\\"" for=1.5s}', '::reading[n]{min=-1.50 max=2 unit="m³/h"}', '::branch[z]{to=a}', '::action{tag=A value=0.00001}', '::link{document="a b/c.pdf"}', '::gate[k]{kind=permit}', '::gate[k]{kind=lockout locks="A,B" frees=C}', '::sign{role=engineer count=2}', '::note[w]{required=true}', '::bad', ':: x', '```', '````', '~~~', '', '  ', '> q', '1. one', '    indented', '| a | b |', '|---|---|', '**b** `c` [l](#a)', '---', '<script>alert(1)</script>');
const line = fc.oneof({ weight: 6, arbitrary: words }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) });
const body = fc.array(line, { maxLength: 40 }).map((lines) => lines.join('\n'));
const front = fc.oneof({ weight: 8, arbitrary: fc.constant(head) }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) }, { weight: 2, arbitrary: fc.string({ maxLength: 40 }).map((title) => `---\nid: A\ntitle: ${JSON.stringify(`x${title}`)}\nversion: ${JSON.stringify(title || 'y')}\nseverity: 1\nminutes: 5\nemergency: true\nsymptoms: [${JSON.stringify(title || 'z')}]\n---`) });
const text = fc.tuple(front, body).map(([top, rest]) => `${top}\n${rest}`);
/** With one step at the least, so that most of them are runbooks. */
const withStep = fc.tuple(front, body, body).map(([top, before, rest]) => `${top}\n${before}\n## A\n:::step[First]{#first}\n${rest}`);

describe('Any text at all', () => {
  it('is read without an exception', () => {
    fc.assert(fc.property(fc.oneof(text, fc.string({ unit: 'binary' }), fc.string()), (any) => {
      expect(readRunbook(any).problems.every(({ line: at, message }) => at >= 1 && message !== '')).toBe(true);
    }), { numRuns: 200 });
  });

  it('printed and read again is the same runbook, and printed again the same text', () => {
    let sound = 0;
    fc.assert(fc.property(withStep, (any) => {
      const { runbook } = readRunbook(any);
      if (runbook === null) return;
      sound++;
      const printed = printRunbook(runbook);
      const again = readRunbook(printed).runbook;
      expect(withoutLines(again)).toEqual(withoutLines(runbook));
      expect(again === null ? '' : printRunbook(again)).toBe(printed);
    }), { numRuns: 300 });
    expect(sound).toBeGreaterThan(50);
  });
});

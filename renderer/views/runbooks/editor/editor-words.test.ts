import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRunbook } from '#shared/runbook/read-runbook.ts';
import { completionAt, listAround } from './complete-word.ts';
import { marksOf } from './text-marks.ts';
import { headOf, newText, withSetting } from './title-of-text.ts';

describe('the head of a text', () => {
  it('gives id and title, and takes other ones, whatever words they have', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }).map((words) => words.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, 'x').trim().replace(/\s+/g, ' ')).filter((words) => words !== ''), (title) => {
        const next = withSetting(newText('RB-1', 'Old'), 'title', title) ?? '';
        expect(headOf(next)).toEqual({ id: 'RB-1', title });
        expect(readRunbook(next).runbook?.title).toBe(title);
      }),
    );
  });
  it('of a new runbook is read without an error', () => {
    expect(readRunbook(newText('RB-7.2', 'yes: "a" #1')).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
  it('without its line takes nothing', () => {
    expect(withSetting('words', 'title', 'x')).toBeNull();
    expect(withSetting('---\nid: A\n---\ntitle: x\n', 'title', 'y')).toBeNull();
  });
});

describe('what can be filled in', () => {
  const at = (marked: string, listOf: string | null = null) => {
    const column = marked.indexOf('|');
    const line = marked.replace('|', '');
    const found = completionAt(line, column, listOf);
    return found === null ? null : [found.what, line.slice(found.from, column)];
  };
  it.each([
    ['::val|', ['part', 'val']],
    ['::value{tag=PT|}', ['tag', 'PT']],
    ['::check[Up]{expr="{PT-2|"}', ['braced-tag', 'PT-2']],
    ['::check[Up]{expr="{A} > 1 && !{B|} "}', ['braced-tag', 'B']],
    ['::branch[x]{when="{L|" to=a}', ['braced-tag', 'L']],
    ['::branch[x]{to=no-|}', ['step', 'no-']],
    [':::step[x]{#a next=b|}', ['step', 'b']],
    ['::link[x]{scene=harbour view=k|}', ['view', 'k']],
    ['::link[x]{screen=|}', ['screen', '']],
    ['See [there](#lo|)', ['step', 'lo']],
    ['only words|', null],
    ['::check[tag=PT|]{}', null],
  ])('%s', (line, found) => expect(at(line)).toEqual(found));
  it('in lists of the settings are ids of their kind', () => {
    const lines = ['---', 'id: A', 'alarms: [PT', 'tags:', '  - TT-1', 'title: x', '---', '- words'];
    expect(lines.map((_, line) => listAround(lines, line + 1))).toEqual([null, null, 'alarms', null, 'tags', null, null, null]);
    expect([at('alarms: [PT-1, PT|', 'alarms'), at('  - TT|', 'tags'), at('  - x|', 'symptoms')]).toEqual([['alarm', 'PT'], ['tag', 'TT'], null]);
  });
});

describe('the looks of a line', () => {
  it('stand in order, none over another, within the line, whatever is typed', () => {
    const pieces = fc.array(fc.constantFrom(':', '::', ':::', 'step', '[', ']', '{', '}', '#a', ' key=', '"', '\\', 'x y', '## ', '-', '---', 'tags:'), { maxLength: 14 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pieces, fc.boolean(), (line, isHead) => {
        let reached = 0;
        for (const { from, to } of marksOf(line, isHead)) {
          expect(from).toBeGreaterThanOrEqual(reached);
          expect(to).toBeGreaterThan(from);
          reached = to;
        }
        expect(reached).toBeLessThanOrEqual(line.length);
      }),
    );
  });
  it('of a check are its name, words, keys and values', () => {
    const line = '::check[Up]{expr="{A} > 1" for=10s}';
    expect(marksOf(line, false).map(({ from, to, look }) => `${look} ${line.slice(from, to)}`)).toEqual(['directive ::check', 'words Up', 'key expr=', 'value "{A} > 1"', 'key for=', 'value 10s']);
  });
});

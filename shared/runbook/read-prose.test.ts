import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Inline, ProseBlock } from './prose.ts';
import { plainText } from './prose.ts';
import { isDocumentPath } from './read-inlines.ts';
import { readProse } from './read-prose.ts';

const text = (words: string): Inline => ({ kind: 'text', text: words });
const blocksOf = (...lines: readonly string[]): readonly ProseBlock[] => readProse(lines.join('\n')).blocks;
const inlinesOf = (words: string): readonly Inline[] => {
  const [block] = blocksOf(words);
  return block?.kind === 'paragraph' ? block.children : [];
};

describe('Prose of a runbook', () => {
  it('is paragraphs, headings, lists within lists, quotes, code, tables and rules', () => {
    expect(blocksOf('### Before', 'One line', 'and its next.', '', '1. Go', '   - left', '   - right', '2. Look', '', '> **Danger**', '', '```', 'a  b', '```', '', '| a | b |', '|---|---|', '| 1 | 2 |', '', '---')).toEqual([
      { kind: 'heading', level: 3, children: [text('Before')] },
      { kind: 'paragraph', children: [text('One line and its next.')] },
      {
        kind: 'list',
        start: 1,
        items: [
          [
            { kind: 'paragraph', children: [text('Go')] },
            { kind: 'list', start: null, items: [[{ kind: 'paragraph', children: [text('left')] }], [{ kind: 'paragraph', children: [text('right')] }]] },
          ],
          [{ kind: 'paragraph', children: [text('Look')] }],
        ],
      },
      { kind: 'quote', children: [{ kind: 'paragraph', children: [{ kind: 'strong', children: [text('Danger')] }] }] },
      { kind: 'code', text: 'a  b' },
      { kind: 'table', head: [[text('a')], [text('b')]], rows: [[[text('1')], [text('2')]]] },
      { kind: 'rule' },
    ]);
  });

  it('has emphasis only where the marks lean on words, and what is not closed stays as it is', () => {
    expect(inlinesOf('a **b** *c* `d*` 2 * 3 * 4 snake_case_name')).toEqual([text('a '), { kind: 'strong', children: [text('b')] }, text(' '), { kind: 'emphasis', children: [text('c')] }, text(' '), { kind: 'code', text: 'd*' }, text(' 2 * 3 * 4 snake_case_name')]);
    expect(plainText(inlinesOf(String.raw`**not closed, \*escaped\*`))).toBe('**not closed, *escaped*');
  });

  it('links to steps and documents; every other link, pictures and HTML are the text they are, and are told', () => {
    expect(inlinesOf('[there](#restore) and [list](documents/restart-list.md)')).toEqual([
      { kind: 'link', to: { step: 'restore' }, children: [text('there')] },
      text(' and '),
      { kind: 'link', to: { document: 'restart-list.md' }, children: [text('list')] },
    ]);
    for (const [hostile, shown] of [
      ['[x](javascript:alert(1))', 'x](javascript:alert(1))'],
      ['[x](javascript:alert)', 'x (javascript:alert)'],
      ['[x](https://example.org/a)', 'x (https://example.org/a)'],
      ['[x](documents/../project.yaml)', 'x (documents/../project.yaml)'],
      ['![x](documents/a.png)', 'x (documents/a.png)'],
      ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ] as const) {
      const { blocks, remarks } = readProse(hostile);
      expect(blocks.map((block) => (block.kind === 'paragraph' ? plainText(block.children) : block.kind)).join()).toContain(shown);
      expect(JSON.stringify(blocks)).not.toContain('"link"');
      if (hostile !== '[x](javascript:alert(1))') expect(remarks).toHaveLength(1);
    }
  });

  it('a document is a path below its folder on every system', () => {
    expect(['a.pdf', 'k-201/lube skid.pdf'].every(isDocumentPath)).toBe(true);
    expect(['', '/etc/passwd', '../a', 'a/../../b', 'a//b', 'C:\\a', 'a\\..\\b', 'a%2e%2e/b', 'a\u0000'].some(isDocumentPath)).toBe(false);
  });

  const words = fc.constantFrom('# a', '### b', '> ', '> > > > > > > > q', '- ', '  - x', '1. y', '12) z', '***', '**', '_', '`', '```', '~~~~', '| a |', '|-|-|', '[a](b)', '![', '<b>', '\\', '    ', '');
  it('whatever it is, is read without an exception, and every word of it is still there', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 12 }), fc.stringMatching(/^word[a-z]{1,5}$/)), { maxLength: 30 }), (lines) => {
        const shown = JSON.stringify(readProse(lines.join('\n')).blocks);
        for (const line of lines) if (/^word[a-z]+$/.test(line)) expect(shown).toContain(line);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['quotes within quotes', '>'.repeat(20_000)],
    ['marks that are never closed', '**a _b '.repeat(2800)],
    ['brackets', '['.repeat(20_000)],
    ['backticks of many lengths', Array.from({ length: 190 }, (_, at) => '`'.repeat(at + 1)).join(' ')],
    ['lists within lists', Array.from({ length: 150 }, (_, at) => `${' '.repeat(at * 2)}- x`).join('\n').slice(0, 20_000)],
  ])('%s of the greatest length stay bounded in depth', (_, markdown) => {
    const deep = (value: unknown): number => (typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(deep)) : 0);
    expect(deep(readProse(markdown).blocks)).toBeLessThan(60);
  });
});

import { describe, expect, it } from 'vitest';
import { headingText } from './heading-text.ts';
import { readProse } from './read-prose.ts';
import { readRunbook } from './read-runbook.ts';

describe('The words of a heading', () => {
  it.each([
    ['Isolation', 'Isolation'],
    ['  Isolation \t', 'Isolation'],
    ['Isolation ##', 'Isolation'],
    ['Isolation # ##  #', 'Isolation'],
    ['Pump #2', 'Pump #2'],
    ['Pump#', 'Pump#'],
    ['#', '#'],
    ['', ''],
  ])('of %j are %j', (line, words) => {
    expect(headingText(line)).toBe(words);
  });

  // The patterns that headings were once read with took 1.6 s for 40,000 blanks and four times that for each doubling: the run's own time limit is the claim.
  it.each([
    ['blanks', ' '.repeat(200_000)],
    ['groups of number signs', ' #'.repeat(100_000)],
  ])('that hold %s as far as a runbook may go are read at once', (_, middle) => {
    expect(headingText(`a${middle}b`)).toHaveLength(middle.length + 2);
    expect(readRunbook(`---\nid: A\n---\n## a${middle}b\n`).problems.map(({ message }) => message)).toContain(`this heading has ${middle.length + 2} characters, at most 200 are allowed`);
    expect(readProse(`### a${middle}b`).blocks).toHaveLength(1);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRunbook } from '#shared/runbook/read-runbook.ts';
import { insertChange, insertPlace, stepAround } from './insert-place.ts';
import { linesOfPart, missingOfPart, type PartKind, partKinds, partSpecs, shortName } from './part-specs.ts';
import { newText } from './title-of-text.ts';

const values: Readonly<Record<string, string>> = {
  words: 'Look [there] at "it"', id: 'look-again', role: 'lead', time: '2m', tag: 'PT-1', expr: '{PT-1} > 2 && text({T-1}) == "on"', for: '10s', unit: 'bar', min: '0', max: '2.5', required: 'true',
  count: '2', kind: 'permit', value: 'Start', optional: 'true', to: 'look', when: '{PT-1} < 1', screen: 'u100', scene: 'harbour', view: 'k-201', trend: 'oil', document: 'k-201/manual.pdf', runbook: 'RB-2',
};
const text = newText('RB-1', 'Pump: stopped');
const lineOf = (words: string): number => text.split('\n').findIndex((line) => line.includes(words)) + 1;
const withPart = (kind: PartKind, line: number): string => {
  const place = insertPlace(text, line, kind);
  if ('refusal' in place) throw new Error(place.refusal);
  const { from, insert } = insertChange(text, place, linesOfPart(kind, values));
  return text.slice(0, from) + insert + text.slice(from);
};
const errorsOf = (of: string) => readRunbook(of).problems.filter(({ severity }) => severity === 'error');

describe('a part of a runbook that is put in', () => {
  it.each(partKinds)('is read back without an error: %s', (kind) => {
    const next = withPart(kind, lineOf('What is to be done'));
    expect(errorsOf(next)).toEqual([]);
    const before = readRunbook(text).runbook;
    const after = readRunbook(next).runbook;
    const steps = (of: typeof after) => of?.phases.flatMap((phase) => phase.steps) ?? [];
    if (kind === 'phase') expect(after?.phases.length).toBe((before?.phases.length ?? 0) + 1);
    else if (kind === 'step') expect(steps(after).map(({ id }) => id)).toEqual(['look', 'look-again']);
    else expect(steps(after)[0]?.items.find((item) => item.kind !== 'prose')?.kind).toBe(kind.startsWith('link') ? 'link' : kind);
  });
  it('keeps its words and its truth as they were typed', () => {
    expect(readRunbook(withPart('check', lineOf(':::step'))).runbook?.phases[1]?.steps[0]?.items[0]).toMatchObject({ text: values['words'], expression: values['expr'], forMs: 10_000 });
  });
  it('stays within its step, wherever in it the cursor is', () => {
    for (let line = lineOf(':::step'); line <= text.split('\n').length - 1; line++) {
      expect(readRunbook(withPart('value', line)).runbook?.phases[1]?.steps[0]?.items.filter(({ kind }) => kind === 'value')).toHaveLength(1);
    }
  });
  it('fills the empty line that was made for it, and keeps the one that parts it from words', () => {
    const put = (whole: string, line: number): string => {
      const place = insertPlace(whole, line, 'value');
      if ('refusal' in place) throw new Error(place.refusal);
      const { from, insert, cursor } = insertChange(whole, place, ['::value{tag=B}']);
      const next = whole.slice(0, from) + insert + whole.slice(from);
      return `${next.slice(0, cursor)}|${next.slice(cursor)}`;
    };
    expect(put(':::step[A]{#a}\n::value{tag=A}\n\n:::', 3)).toBe(':::step[A]{#a}\n::value{tag=A}\n::value{tag=B}|\n:::');
    expect(put(':::step[A]{#a}\nWords.\n\n:::', 3)).toBe(':::step[A]{#a}\nWords.\n\n::value{tag=B}|\n:::');
  });
  it('is refused outside of steps, and a step above the first heading', () => {
    expect(insertPlace(text, 1, 'check')).toMatchObject({ refusal: expect.stringContaining('put the cursor into one') });
    expect(insertPlace(text, 2, 'step')).toMatchObject({ refusal: expect.stringContaining('below a heading') });
  });
  it('never goes into the settings', () => {
    expect(errorsOf(withPart('phase', 3))).toEqual([]);
  });
  it('says what it still needs', () => {
    for (const kind of partKinds) {
      expect(missingOfPart(kind, values)).toBeNull();
      for (const { key, label } of partSpecs[kind].fields.filter(({ isNeeded }) => isNeeded)) expect(missingOfPart(kind, { ...values, [key]: ' ' })).toContain(label);
    }
  });
  it('gives the same text with its lines put in, whatever text it is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('## Phase', ':::step[A]{#a}', ':::', '', 'words', '::value{tag=A}', '---'), { maxLength: 14 }), fc.nat(15), fc.constantFrom(...partKinds), (lines, at, kind) => {
        const whole = lines.join('\n');
        const place = insertPlace(whole, Math.max(1, Math.min(at, lines.length)), kind);
        if ('refusal' in place) return;
        const part = linesOfPart(kind, values);
        const { from, insert, cursor } = insertChange(whole, place, part);
        const next = whole.slice(0, from) + insert + whole.slice(from);
        // Nothing of the text is lost, no line is torn, and the cursor is in what was put in.
        expect(next.split('\n').filter((line) => line !== '' && !part.includes(line))).toEqual(lines.filter((line) => line !== '' && !part.includes(line)));
        expect(cursor).toBeGreaterThanOrEqual(from);
        expect(cursor).toBeLessThanOrEqual(from + insert.length);
        if (kind !== 'phase' && kind !== 'step') expect(stepAround(lines, Math.max(1, Math.min(at, lines.length)))).not.toBeNull();
      }),
    );
  });
  it('has a short name out of its words', () => {
    expect([shortName('Start P-231B, then wait'), shortName('Öl prüfen'), shortName('—')]).toEqual(['start-p-231b-then-wait', 'o-l-pru-fen', '']);
  });
});

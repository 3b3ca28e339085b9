import { formatNumber } from '#shared/model/format-value.ts';
import type { QualityKind } from '#shared/model/quality.ts';
import { compileBinding } from '#shared/screen/compile-binding.ts';
import { partWords, type SymbolNode } from '#shared/screen/screen-model.ts';
import { ageWords, readingCause, type ValueReading } from '../../value-reading.ts';
import { createBoundValue } from '../bindings/bound-value.ts';
import { tagDirectoryOf } from '../bindings/compile-screen-binding.ts';
import type { ScreenContext } from '../screen-context.ts';
import { setAttribute } from '../write.ts';
import type { CellSource } from './cell.ts';

/**
 * A number, true or false from an expression as what a cell shows; `words` are those of the screen for it. Null after its
 * mistake was reported. It has the quality the language gives it, and no alarms: those stand at its tags.
 */
export function expressionSource(
  context: ScreenContext,
  node: SymbolNode,
  expression: string,
  words: ReadonlyMap<number, string>,
): CellSource | null {
  const { live } = context;
  const compiled = compileBinding(
    { target: 'state', expression, decimals: null, unit: null, words, states: new Map() },
    tagDirectoryOf(context.directory),
  );
  if (!compiled.ok) {
    context.report(node.line, `${partWords(node)}: data-value: ${compiled.fault.message}.`);
    return null;
  }
  const bound = createBoundValue(compiled.value, live);
  const isBool = compiled.value.kind === 'tag' ? compiled.value.type === 'bool' : compiled.value.expression.resultType === 'bool';
  let reading: ValueReading | null = null;
  let marked: QualityKind | null = null;
  const wordOf = (value: number): string =>
    words.get(value) ?? (isBool ? (value === 0 ? 'Off' : 'On') : formatNumber(value, Number.isInteger(value) ? 0 : 2));
  return {
    tags: bound.tags,
    tag: null,
    asset: null,
    value: () => bound.value,
    shown: {
      read(nowMs) {
        bound.read();
        reading = readingOf(
          bound.isUsable ? wordOf(bound.value) : '',
          bound.isUsable || bound.kind !== 'good' ? bound.kind : 'bad',
          nowMs - bound.timeMs,
          live.isLinkLost,
        );
        return reading;
      },
      get isUsable() {
        return bound.isUsable;
      },
      get isAging() {
        return reading?.kind === 'stale';
      },
      mark(element) {
        if (reading === null || reading.kind === marked) return;
        marked = reading.kind;
        setAttribute(element, 'data-quality', marked);
      },
      name(...said) {
        if (reading === null) return said.join(', ');
        const cause = readingCause(bound.quality);
        const { mark, text, note, badge } = reading;
        return `${said.join(', ')}: ${mark}${text}${[note, badge, cause]
          .filter((word) => word !== '')
          .map((word) => `, ${word}`)
          .join('')}`;
      },
    },
  };
}

/** As values of tags are written, but for what only a tag knows: what it was, and which device is lost. */
function readingOf(text: string, kind: QualityKind, ageMs: number, isLinkLost: boolean): ValueReading {
  const known = { kind, mark: '', text, unit: '', note: '', shortNote: '', badge: '' };
  switch (kind) {
    case 'good':
      return known;
    case 'forced':
      return { ...known, badge: 'FORCED' };
    case 'uncertain':
      return { ...known, mark: '?' };
    case 'stale':
      return { ...known, note: ageWords(ageMs), shortNote: ageWords(ageMs) };
    case 'bad':
      return { ...known, text: 'BAD' };
    case 'no-link':
      return isLinkLost
        ? { ...known, text: '----', note: 'engine away', shortNote: 'engine' }
        : { ...known, text: '----', note: 'no link', shortNote: 'no link' };
    case 'waiting':
      return { ...known, text: '----', note: 'waiting', shortNote: 'waiting' };
  }
}

import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { ExpressionSource } from '#shared/expressions/compiled-expression.ts';
import { formatNumber, formatValue } from '#shared/model/format-value.ts';
import { qualityKind } from '#shared/model/quality.ts';
import { compileBinding } from '#shared/screen/compile-binding.ts';
import type { BindingTarget, StateLook } from '#shared/screen/screen-binding.ts';
import { tagDirectoryOf } from './tag-directory.ts';

export type CheckedExpression = {
  readonly problem: string | null;
  readonly inputs: readonly number[];
  /** The value now, or the word that stands in its place; null where it cannot be run here. */
  readonly read: ((columns: ExpressionSource) => string) | null;
};

/** The expression as the running screen will take it, ready to be run, or one sentence of what is wrong with it. */
export function checkExpression(text: string, target: BindingTarget, directory: DirectoryIndex): CheckedExpression {
  if (text.trim() === '') return { problem: 'An expression is needed.', inputs: [], read: null };
  // A template's parameter is known only where the template stands.
  if (text.includes('$(')) return { problem: null, inputs: [], read: null };
  const binding = {
    target,
    expression: text,
    decimals: null,
    unit: null,
    words: new Map<number, string>(),
    states: new Map<number, StateLook>(),
  };
  const compiled = compileBinding(binding, tagDirectoryOf(directory));
  if (!compiled.ok) return { problem: sentence(compiled.fault.message), inputs: [], read: null };
  const bound = compiled.value;
  if (bound.kind === 'tag') {
    const { index } = bound;
    const tag = directory.tag(index);
    return {
      problem: null,
      inputs: [index],
      read:
        tag === undefined
          ? null
          : (columns) =>
              reading(columns.quality[index] ?? 0, () =>
                `${formatValue(tag, columns.value[index] ?? NaN, (at) => columns.text(at))} ${tag.unit ?? ''}`.trim(),
              ),
    };
  }
  const { resultType, inputs } = bound.expression;
  const out = { value: NaN, quality: 0, timeMs: NaN };
  return {
    problem: null,
    inputs,
    read(columns) {
      bound.expression.evaluate(columns, out);
      return reading(out.quality, () => (resultType === 'bool' ? (out.value === 0 ? 'false' : 'true') : formatNumber(out.value, 2)));
    },
  };
}

const sentence = (message: string): string => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`.replace(/\.\.$/, '.');

/** A value is never shown as one when it is not good. */
function reading(quality: number, value: () => string): string {
  const kind = qualityKind(quality);
  if (kind === 'bad') return 'now BAD';
  if (kind === 'no-link' || kind === 'waiting') return 'now ----';
  return kind === 'good' ? `now ${value()}` : `now ${value()}, ${kind}`;
}

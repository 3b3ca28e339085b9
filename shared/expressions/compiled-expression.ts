import type { Quality } from '#shared/model/quality.ts';
import type { TagType } from '#shared/model/tag.ts';

/** Where a tag id of an expression leads: its dense index and its type. A `Map` of ids to entries is one. */
export type TagDirectory = {
  get(id: string): { readonly index: number; readonly type: TagType } | undefined;
};

/** The columns an expression reads, by dense tag index. The tag table is one. */
export type ExpressionSource = {
  /** Engineering units; 0/1 for bool, text index for text; NaN when there is none. */
  readonly value: Float64Array;
  readonly quality: Uint32Array;
  /** Source time, UTC epoch ms; NaN before the first sample. */
  readonly timeMs: Float64Array;
  /** The text behind a text index (the number found in `value` of a text tag). */
  text(textIndex: number): string;
};

/** Filled by `evaluate`; the caller owns it and may use one object for all. */
export type ExpressionResult = { value: number; quality: Quality; timeMs: number };

export type ExpressionType = 'number' | 'bool';

/** An expression checked once against a tag directory. It reads the source's columns and nothing else. */
export type CompiledExpression = {
  readonly text: string;
  readonly resultType: ExpressionType;
  /** Dense indices of every tag it names, each once, in order of first mention. Never empty. */
  readonly inputs: readonly number[];
  /**
   * Computes the result into `out`. Never throws, allocates nothing, runs each operation at most once.
   * - value: number, or 0/1 for bool; NaN when the quality is bad.
   * - quality: the worst of the tags read on the way to the result, the first of equals; a tag asked about with
   *   `good()` or `bad()` only, or in the branch not taken, does not count. Q.badOutOfRange when all of them were
   *   good or uncertain but the result is not a finite number (division by zero, root of a negative number).
   * - timeMs: the newest time of all inputs; NaN when none has one.
   */
  evaluate(source: ExpressionSource, out: ExpressionResult): void;
};

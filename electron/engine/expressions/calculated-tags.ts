import { createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import type { CompiledExpression, ExpressionResult, ExpressionSource } from '#shared/expressions/compiled-expression.ts';
import { rankCalculations, type LoopedCalculation } from './rank-calculations.ts';

/** Takes the results of one rank. When it returns, the source's columns hold them: the next rank reads them there. */
export type TakeResults = (batch: SampleBatch) => void;

export type CalculatedTags = {
  /** Dense indices of the calculated tags, each after all it depends on. */
  readonly order: readonly number[];
  /** Tags that are not calculated because they depend on themselves, each with a sentence naming the loop. */
  readonly refused: readonly LoopedCalculation[];
  /**
   * Evaluates every calculated tag that depends on one of `changed[0..count)`, directly or through others, once each.
   * Results are handed over rank by rank (a rank depends on earlier ones only) in a batch that is reused afterwards.
   * A tag none of whose inputs ever had a time is passed over: there is nothing to say about it yet.
   */
  apply(changed: Uint32Array, count: number, source: ExpressionSource, take: TakeResults): void;
  /** Evaluates all of them, in order: after loading and after a change of the project. */
  applyAll(source: ExpressionSource, take: TakeResults): void;
};

/**
 * Puts calculated tags into the order of their dependencies.
 * @param expressions by dense index of the tag they give a value to; `idOf` names a tag in messages.
 */
export function createCalculatedTags(
  expressions: ReadonlyMap<number, CompiledExpression>,
  tagCount: number,
  idOf: (index: number) => string,
): CalculatedTags {
  const { ranks, refused } = rankCalculations(expressions, idOf);
  // A slot is a calculated tag's place in the order; slots of one rank lie together.
  const order = ranks.flat();
  const programs = order.map((tag) => expressions.get(tag) as CompiledExpression);
  const rankStart = new Uint32Array(ranks.length);
  for (let rank = 1; rank < ranks.length; rank++) {
    rankStart[rank] = (rankStart[rank - 1] as number) + (ranks[rank - 1] as readonly number[]).length;
  }
  const rankOf = Uint32Array.from(ranks.flatMap((tags, rank) => tags.map(() => rank)));
  const dependents = indexDependents(programs, tagCount);

  const isPending = new Uint8Array(order.length);
  const pending = new Uint32Array(order.length);
  const pendingCount = new Uint32Array(ranks.length);
  const batch = createBatch(Math.max(16, Math.min(order.length, 4096)));
  const out: ExpressionResult = { value: 0, quality: 0, timeMs: 0 };

  const markSlot = (slot: number): void => {
    if (isPending[slot] === 1) return;
    isPending[slot] = 1;
    const rank = rankOf[slot] as number;
    const waiting = pendingCount[rank] as number;
    pending[(rankStart[rank] as number) + waiting] = slot;
    pendingCount[rank] = waiting + 1;
  };
  const markDependents = (tag: number): void => {
    const end = dependents.start[tag + 1] as number;
    for (let i = dependents.start[tag] as number; i < end; i++) markSlot(dependents.slots[i] as number);
  };
  const runPending = (source: ExpressionSource, take: TakeResults): void => {
    for (let rank = 0; rank < pendingCount.length; rank++) {
      const start = rankStart[rank] as number;
      const end = start + (pendingCount[rank] as number);
      pendingCount[rank] = 0;
      batch.length = 0;
      for (let i = start; i < end; i++) {
        const slot = pending[i] as number;
        isPending[slot] = 0;
        (programs[slot] as CompiledExpression).evaluate(source, out);
        if (out.timeMs !== out.timeMs) continue;
        const tag = order[slot] as number;
        pushSample(batch, tag, out.timeMs, out.value, out.quality);
        markDependents(tag);
      }
      if (batch.length > 0) take(batch);
    }
  };

  return {
    order,
    refused,
    apply(changed, count, source, take) {
      for (let i = 0; i < count; i++) {
        const tag = changed[i] as number;
        if (tag < tagCount) markDependents(tag);
      }
      runPending(source, take);
    },
    applyAll(source, take) {
      for (let slot = 0; slot < order.length; slot++) markSlot(slot);
      runPending(source, take);
    },
  };
}

/** Slots that read a tag: `slots[start[tag] .. start[tag + 1])`. */
function indexDependents(programs: readonly CompiledExpression[], tagCount: number): { start: Uint32Array; slots: Uint32Array } {
  const start = new Uint32Array(tagCount + 1);
  for (const program of programs) for (const input of program.inputs) start[input + 1] = (start[input + 1] as number) + 1;
  for (let tag = 0; tag < tagCount; tag++) start[tag + 1] = (start[tag + 1] as number) + (start[tag] as number);
  const slots = new Uint32Array(start[tagCount] as number);
  const next = start.slice();
  programs.forEach((program, slot) => {
    for (const input of program.inputs) {
      const at = next[input] as number;
      slots[at] = slot;
      next[input] = at + 1;
    }
  });
  return { start, slots };
}

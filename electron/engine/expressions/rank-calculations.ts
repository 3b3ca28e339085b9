import type { CompiledExpression } from '#shared/expressions/compiled-expression.ts';

/** A calculated tag that depends on itself, and a sentence naming the loop. */
export type LoopedCalculation = { readonly index: number; readonly message: string };

/**
 * Ranks of calculated tags: each tag's rank is one more than the highest of the calculated tags it reads (rank 0 reads
 * none). Tags of a loop are taken out and named; a tag that merely reads one of them keeps its place.
 */
export function rankCalculations(
  expressions: ReadonlyMap<number, CompiledExpression>,
  idOf: (index: number) => string,
): { readonly ranks: readonly (readonly number[])[]; readonly refused: readonly LoopedCalculation[] } {
  const refused: LoopedCalculation[] = [];
  const ranks: number[][] = [];
  // Calculated inputs still without a rank, by tag; a tag leaves the map when it gets one or is refused.
  const missing = new Map<number, Set<number>>();
  const readers = new Map<number, number[]>();
  for (const [tag, expression] of expressions) {
    const calculated = expression.inputs.filter((input) => expressions.has(input));
    missing.set(tag, new Set(calculated));
    for (const input of calculated) {
      const list = readers.get(input);
      if (list === undefined) readers.set(input, [tag]);
      else list.push(tag);
    }
  }
  const settle = (tag: number, ready: number[]): void => {
    for (const reader of readers.get(tag) ?? []) {
      const inputs = missing.get(reader);
      if (inputs?.delete(tag) === true && inputs.size === 0) ready.push(reader);
    }
  };
  let ready = [...missing].filter(([, inputs]) => inputs.size === 0).map(([tag]) => tag);
  while (missing.size > 0) {
    const next: number[] = [];
    if (ready.length === 0) {
      const loop = findLoop(missing);
      const path = [...loop, loop[0] as number].map(idOf).join(' → ');
      for (const tag of loop) {
        const message =
          loop.length === 1
            ? `the expression of ${idOf(tag)} uses the tag itself`
            : `the expression of ${idOf(tag)} depends on its own result: ${path}`;
        refused.push({ index: tag, message });
      }
      for (const tag of loop) missing.delete(tag);
      for (const tag of loop) settle(tag, next);
    } else {
      ready.sort((a, b) => a - b);
      ranks.push(ready);
      for (const tag of ready) missing.delete(tag);
      for (const tag of ready) settle(tag, next);
    }
    ready = next;
  }
  return { ranks, refused };
}

/** Follows missing inputs until a tag comes a second time: the tags between make the loop. */
function findLoop(missing: ReadonlyMap<number, ReadonlySet<number>>): readonly number[] {
  const path: number[] = [];
  const placeInPath = new Map<number, number>();
  let tag = missing.keys().next().value as number;
  while (!placeInPath.has(tag)) {
    placeInPath.set(tag, path.length);
    path.push(tag);
    tag = (missing.get(tag) as ReadonlySet<number>).values().next().value as number;
  }
  return path.slice(placeInPath.get(tag));
}

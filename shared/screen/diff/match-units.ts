import { type Unit, unitKeys } from './diff-units.ts';

/** Which unit of the old version is which of the new one, both ways. */
export type Matches = { readonly toAfter: ReadonlyMap<Unit, Unit>; readonly toBefore: ReadonlyMap<Unit, Unit> };

/**
 * Pairs the units of two versions: by id, then as they are, then by what they show, then by likeness. Each pass goes once
 * through what is left, so the cost grows with the number of elements, not with its square.
 */
export function matchUnits(before: readonly Unit[], after: readonly Unit[]): Matches {
  const toAfter = new Map<Unit, Unit>();
  const toBefore = new Map<Unit, Unit>();
  const pair = (one: Unit, other: Unit): void => {
    toAfter.set(one, other);
    toBefore.set(other, one);
  };
  const leftBefore = (): readonly Unit[] => before.filter((unit) => !toAfter.has(unit));
  const leftAfter = (): readonly Unit[] => after.filter((unit) => !toBefore.has(unit));
  for (const key of unitKeys) pairByKey(leftBefore(), leftAfter(), key, pair);
  pairGroups(after, toBefore, toAfter, pair);
  pairNeighbours(before, after, toAfter, toBefore, pair);
  return { toAfter, toBefore };
}

type Pair = (one: Unit, other: Unit) => void;

/** Pairs those with the same key, in the order of the text where several have it. */
function pairByKey(before: readonly Unit[], after: readonly Unit[], key: (unit: Unit) => string | undefined, pair: Pair): void {
  const waiting = new Map<string, Unit[]>();
  for (const unit of before) {
    const text = key(unit);
    if (text === undefined || text === '') continue;
    const list = waiting.get(text);
    if (list === undefined) waiting.set(text, [unit]);
    else list.push(unit);
  }
  for (const list of waiting.values()) list.reverse();
  for (const unit of after) {
    const text = key(unit);
    const found = text === undefined ? undefined : waiting.get(text)?.pop();
    if (found !== undefined) pair(found, unit);
  }
}

/** A group is the one that most of what it holds came from. Inner groups first, so that they count for the outer ones. */
function pairGroups(after: readonly Unit[], toBefore: ReadonlyMap<Unit, Unit>, toAfter: ReadonlyMap<Unit, Unit>, pair: Pair): void {
  const votes = new Map<Unit, Map<Unit, number>>();
  for (const unit of [...after].reverse()) {
    if (unit.isGroup && !toBefore.has(unit)) {
      const own = [...(votes.get(unit) ?? [])].filter(([old]) => !toAfter.has(old)).sort((a, b) => b[1] - a[1])[0];
      if (own !== undefined) pair(own[0], unit);
    }
    const from = toBefore.get(unit)?.parent;
    if (unit.parent === null || from === undefined || from === null) continue;
    const list = votes.get(unit.parent) ?? new Map<Unit, number>();
    list.set(from, (list.get(from) ?? 0) + 1);
    votes.set(unit.parent, list);
  }
}

/** What is left, of the same kind between the same neighbours, is taken for one that was changed altogether. */
function pairNeighbours(
  before: readonly Unit[],
  after: readonly Unit[],
  toAfter: ReadonlyMap<Unit, Unit>,
  toBefore: ReadonlyMap<Unit, Unit>,
  pair: Pair,
): void {
  const gapKeys = (units: readonly Unit[], partner: (unit: Unit) => Unit | undefined, own: (unit: Unit, match: Unit) => number) => {
    let last = -1;
    const keys = new Map<Unit, string>();
    for (const unit of units) {
      const match = partner(unit);
      if (match !== undefined) last = own(unit, match);
      else if (!unit.isGroup) {
        const { attributes, name } = unit.element;
        keys.set(unit, `${last} ${name} ${attributes.get('data-symbol') ?? ''} ${attributes.get('class') ?? ''}`);
      }
    }
    return keys;
  };
  // Both count in the new version, so that the same neighbour has the same number.
  const old = gapKeys(
    before,
    (unit) => toAfter.get(unit),
    (_, match) => match.index,
  );
  const now = gapKeys(
    after,
    (unit) => toBefore.get(unit),
    (unit) => unit.index,
  );
  pairByKey([...old.keys()], [...now.keys()], (unit) => old.get(unit) ?? now.get(unit), pair);
}

/**
 * Indices of a longest rising run of the numbers, not necessarily neighbours: what can stay where it is when the rest is
 * put in order. By patience sorting (Fredman 1975; from memory), n log n.
 */
export function longestRise(numbers: readonly number[]): ReadonlySet<number> {
  /** For each length the index of the smallest number such a run can end with. */
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, value] of numbers.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] as number] as number) < value) low = middle + 1;
      else high = middle;
    }
    before.push(low === 0 ? -1 : (ends[low - 1] as number));
    ends[low] = index;
  }
  const rise = new Set<number>();
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] as number) rise.add(index);
  return rise;
}

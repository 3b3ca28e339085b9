import type { Historian } from '#electron/engine/historian/historian.ts';
import type { Mix } from './plant-mix.ts';

/** Throws unless history holds each sample of a mix once, to the last bit, and no other: `scans` of them from the first on. */
export async function checkStored(historian: Historian, { tags, timeMs, value, tag: tagOf }: Mix, scans: number): Promise<void> {
  for (let tag = 0; tag < tags; tag++) {
    const found = await historian.raw({ tag, fromMs: 0, toMs: 8e15, limit: 1_000_000 });
    if (found.timeMs.length !== scans) throw new Error(`${scans} samples of tag ${tag} went in, ${found.timeMs.length} came out`);
    for (let scan = 0; scan < scans; scan++) {
      const row = scan * tags + tag;
      const isSame = tagOf[row] === tag && found.timeMs[scan] === timeMs[row] && Object.is(found.value[scan], value[row]) && found.quality[scan] === 0;
      if (!isSame) throw new Error(`sample ${scan} of tag ${tag} is not what was recorded`);
    }
  }
}

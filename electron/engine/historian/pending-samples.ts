import { emptySeries, pushRow, type GrowingSeries } from '../store/series.ts';
import type { SampleBlock } from './sample-blocks.ts';

/** Samples of some tags that were not on disk when a query began, each part with the block it is in. */
export type PendingSamples = readonly { readonly block: SampleBlock; readonly ofTag: ReadonlyMap<number, GrowingSeries> }[];

/** Copies the rows of `tags` out of blocks not known to be on disk: the blocks may be reused while the query runs. */
export function capturePending(blocks: readonly SampleBlock[], tags: readonly number[]): PendingSamples {
  const wanted = new Set(tags);
  const captured: { block: SampleBlock; ofTag: Map<number, GrowingSeries> }[] = [];
  for (const block of blocks) {
    const ofTag = new Map<number, GrowingSeries>();
    for (let row = 0; row < block.length; row++) {
      const tag = block.tag[row] as number;
      if (!wanted.has(tag) || !Number.isFinite(block.timeMs[row])) continue;
      let series = ofTag.get(tag);
      if (series === undefined) ofTag.set(tag, (series = emptySeries()));
      pushRow(series, block.timeMs[row] as number, block.value[row] as number, block.quality[row] as number);
    }
    if (ofTag.size > 0) captured.push({ block, ofTag });
  }
  return captured;
}

/** The captured rows of one tag that a query which saw blocks up to `seenSeq` did not see. */
export function unseenOf(pending: PendingSamples, tag: number, seenSeq: number): readonly GrowingSeries[] {
  const unseen: GrowingSeries[] = [];
  for (const { block, ofTag } of pending) {
    const series = ofTag.get(tag);
    if (series !== undefined && (block.seq === null || block.seq > seenSeq)) unseen.push(series);
  }
  return unseen;
}

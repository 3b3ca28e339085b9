import { emptySeries, pushRow, type GrowingSeries } from '#shared/history-codec/series.ts';
import type { SampleBlock } from './sample-blocks.ts';
import type { WaitingSample } from './waiting-samples.ts';

type PendingPart = { readonly series: GrowingSeries; readonly block: SampleBlock | null; readonly waiting: WaitingSample | null };

/** Samples of some tags that were not on disk when a query began, oldest first, each part with where it is. */
export type PendingSamples = ReadonlyMap<number, readonly PendingPart[]>;

/**
 * Copies the rows of `tags` out of blocks not known to be on disk, as the blocks may be reused while the query runs, and
 * adds the samples that wait for their policy.
 */
export function capturePending(blocks: readonly SampleBlock[], tags: readonly number[], waiting: readonly WaitingSample[]): PendingSamples {
  const wanted = new Set(tags);
  const captured = new Map<number, PendingPart[]>();
  const add = (tag: number, part: PendingPart): void => {
    const parts = captured.get(tag);
    if (parts === undefined) captured.set(tag, [part]);
    else parts.push(part);
  };
  for (const block of blocks) {
    const ofTag = new Map<number, GrowingSeries>();
    for (let row = 0; row < block.length; row++) {
      const tag = block.tag[row] as number;
      if (!wanted.has(tag) || !Number.isFinite(block.timeMs[row])) continue;
      let series = ofTag.get(tag);
      if (series === undefined) {
        ofTag.set(tag, (series = emptySeries()));
        add(tag, { series, block, waiting: null });
      }
      pushRow(series, block.timeMs[row] as number, block.value[row] as number, block.quality[row] as number);
    }
  }
  for (const sample of waiting) {
    if (!Number.isFinite(sample.timeMs)) continue;
    const series = emptySeries(1);
    pushRow(series, sample.timeMs, sample.value, sample.quality);
    add(sample.tag, { series, block: null, waiting: sample });
  }
  return captured;
}

/** The captured rows of one tag that a query which saw blocks up to `seenSeq` did not see. */
export function unseenOf(pending: PendingSamples, tag: number, seenSeq: number): readonly GrowingSeries[] {
  const unseen: GrowingSeries[] = [];
  for (const { series, block, waiting } of pending.get(tag) ?? []) {
    // Where it is now: what waited may have gone into a block while the query ran.
    const seq = (waiting === null ? block : waiting.block)?.seq ?? null;
    if (seq === null || seq > seenSeq) unseen.push(series);
  }
  return unseen;
}

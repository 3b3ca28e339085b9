import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { RecordingFilter } from './recording-filter.ts';
import type { SampleBlock } from './sample-blocks.ts';

/** A sample that waited for its policy when a question began. `block` is where it went meanwhile; null while nowhere. */
export type WaitingSample = { readonly tag: number; readonly timeMs: number; readonly value: number; readonly quality: number; block: SampleBlock | null };

export type WaitingSamples = {
  /** Samples of these tags that wait now, oldest first within a tag. They are followed until `end` is called with them. */
  capture(tags: readonly number[]): readonly WaitingSample[];
  end(captured: readonly WaitingSample[]): void;
  /** Rows of a batch were put into a block: one that a question saw waiting may be among them. */
  filled(block: SampleBlock, batch: SampleBatch, start: number, end: number): void;
};

/**
 * Follows what questions saw waiting in the filter: when it is recorded while the question runs, the store may have it
 * already, and it must not be counted twice.
 */
export function createWaitingSamples(filter: Pick<RecordingFilter, 'waitingOf' | 'canWait'>): WaitingSamples {
  const none: readonly WaitingSample[] = [];
  /** By tag, so that a block costs a look a row, whatever a question saw waiting. */
  const followed = new Map<readonly WaitingSample[], ReadonlyMap<number, readonly WaitingSample[]>>();
  return {
    capture(tags) {
      if (!filter.canWait) return none;
      const captured: WaitingSample[] = [];
      for (const tag of tags) filter.waitingOf(tag, (timeMs, value, quality) => captured.push({ tag, timeMs, value, quality, block: null }));
      if (captured.length === 0) return none;
      const byTag = new Map<number, WaitingSample[]>();
      for (const sample of captured) {
        const same = byTag.get(sample.tag);
        if (same === undefined) byTag.set(sample.tag, [sample]);
        else same.push(sample);
      }
      followed.set(captured, byTag);
      return captured;
    },
    end(captured) {
      followed.delete(captured);
    },
    filled(block, { tag, timeMs, value, quality }, start, end) {
      for (const byTag of followed.values()) {
        for (let row = start; row < end; row++) {
          for (const sample of byTag.get(tag[row] as number) ?? none) {
            if (sample.block !== null || timeMs[row] !== sample.timeMs || quality[row] !== sample.quality || !Object.is(value[row], sample.value)) continue;
            sample.block = block;
          }
        }
      }
    },
  };
}

import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { HistoryStore } from '../store/store.ts';
import { blockColumns, createBlock, fillBlock } from './sample-blocks.ts';

/** Commits under way at once. */
const mostSending = 2;

/**
 * Commits a batch at once, in blocks of the usual size, beside what the plant records: the caller waits, so memory is
 * bounded by its batch. Rows without a finite time or of an unknown tag are left out.
 */
export async function writePast(history: HistoryStore, keys: () => Promise<Uint32Array>, batch: SampleBatch): Promise<void> {
  const keyOf = await keys();
  let sending: Promise<void>[] = [];
  for (let row = 0; row < batch.length;) {
    const block = createBlock();
    row = fillBlock(block, batch, row);
    const columns = blockColumns(block, keyOf);
    if (columns.key.length === 0) continue;
    const { committed } = history.append(columns);
    // Waited for below; until then a refusal is not unhandled.
    committed.catch(() => undefined);
    sending.push(committed);
    if (sending.length < mostSending) continue;
    await sending[0];
    sending = sending.slice(1);
  }
  await Promise.all(sending);
}

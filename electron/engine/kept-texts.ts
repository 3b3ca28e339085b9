import type { Clock } from './ports.ts';
import type { Store } from './store/store.ts';
import { createTextTable, type TextTable } from './tags/text-table.ts';

const retryMs = 1000;

export type KeptTexts = {
  readonly texts: TextTable;
  /** Nothing is written again after this. */
  close(): void;
};

/**
 * The table of texts as the store has it. What comes in anew goes into the store, and `added` is told. History refers to
 * texts by number: one that could not be written is written again until it is.
 */
export async function openTexts(store: Store, clock: Clock, added: () => void): Promise<KeptTexts> {
  let isClosed = false;
  const keep = (index: number, text: string): void => {
    store.texts.add(index, text).catch(() => {
      if (!isClosed) clock.after(retryMs, () => keep(index, text));
    });
  };
  const texts = createTextTable(await store.texts.all(), (index, text) => {
    keep(index, text);
    added();
  });
  return { texts, close: () => void (isClosed = true) };
}

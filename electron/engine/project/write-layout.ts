import { Document, isCollection, isPair, visit } from 'yaml';
import type { Result } from '#shared/model/fault.ts';
import type { Layout } from '#shared/model/layout.ts';
import { type EntryFile, removeEntryFile, writeEntryFile } from './write-entry-file.ts';

const fileOf = (id: Layout['id']): EntryFile => ({ folder: 'layouts', id, noun: 'layout' });

/** Writes `layouts/<id>.yaml`. */
export function writeLayout(dir: string, { id, ...rest }: Layout): Promise<Result<null, 'unwritable'>> {
  return writeEntryFile(dir, fileOf(id), layoutText({ id, ...rest }));
}

/** Removes the file of a layout. */
export function removeLayout(dir: string, id: Layout['id']): Promise<Result<null, 'not-found' | 'unwritable'>> {
  return removeEntryFile(dir, fileOf(id));
}

/** What holds only plain values stands on one line, everything else on lines of its own: a change is a line in git. */
function layoutText(layout: Layout): string {
  const document = new Document(JSON.parse(JSON.stringify(layout)));
  visit(document, {
    Collection(_key, node) {
      node.flow = !node.items.some((item) => isCollection(isPair(item) ? item.value : item));
    },
  });
  return document.toString({ lineWidth: 120, flowCollectionPadding: true });
}

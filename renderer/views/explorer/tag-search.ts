import type { DirectoryIndex } from '../../client/directory-index.ts';

/** What is searched of each tag, in lower case, by dense index: id, name, asset, unit, device. Built once per directory. */
export function searchTexts(directory: DirectoryIndex): readonly string[] {
  return directory.directory.tags.map((tag) => {
    const asset = directory.asset(tag.asset)?.name ?? '';
    return `${tag.id} ${tag.name} ${tag.asset} ${asset} ${tag.unit} ${tag.device ?? 'calculated'}`.toLowerCase();
  });
}

export type TagFilter = {
  /** Words that must all occur, in any order. */
  readonly query: string;
  /** Only tags of this device; null for all. */
  readonly device: string | null;
  /** Only tags of this asset and those below; null for all. */
  readonly asset: string | null;
};

/** Dense indices of the tags that pass, in the order of the project; those whose id begins with the query come first. */
export function findTags(directory: DirectoryIndex, texts: readonly string[], filter: TagFilter): readonly number[] {
  const words = filter.query.toLowerCase().split(/\s+/).filter(Boolean);
  const first: number[] = [];
  const rest: number[] = [];
  const { tags } = directory.directory;
  for (let index = 0; index < tags.length; index++) {
    const text = texts[index] as string;
    const tag = tags[index];
    if (tag === undefined || (filter.device !== null && tag.device !== filter.device)) continue;
    if (!words.every((word) => text.includes(word))) continue;
    if (filter.asset !== null && !directory.isWithin(tag.asset, filter.asset as typeof tag.asset)) continue;
    (words[0] !== undefined && text.startsWith(words[0]) ? first : rest).push(index);
  }
  return [...first, ...rest];
}

/** Where a tag comes from, in words: its address on the device, or its expression. */
export function sourceText(tag: { readonly address?: string | Record<string, unknown> | undefined; readonly expression?: string | undefined }): string {
  if (tag.expression !== undefined) return `= ${tag.expression}`;
  if (typeof tag.address === 'string') return tag.address;
  return Object.entries(tag.address ?? {})
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ');
}

import type { TagDefinition } from '#shared/model/tag.ts';

/**
 * Tags whose id, name or asset contain every word of the query, at most `limit`: ids that begin with the first word first,
 * else in the order of the project. Texts are left out, since they have no line. An empty query finds nothing.
 */
export function findTags(tags: readonly TagDefinition[], query: string, limit: number): readonly TagDefinition[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return [];
  const first = words[0] as string;
  const early: TagDefinition[] = [];
  const late: TagDefinition[] = [];
  for (const tag of tags) {
    if (tag.type === 'text') continue;
    const id = tag.id.toLowerCase();
    const begins = id.startsWith(first);
    if (!begins && late.length >= limit) continue;
    const text = `${id} ${tag.name.toLowerCase()} ${tag.asset.toLowerCase()}`;
    if (!words.every((word) => text.includes(word))) continue;
    if (begins) early.push(tag);
    else late.push(tag);
    if (early.length >= limit) break;
  }
  return [...early, ...late].slice(0, limit);
}

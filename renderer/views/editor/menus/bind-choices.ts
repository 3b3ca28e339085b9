import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { type Draft, elementAt, type ElementPath } from '#shared/screen/edit/draft.ts';
import { insert } from '#shared/screen/edit/insert.ts';
import { setAttributes } from '#shared/screen/edit/set-attributes.ts';
import { escapeAttribute } from '#shared/screen/edit/write-xml.ts';
import type { Edited } from '#shared/screen/edit/draft.ts';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import { targetsOf, targetTitles } from '../properties/binding-targets.ts';

/** One thing a tag can be to an element. */
export type BindChoice = { readonly title: string; readonly apply: (draft: Draft) => Edited };

/**
 * Everything these tags can be to an element, what is likeliest first: the keys of a part that take a tag of this type,
 * its rows, the flow of a line, and what an expression of it can set.
 */
export function bindChoices(draft: Draft, path: ElementPath, tags: readonly string[], directory: DirectoryIndex): readonly BindChoice[] {
  const element = elementAt(draft, path);
  const [first] = tags;
  const tag = first === undefined ? undefined : directory.tagById(first);
  if (element === null || first === undefined || tag === undefined) return [];
  const set = (attributes: Readonly<Record<string, string>>) => (now: Draft) => setAttributes(now, [path], attributes);
  const entry = partCatalogue.get(element.attributes.get('data-symbol') ?? '');
  const choices: BindChoice[] = [];
  for (const key of entry?.keys ?? []) {
    if (key.kind !== 'tag' || (key.types !== undefined && !key.types.includes(tag.type))) continue;
    choices.push({ title: key.title, apply: set({ [`data-${key.name}`]: first }) });
  }
  const itemKey = entry?.items?.keys.find((key) => key.kind === 'tag' && (key.types === undefined || key.types.includes(tag.type)));
  if (entry?.items != null && itemKey !== undefined) {
    const rows = tags.map((id) => `<g data-${itemKey.name}="${escapeAttribute(id)}"/>`).join('\n');
    choices.unshift({
      title: `New ${entry.items.title.toLowerCase()}`,
      apply: (now) => withPart(path, insert(now, path, Number.MAX_SAFE_INTEGER, rows)),
    });
  }
  if (entry === undefined && ['path', 'line', 'polyline'].includes(element.name))
    choices.push({ title: 'Flow of the line', apply: set({ 'data-flow': tags.join(' ') }) });
  for (const target of targetsOf(element)) {
    const expression = expressionFor(target, first, tag.type);
    if (expression !== null) choices.push({ title: targetTitles[target], apply: set({ [`data-bind-${target}`]: expression }) });
  }
  return choices;
}

/** What an asset can be to a part: each of its keys that takes one, its own first. */
export function assetChoices(draft: Draft, path: ElementPath, asset: string): readonly BindChoice[] {
  const entry = partCatalogue.get(elementAt(draft, path)?.attributes.get('data-symbol') ?? '');
  return (entry?.keys ?? []).flatMap((key) =>
    key.kind === 'asset' ? [{ title: key.title, apply: (now: Draft) => setAttributes(now, [path], { [`data-${key.name}`]: asset }) }] : [],
  );
}

/** The part stays what is picked, though its rows were worked on. */
const withPart = (path: ElementPath, edited: Edited): Edited =>
  edited.ok ? { ok: true, change: { ...edited.change, picked: [path] } } : edited;

/** How a tag of this type sets a target, as an engineer would write it; null where it cannot. */
export function expressionFor(target: ReturnType<typeof targetsOf>[number], tag: string, type: string): string | null {
  const isTruth = type === 'bool';
  const isNumber = type === 'float' || type === 'int' || type === 'enum';
  if (target === 'text') return `{${tag}}`;
  if (target === 'state') return type === 'text' ? null : `{${tag}}`;
  if (target === 'visible' || target === 'enabled') return isTruth ? `{${tag}}` : isNumber ? `{${tag}} > 0` : `{${tag}} == "..."`;
  if (isTruth) return `{${tag}} ? 1 : 0`;
  return isNumber ? `{${tag}}` : null;
}

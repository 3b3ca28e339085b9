import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { TemplateEntry } from '#shared/model/project.ts';
import { escapeAttribute } from '#shared/screen/edit/write-xml.ts';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import type { PartEntry } from '#shared/screen/part-entry.ts';
import type { Point } from '../geometry/box.ts';
import { hundredths } from '../geometry/route.ts';

/** What a drag from the palette carries: `part NAME`, `template NAME` or `asset ID`. */
export const partMime = 'application/x-firstout-part';

/** A piece of SVG that can be placed, and what it is in words. */
export type Placing = { readonly title: string; readonly fragmentAt: (point: Point) => string };

export const placed = (point: Point): string => `transform="translate(${hundredths(point.x)} ${hundredths(point.y)})"`;
const attribute = (name: string, value: string): string => ` ${name}="${escapeAttribute(value)}"`;

/** What a text of a palette drag places; null where the project has no such thing (any more). */
export function partFragment(text: string, directory: DirectoryIndex, templates: readonly TemplateEntry[]): Placing | null {
  const at = text.indexOf(' ');
  const [kind, name] = [text.slice(0, at), text.slice(at + 1)];
  if (kind === 'part') {
    const entry = partCatalogue.get(name);
    return entry === undefined ? null : placingOfPart(entry);
  }
  if (kind === 'template') {
    const template = templates.find((one) => one.name === name);
    return template === undefined ? null : placingOfTemplate(template);
  }
  if (kind === 'asset') return placingOfAsset(name, directory);
  return null;
}

/** A symbol or live part with nothing bound yet. What shows rows gets one, so that it can be seen and filled. */
export function placingOfPart(entry: PartEntry): Placing {
  const items = entry.items === null ? '/>' : '>\n  <g data-tag="" data-label="Row"/>\n</g>';
  return { title: entry.title.toLowerCase(), fragmentAt: (point) => `<g data-symbol="${entry.name}" ${placed(point)}${items}` };
}

/** An asset as the symbol of its kind; one of a kind without a symbol becomes its name. */
export function placingOfAsset(id: string, directory: DirectoryIndex): Placing | null {
  const asset = directory.asset(id);
  if (asset === undefined) return null;
  const kind = asset.kind ?? '';
  const entry = partCatalogue.get(kind);
  if (entry === undefined || !entry.isEquipment) {
    if (asset.level === 'unit')
      return { title: id, fragmentAt: (point) => `<g data-symbol="unit-row"${attribute('data-asset', id)} ${placed(point)}/>` };
    return {
      title: id,
      fragmentAt: ({ x, y }) => `<text class="asset-name" x="${hundredths(x)}" y="${hundredths(y)}">${escapeAttribute(id)}</text>`,
    };
  }
  return {
    title: `${entry.title.toLowerCase()} ${id}`,
    fragmentAt: (point) => `<g data-symbol="${entry.name}"${attribute('data-asset', id)} ${placed(point)}/>`,
  };
}

/** A template with the samples of its parameters, which each use must give: they are then written over. */
export function placingOfTemplate({ name, parameters }: TemplateEntry): Placing {
  const given = parameters.map((one) => attribute(`data-with-${one.name}`, one.sample)).join('');
  return { title: `template ${name}`, fragmentAt: (point) => `<g${attribute('data-template', name)}${given} ${placed(point)}/>` };
}

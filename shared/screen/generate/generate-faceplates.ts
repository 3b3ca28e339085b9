import type { AssetDefinition } from '#shared/model/asset.ts';
import type { TagDefinition, TagUse } from '#shared/model/tag.ts';
import { attributes, isNumber, textOf } from './cells.ts';
import { type Plant, symbolOf, tagsByAsset } from './plant-part.ts';
import { slotWords } from './slot-words.ts';

export type Faceplate = {
  /** Its file is `templates/NAME.svg`. */
  readonly name: string;
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** Assets it is made for, and the parameters each gives it. */
  readonly uses: readonly { readonly asset: string; readonly with: Readonly<Record<string, string>> }[];
};

/** One tag of an asset in the part it plays: parameter name, use, whether a number. */
type Slot = { readonly parameter: string; readonly use: TagUse; readonly tag: TagDefinition };

/** What a faceplate shows, from top to bottom; what the symbol shows by itself is not among it. */
const shownUses: readonly TagUse[] = ['pv', 'sp', 'out', 'mode', 'measurement', 'counter'];
const slotsAtMost = 16;
const width = 320;
const pitch = 30;

/**
 * Faceplates for the kinds of equipment of a plant, as templates: the symbol with its name and state, the loop's value,
 * setpoint, output and mode, then measured values and counters. Assets of a kind that have the same tags share one; the
 * commonest is `faceplate-KIND`, others are numbered. Tags whose ids begin with the asset's are written `$(asset)…`;
 * the others are parameters named after their use or their letters.
 */
export function generateFaceplates(plant: Plant, kinds?: readonly string[]): readonly Faceplate[] {
  const tags = tagsByAsset(plant);
  const byKind = new Map<string, Map<string, AssetDefinition[]>>();
  for (const asset of plant.assets) {
    const kind = symbolOf(asset)?.name;
    if (kind === undefined || (kinds !== undefined && !kinds.includes(kind))) continue;
    const signature = slotsOf(asset, tags.get(asset.id) ?? []).map(({ parameter, tag }) => `${parameter} ${derived(asset, tag)} ${isNumber(tag) ? 'n' : 's'}`).join(' ');
    const groups = byKind.get(kind) ?? new Map<string, AssetDefinition[]>();
    byKind.set(kind, groups);
    groups.set(signature, [...(groups.get(signature) ?? []), asset]);
  }
  return [...byKind].flatMap(([kind, groups]) =>
    [...groups.values()]
      .sort((a, b) => b.length - a.length)
      .map((assets, at) => faceplate(at === 0 ? `faceplate-${kind}` : `faceplate-${kind}-${at + 1}`, assets, tags)),
  );
}

/** The line that uses a faceplate for an asset, its upper left corner at this point; null where it is not made for that. */
export function faceplateUse(plate: Faceplate, asset: string, x: number, y: number): string | null {
  const use = plate.uses.find((one) => one.asset === asset);
  if (use === undefined) return null;
  const given = Object.fromEntries(Object.entries(use.with).map(([name, value]) => [`data-with-${name}`, value]));
  return `<g${attributes({ 'data-template': plate.name, ...given, transform: `translate(${x} ${y})` })}/>`;
}

/** The tags of an asset that a faceplate shows, each with a name of its own. */
function slotsOf(asset: AssetDefinition, tags: readonly TagDefinition[]): readonly Slot[] {
  const taken = new Set(['asset']);
  const slots: Slot[] = [];
  for (const use of shownUses) {
    for (const tag of tags) {
      if (tag.use !== use || slots.length >= slotsAtMost) continue;
      const stem = use === 'measurement' || use === 'counter' ? lettersOf(asset, tag) : use;
      let parameter = stem;
      for (let number = 2; taken.has(parameter); number++) parameter = `${stem}-${number}`;
      taken.add(parameter);
      slots.push({ parameter, use, tag });
    }
  }
  return slots;
}

/** The letters a tag begins with, as ISA-5.1 names instruments: "tt" of TT-2021; of a tag named after its asset what follows, "ol" of P-201A.OL. */
function lettersOf(asset: AssetDefinition, tag: TagDefinition): string {
  const own = tag.id.startsWith(`${asset.id}.`) ? tag.id.slice(asset.id.length + 1) : tag.id;
  const letters = /^[A-Za-z][A-Za-z0-9]*/.exec(own)?.[0] ?? 'value';
  return letters.toLowerCase().slice(0, 20);
}

/** A tag's id as the template writes it: after the asset where it is named after that, else its parameter stands for it. */
const derived = (asset: AssetDefinition, tag: TagDefinition): string => (tag.id.startsWith(`${asset.id}.`) ? `$(asset)${tag.id.slice(asset.id.length)}` : '');

function faceplate(name: string, assets: readonly AssetDefinition[], tags: ReadonlyMap<string, readonly TagDefinition[]>): Faceplate {
  const [first] = assets;
  if (first === undefined) throw new Error('A faceplate is made for one asset at least.');
  const slots = slotsOf(first, tags.get(first.id) ?? []);
  const entry = symbolOf(first);
  const ids = slots.map(({ parameter, tag }) => ({ parameter, tag, text: derived(first, tag) || `$(${parameter})` }));
  const parameters = ids.filter(({ text, parameter }) => text === `$(${parameter})`).map(({ parameter }) => parameter);
  const withOf = (asset: AssetDefinition): Readonly<Record<string, string>> => {
    const own = new Map(slotsOf(asset, tags.get(asset.id) ?? []).map(({ parameter, tag }) => [parameter, tag.id as string]));
    return { asset: asset.id, ...Object.fromEntries(parameters.map((parameter) => [parameter, own.get(parameter) ?? ''])) };
  };
  const box = entry?.box ?? { x: -12, y: -12, width: 24, height: 24 };
  // Tall symbols are drawn no taller than the header: their sizes, where they have some, else their own.
  const scale = Math.min(1, 72 / box.height, 96 / box.width);
  const header = Math.max(96, Math.ceil(box.height * (scale < 1 && isSizable(first) ? scale : 1)) + 40);
  const all = assets.map((asset) => ({ asset, slots: slotsOf(asset, tags.get(asset.id) ?? []) }));
  const rows = ids.map(({ text }, row) => {
    const of = all.flatMap((one) => (one.slots[row] === undefined ? [] : [{ asset: one.asset, tag: one.slots[row].tag }]));
    return { text, words: slotWords(slots[row]?.use ?? 'measurement', of) };
  });
  const height = header + 14 + rows.length * pitch + 12;
  const sample = withOf(first);
  const head = attributes({
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    ...Object.fromEntries(Object.entries(sample).map(([parameter, value]) => [`data-param-${parameter}`, value])),
  });
  const lines = [
    `<title>${textOf(`Faceplate of ${(entry?.title ?? first.kind ?? 'equipment').toLowerCase()}`)}</title>`,
    `<rect class="panel" x="0" y="0" width="${width}" height="${height}" rx="8"/>`,
    symbolLine(first, header, scale),
    `<text class="asset-name" x="${textLeft}" y="34">$(asset)</text>`,
    `<path class="rule" d="M12 ${header}H${width - 12}"/>`,
    ...rowLines(rows, header + 30),
  ];
  return { name, width, height, svg: `<svg${head}>\n${lines.map((line) => `  ${line}`).join('\n')}\n</svg>\n`, uses: assets.map((asset) => ({ asset: asset.id, with: withOf(asset) })) };
}

const textLeft = 130;
const isSizable = (asset: AssetDefinition): boolean => (symbolOf(asset)?.sizeKeys.length ?? 0) > 0;

function symbolLine(asset: AssetDefinition, header: number, scale: number): string {
  const entry = symbolOf(asset);
  const box = entry?.box ?? { x: -12, y: -12, width: 24, height: 24 };
  const factor = scale < 1 && isSizable(asset) ? scale : 1;
  const sizes = entry?.keys.flatMap((key) => (key.kind === 'number' && entry.sizeKeys.includes(key.name) && key.own !== null && factor < 1 ? [[`data-${key.name}`, Math.round(key.own * factor)] as const] : [])) ?? [];
  const y = Math.round((header - 20) / 2 - (box.y + box.height / 2) * factor);
  return `<g${attributes({
    'data-symbol': entry?.name,
    'data-asset': '$(asset)',
    ...Object.fromEntries(sizes),
    'data-label': 'none',
    'data-note': 'below',
    transform: `translate(${Math.round(66 - (box.x + box.width / 2) * factor)} ${y})`,
  })}/>`;
}

/** One value a row: its tag and what it is at the left, the value at the right. */
function rowLines(rows: readonly { readonly words: string; readonly text: string }[], top: number): readonly string[] {
  return rows.flatMap(({ words, text }, row) => {
    const y = top + row * pitch;
    return [
      `<text class="note" x="16" y="${y}">${textOf(text)}</text>`,
      `<text class="label" x="106" y="${y}">${textOf(words)}</text>`,
      `<g${attributes({ 'data-symbol': 'value', 'data-tag': text, 'data-show': 'plain', 'data-size': 'small', 'data-align': 'end', transform: `translate(${width - 16} ${y})` })}/>`,
    ];
  });
}

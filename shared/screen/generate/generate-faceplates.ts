import type { AssetDefinition } from '#shared/model/asset.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { PartEntry } from '../part-entry.ts';
import { attributes, textOf } from './cells.ts';
import { type Slot, slotKey, slotsOf } from './faceplate-slots.ts';
import { type Plant, symbolOf, tagsByAsset } from './plant-part.ts';
import { slotWords } from './slot-words.ts';

export type Faceplate = {
  /** Its file is `templates/NAME.svg`. */
  readonly name: string;
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** Assets it is made for, the parameters each gives it, and tags of an asset that it does not show. */
  readonly uses: readonly {
    readonly asset: string;
    readonly with: Readonly<Record<string, string>>;
    readonly leftOut: readonly string[];
  }[];
};

type Member = { readonly asset: AssetDefinition; readonly slots: readonly Slot[] };

const width = 380;
const pitch = 30;
/** Where the names, the words of a row and the values stand. */
const columns = { tag: 16, words: 140, value: width - 16, name: 130 } as const;

/**
 * Faceplates for the kinds of equipment of a plant, as templates: the symbol with its name and state, loops with value,
 * setpoint, output and mode, then measured values and counters. Assets of a kind that have the same tags share one; the
 * commonest is `faceplate-KIND`, others are numbered. An asset with more tags than the commonest shares that, too, and what
 * it has besides is named in `leftOut`. Tags whose ids begin with the asset's are written `$(asset)…`; the others are
 * parameters named after their use or their letters.
 */
export function generateFaceplates(plant: Plant, kinds?: readonly string[]): readonly Faceplate[] {
  const tags = tagsByAsset(plant);
  const byKind = new Map<string, Member[]>();
  for (const asset of plant.assets) {
    const kind = symbolOf(asset)?.name;
    if (kind === undefined || (kinds !== undefined && !kinds.includes(kind))) continue;
    byKind.set(kind, [...(byKind.get(kind) ?? []), { asset, slots: slotsOf(asset, tags.get(asset.id) ?? []) }]);
  }
  return [...byKind].flatMap(([kind, members]) =>
    groupsOf(members).map((group, at) => faceplate(at === 0 ? `faceplate-${kind}` : `faceplate-${kind}-${at + 1}`, group)),
  );
}

/** The line that uses a faceplate for an asset, its upper left corner at this point; null where it is not made for that. */
export function faceplateUse(plate: Faceplate, asset: string, x: number, y: number): string | null {
  const use = plate.uses.find((one) => one.asset === asset);
  if (use === undefined) return null;
  const given = Object.fromEntries(Object.entries(use.with).map(([name, value]) => [`data-with-${name}`, value]));
  return `<g${attributes({ 'data-template': plate.name, ...given, transform: `translate(${x} ${y})` })}/>`;
}

/** What one template serves: the slots it shows, and the assets that have them all. */
type Group = { readonly slots: readonly Slot[]; readonly members: readonly Member[] };

/** Members with the same slots together, the most first; one that has the slots of a larger group joins it. */
function groupsOf(members: readonly Member[]): readonly Group[] {
  const same = new Map<string, Member[]>();
  for (const member of members) {
    const key = member.slots.map(slotKey).join('\u0001');
    same.set(key, [...(same.get(key) ?? []), member]);
  }
  const groups: { readonly slots: readonly Slot[]; readonly members: Member[] }[] = [];
  for (const list of [...same.values()].sort((a, b) => b.length - a.length)) {
    const [first] = list;
    if (first === undefined) continue;
    const own = new Set(first.slots.map(slotKey));
    // One without values serves nobody else: it would hide all they have.
    const larger = groups.find(
      (group) => group.members.length > 1 && group.slots.length > 0 && group.slots.every((slot) => own.has(slotKey(slot))),
    );
    if (larger === undefined) groups.push({ slots: first.slots, members: [...list] });
    else larger.members.push(...list);
  }
  return groups;
}

function faceplate(name: string, { slots, members }: Group): Faceplate {
  const [first] = members;
  const entry = first === undefined ? undefined : symbolOf(first.asset);
  if (first === undefined || entry === undefined) throw new Error('A faceplate is made for an asset with a symbol.');
  const parameters = slots.filter(({ text, parameter }) => text === `$(${parameter})`).map(({ parameter }) => parameter);
  const tagOf = ({ slots: own }: Member, parameter: string): TagDefinition | undefined =>
    own.find((slot) => slot.parameter === parameter)?.tag;
  const withOf = (member: Member): Readonly<Record<string, string>> => ({
    asset: member.asset.id,
    ...Object.fromEntries(parameters.map((parameter) => [parameter, tagOf(member, parameter)?.id ?? ''])),
  });
  const shown = new Set(slots.map(({ parameter }) => parameter));
  const rows = slots.map(({ parameter, use, text, isOneOfMany }) => {
    const of = members.flatMap((member) => {
      const tag = tagOf(member, parameter);
      return tag === undefined ? [] : [{ asset: member.asset, tag }];
    });
    return { text, words: slotWords(use, isOneOfMany, of) };
  });
  const header = 110;
  const height = header + (rows.length === 0 ? 0 : rows.length * pitch + 14);
  const samples = Object.entries(withOf(first)).map(([parameter, value]) => [`data-param-${parameter}`, value]);
  const head = attributes({ xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, ...Object.fromEntries(samples) });
  const lines = [
    `<title>${textOf(`Faceplate of ${entry.title.toLowerCase()}`)}</title>`,
    `<rect class="panel" x="0" y="0" width="${width}" height="${height}" rx="8"/>`,
    symbolLine(entry),
    `<text class="asset-name" x="${columns.name}" y="34">$(asset)</text>`,
    ...(rows.length === 0 ? [] : [`<path class="rule" d="M12 ${header}H${width - 12}"/>`]),
    ...rows.flatMap((row, at) => rowLines(row, header + 28 + at * pitch)),
  ];
  return {
    name,
    width,
    height,
    svg: `<svg${head}>\n${lines.map((line) => `  ${line}`).join('\n')}\n</svg>\n`,
    uses: members.map((member) => ({
      asset: member.asset.id,
      with: withOf(member),
      leftOut: member.slots.filter(({ parameter }) => !shown.has(parameter)).map(({ tag }) => tag.id),
    })),
  };
}

/** The symbol in the header: in its own sizes made smaller where it is too large, scaled where it has none. */
function symbolLine({ name, box, keys, sizeKeys }: PartEntry): string {
  const factor = Math.min(1, 70 / box.height, 84 / box.width);
  const sizes = keys.flatMap((key) =>
    factor < 1 && key.kind === 'number' && sizeKeys.includes(key.name) && key.own !== null
      ? [[`data-${key.name}`, Math.round(key.own * factor)] as const]
      : [],
  );
  const isScaled = factor < 1 && sizes.length === 0;
  const x = Math.round(66 - (box.x + box.width / 2) * factor);
  const y = Math.round(48 - (box.y + box.height / 2) * factor);
  return `<g${attributes({
    'data-symbol': name,
    'data-asset': '$(asset)',
    ...Object.fromEntries(sizes),
    'data-label': 'none',
    'data-note': isScaled ? 'none' : 'below',
    transform: isScaled ? `translate(${x} ${y}) scale(${Math.round(factor * 100) / 100})` : `translate(${x} ${y})`,
  })}/>`;
}

/** One value a row: its tag and what it is at the left, the value at the right. */
function rowLines({ text, words }: { readonly text: string; readonly words: string }, y: number): readonly string[] {
  return [
    `<text class="note" x="${columns.tag}" y="${y}">${textOf(text)}</text>`,
    `<text class="label" x="${columns.words}" y="${y}">${textOf(words)}</text>`,
    `<g${attributes({ 'data-symbol': 'value', 'data-tag': text, 'data-show': 'plain', 'data-size': 'small', 'data-align': 'end', transform: `translate(${columns.value} ${y})` })}/>`,
  ];
}

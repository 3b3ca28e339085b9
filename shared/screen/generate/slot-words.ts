import type { AssetDefinition } from '#shared/model/asset.ts';
import type { TagDefinition, TagUse } from '#shared/model/tag.ts';
import { cutAtWord } from './cut-at-word.ts';

const useWords: Readonly<Partial<Record<TagUse, string>>> = {
  pv: 'Value',
  sp: 'Setpoint',
  out: 'Output',
  mode: 'Mode',
  counter: 'Counter',
};

/** First letter of an instrument's tag: ISA-5.1, table of identification letters (from memory; those that plants use). */
const measuredWords: Readonly<Record<string, string>> = {
  A: 'Analysis',
  D: 'Density',
  E: 'Voltage',
  F: 'Flow',
  I: 'Current',
  J: 'Power',
  L: 'Level',
  P: 'Pressure',
  S: 'Speed',
  T: 'Temperature',
  V: 'Vibration',
  W: 'Weight',
  Z: 'Position',
};

/**
 * What a row of a faceplate is, for all assets that share it: its use where that alone says it; else the words that the names
 * of their tags have in common, without those of the assets' own names; where nothing is left, what the first letter of an
 * instrument measures. At most 17 letters.
 */
export function slotWords(
  use: TagUse,
  isOneOfMany: boolean,
  of: readonly { readonly asset: AssetDefinition; readonly tag: TagDefinition }[],
): string {
  const known = use === 'counter' ? undefined : useWords[use];
  if (known !== undefined && !isOneOfMany) return known;
  const lists = of.map(({ asset, tag }) => {
    const own = new Set(`${asset.name} ${asset.id}`.toLowerCase().split(/\s+/));
    return tag.name.split(/[\s,]+/).filter((word) => word !== '' && !own.has(word.toLowerCase()));
  });
  const words = (lists[0] ?? []).filter((word) => lists.every((list) => list.some((other) => other.toLowerCase() === word.toLowerCase())));
  const letter = /^([A-Z])[A-Z]{1,4}-/.exec(of[0]?.tag.id ?? '')?.[1] ?? '';
  const text = words.length > 0 ? words.join(' ') : (useWords[use] ?? measuredWords[letter] ?? 'Value');
  return cutAtWord(text.charAt(0).toUpperCase() + text.slice(1), 17);
}

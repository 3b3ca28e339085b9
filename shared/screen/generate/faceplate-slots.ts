import type { AssetDefinition } from '#shared/model/asset.ts';
import type { TagDefinition, TagUse } from '#shared/model/tag.ts';
import { isNumber } from './cells.ts';

/** One tag of an asset in the part it plays on its faceplate. */
export type Slot = {
  /** Name of the parameter that stands for it: its use, or its letters. */
  readonly parameter: string;
  readonly use: TagUse;
  readonly tag: TagDefinition;
  /** `$(asset)…` where the tag is named after its asset, `$(parameter)` else. */
  readonly text: string;
  /** Whether another slot of the asset has the same use, so that the use alone does not say what it is. */
  readonly isOneOfMany: boolean;
};

const loopUses: readonly TagUse[] = ['pv', 'sp', 'out', 'mode'];
const otherUses: readonly TagUse[] = ['measurement', 'counter'];
const slotsAtMost = 24;

/** The tags of an asset that a faceplate shows: its loops, each with value, setpoint, output and mode, then measurements and counters. */
export function slotsOf(asset: AssetDefinition, tags: readonly TagDefinition[]): readonly Slot[] {
  const chosen = [...loopTags(tags), ...otherUses.flatMap((use) => tags.filter((tag) => tag.use === use))].slice(0, slotsAtMost);
  const taken = new Set(['asset']);
  return chosen.map((tag) => {
    const stem = loopUses.includes(tag.use) ? tag.use : lettersOf(asset, tag);
    let parameter = stem;
    for (let number = 2; taken.has(parameter); number++) parameter = `${stem}-${number}`;
    taken.add(parameter);
    const text = tag.id.startsWith(`${asset.id}.`) ? `$(asset)${tag.id.slice(asset.id.length)}` : `$(${parameter})`;
    return { parameter, use: tag.use, tag, text, isOneOfMany: chosen.filter(({ use }) => use === tag.use).length > 1 };
  });
}

/** What a slot must have in common with that of another asset to be shown in its place. */
export const slotKey = ({ parameter, tag, text }: Slot): string => `${parameter} ${text} ${isNumber(tag) ? 'number' : 'word'}`;

/** Tags of loops, one loop after the other: those whose ids differ in what follows the last point belong together. */
function loopTags(tags: readonly TagDefinition[]): readonly TagDefinition[] {
  const loops = new Map<string, TagDefinition[]>();
  const own = tags.filter(({ use }) => loopUses.includes(use));
  for (const tag of [...own.filter(({ use }) => use === 'pv'), ...own.filter(({ use }) => use !== 'pv')]) {
    const stem = tag.id.replace(/\.[^.]*$/, '');
    const loop = loops.get(stem);
    if (loop === undefined) loops.set(stem, [tag]);
    else loop.push(tag);
  }
  return [...loops.values()].flatMap((loop) => [...loop].sort((a, b) => loopUses.indexOf(a.use) - loopUses.indexOf(b.use)));
}

/** The letters a tag begins with, as ISA-5.1 names instruments: "tt" of TT-2021; of a tag named after its asset what follows, "ol" of P-201A.OL. */
function lettersOf(asset: AssetDefinition, tag: TagDefinition): string {
  const own = tag.id.startsWith(`${asset.id}.`) ? tag.id.slice(asset.id.length + 1) : tag.id;
  const letters = /^[A-Za-z][A-Za-z0-9]*/.exec(own)?.[0] ?? 'value';
  return letters.toLowerCase().slice(0, 20);
}

import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { SceneBinding } from './scene-binding.ts';

/** One quantity that surfaces can be coloured by. */
export type HeatKind = {
  /** The unit is its name: values of one unit compare, others do not. */
  readonly unit: string;
  readonly words: string;
  /** Of each asset it is known of: position in the binding, and the tag's dense index. */
  readonly tags: readonly { readonly asset: number; readonly tag: number }[];
  /** Ends of the scale: what is normal with a tenth of room, since measuring ranges are far wider than a plant ever gets; one in twenty lies beyond, held at the ends. */
  readonly low: number;
  readonly high: number;
};

const words: Readonly<Record<string, string>> = {
  '°C': 'Temperature',
  'mm/s': 'Vibration',
  A: 'Current',
  kW: 'Power',
  bar: 'Pressure',
  'bar a': 'Pressure, absolute',
  mbar: 'Differential pressure',
  rpm: 'Speed',
  '%': 'Share of range',
  'm³/h': 'Flow',
  't/h': 'Mass flow',
  µm: 'Shaft vibration',
};
const order = Object.keys(words);
/** A map of one place compares nothing. */
const leastAssets = 2;

/** Every quantity that at least two assets of the scene measure; those the scene names as `heat` count before an asset's other tags of the unit. */
export function heatKinds(layout: SceneLayout, binding: SceneBinding, directory: DirectoryIndex): readonly HeatKind[] {
  const byUnit = new Map<string, Map<number, number>>();
  const offer = (asset: number, tag: number): void => {
    const definition = directory.tag(tag);
    if (definition === undefined || definition.unit === '' || (definition.type !== 'float' && definition.type !== 'int')) return;
    const known = byUnit.get(definition.unit) ?? new Map<number, number>();
    if (!known.has(asset)) known.set(asset, tag);
    byUnit.set(definition.unit, known);
  };
  for (const { part, index } of layout.parts) if (part.heat !== undefined && (binding.assetOf[index] ?? -1) >= 0) offer(binding.assetOf[index] as number, directory.indexOf(part.heat));
  binding.assets.forEach(({ id }, position) => {
    const own = directory.tagsOfAsset(id);
    for (const tag of own) if (directory.tag(tag)?.use === 'pv') offer(position, tag);
    for (const tag of own) if (directory.tag(tag)?.use === 'measurement') offer(position, tag);
  });
  return [...byUnit]
    .filter(([, tags]) => tags.size >= leastAssets)
    .map(([unit, tags]): HeatKind => {
      const spans = [...tags.values()].flatMap((tag) => {
        const { range, normal } = directory.tag(tag) ?? {};
        return normal !== undefined ? [normal] : range !== undefined ? [range] : [];
      });
      // One dew point among temperatures would leave all others the same colour.
      const beyond = Math.floor(spans.length / 20);
      const least = spans.map(([from]) => from).toSorted((a, b) => a - b)[beyond] ?? 0;
      const greatest = spans.map(([, to]) => to).toSorted((a, b) => b - a)[beyond] ?? 0;
      const room = (greatest - least) / 10;
      // A quantity that is never below nothing begins there.
      const low = least >= 0 ? Math.max(0, least - room) : least - room;
      const high = greatest + room;
      return { unit, words: words[unit] ?? unit, tags: [...tags].map(([asset, tag]) => ({ asset, tag })), ...(spans.length === 0 || low >= high ? { low: 0, high: 100 } : { low, high }) };
    })
    .toSorted((a, b) => rank(a.unit) - rank(b.unit) || (a.unit < b.unit ? -1 : 1));
}

const rank = (unit: string): number => (order.includes(unit) ? order.indexOf(unit) : order.length);

/** 0 to 1 on the scale, held at its ends; NaN for NaN. */
export const shareOf = ({ low, high }: Pick<HeatKind, 'low' | 'high'>, value: number): number => Math.min(1, Math.max(0, (value - low) / (high - low)));

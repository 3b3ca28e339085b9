import type { TagType } from '#shared/model/tag.ts';

export const partGroups = [
  'Rotating',
  'Valves',
  'Vessels',
  'Heat',
  'Separation',
  'Transport',
  'Electrical',
  'Instruments',
  'Values',
  'Overview',
  'Navigation',
] as const;
export type PartGroup = (typeof partGroups)[number];

export type PartChoice = { readonly value: string; readonly title: string };

/** What the text of one `data-` key means, and what is allowed there. */
export type PartKeyKind =
  /** Id of a tag; only of these types where `types` names some. */
  | { readonly kind: 'tag'; readonly types?: readonly TagType[] }
  /** Ids of tags, spaces between; `hole` leaves a place empty where it names one. */
  | { readonly kind: 'tags'; readonly hole?: string }
  | { readonly kind: 'asset' }
  | { readonly kind: 'screen' }
  /** A number from `min` to `max`; `own` stands where the key is absent, null where the part then finds its own. */
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly own: number | null }
  /** One of these; `own` stands where the key is absent. */
  | { readonly kind: 'choice'; readonly choices: readonly PartChoice[]; readonly own: string }
  /** Any of these, spaces between; none where the key is absent. */
  | { readonly kind: 'words'; readonly choices: readonly PartChoice[] }
  /** On with this very text, off without the key. */
  | { readonly kind: 'flag'; readonly on: string }
  | { readonly kind: 'text' }
  /** An expression of `shared/expressions`. */
  | { readonly kind: 'expression' }
  /** Pairs of numbers: `x,y x,y …`. */
  | { readonly kind: 'points' }
  /** Words for numbers: `0:off 1:on`, a semicolon between words with spaces: `0:not ready; 1:ready`. */
  | { readonly kind: 'states' };

/** One `data-` key of a part, its name without that prefix. */
export type PartKey = PartKeyKind & {
  readonly name: string;
  /** In words, for an editor's field. */
  readonly title: string;
  /** Without it the part cannot be drawn and stands there as a mark. */
  readonly isNeeded?: boolean;
};

export type PartEntry = {
  /** The text of `data-symbol`; of equipment also the `kind` of an asset. */
  readonly name: string;
  readonly title: string;
  readonly group: PartGroup;
  /** A symbol of the library, whose state comes from its asset; else a live part. */
  readonly isEquipment: boolean;
  /** Bounds at its own size in user units around the origin of its transform, without labels and marks. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Keys that change its bounds, as handles of an editor would: names of number keys among `keys`. */
  readonly sizeKeys: readonly string[];
  readonly keys: readonly PartKey[];
  /** Of these keys it needs one: without any it cannot be drawn. Absent: those with `isNeeded` are all it needs. */
  readonly oneOf?: readonly string[];
  /** Child elements `<g data-…/>` it takes; null where it takes none. */
  readonly items: { readonly title: string; readonly max: number; readonly keys: readonly PartKey[] } | null;
};

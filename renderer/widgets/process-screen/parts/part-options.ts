import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import type { PartKey } from '#shared/screen/part-entry.ts';
import { readPairs } from '#shared/screen/screen-binding.ts';
import type { ScreenData } from '#shared/screen/screen-model.ts';

/** What a screen says of one part, read by the catalogue: its bounds and own values stand there and nowhere else. */
export type PartOptions = {
  /** Within the bounds of the catalogue; its own value where the screen says nothing that can be read. NaN where it has none. */
  number(key: string): number;
  choice(key: string): string;
  words(key: string): ReadonlySet<string>;
  /** Undefined where the screen says nothing. */
  text(key: string): string | undefined;
};

/** Throws for a key the catalogue does not list: that is a mistake of the part, not of the screen. */
export function partOptions(part: string, data: ScreenData): PartOptions {
  const keys = new Map((partCatalogue.get(part)?.keys ?? []).map((key) => [key.name, key]));
  const keyOf = <Kind extends PartKey['kind']>(name: string, kind: Kind): Extract<PartKey, { readonly kind: Kind }> => {
    const key = keys.get(name);
    if (key?.kind !== kind) throw new Error(`The catalogue lists no ${kind} ${name} of ${part}.`);
    return key as Extract<PartKey, { readonly kind: Kind }>;
  };
  return {
    number(name) {
      const { min, max, own } = keyOf(name, 'number');
      const text = data[name];
      const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
      return Number.isNaN(value) ? (own ?? Number.NaN) : Math.min(max, Math.max(min, value));
    },
    choice(name) {
      const { choices, own } = keyOf(name, 'choice');
      const text = data[name];
      return choices.some(({ value }) => value === text) ? (text as string) : own;
    },
    words: (name) => new Set(keyOf(name, 'words') && (data[name] ?? '').split(/\s+/).filter((word) => word !== '')),
    text: (name) => data[name],
  };
}

/** `0:off 1:on` as number and word; empty where the screen says nothing or what cannot be read, which the check has named. */
export const readStates = (text: string | undefined): ReadonlyMap<number, string> =>
  (text === undefined ? null : readPairs(text)) ?? new Map<number, string>();

import { boundsOf, type Bounds, type Outline, union } from './outline.ts';

/** What an element's name or binding suggests, told with the element's line once it is written. */
export type Hint = { readonly element: string; readonly sentence: string };

/** A part of an imported drawing in the units of the screen, every transform done: what the writer writes and thins. */
export type Drawn =
  | {
      readonly kind: 'shape';
      readonly outline: Outline;
      readonly class: string;
      /** The element it can be written as, where that says the same as its outline. */
      readonly plain: { readonly name: 'rect' | 'circle' | 'line'; readonly attributes: Readonly<Record<string, number>> } | null;
      readonly id: string | null;
      readonly hints: readonly Hint[];
      /** Further attributes of the screen format: bindings, the flow of a pipe. */
      readonly data?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly anchor: 'start' | 'middle' | 'end';
      /** Degrees, clockwise. */
      readonly angle: number;
      /** Height of the letters it had, in units of the screen. */
      readonly size: number;
      readonly text: string;
      readonly class: string;
      readonly id: string | null;
      readonly hints: readonly Hint[];
    }
  /** A live part: written as it is given. */
  | { readonly kind: 'part'; readonly attributes: Readonly<Record<string, string>>; readonly items: readonly Readonly<Record<string, string>>[]; readonly box: Bounds; readonly hints: readonly Hint[] }
  | { readonly kind: 'group'; readonly layer: string | null; readonly id: string | null; readonly children: readonly Drawn[]; readonly hints: readonly Hint[]; readonly data?: Readonly<Record<string, string>> };

export function boundsOfDrawn(drawn: readonly Drawn[]): Bounds | null {
  let bounds: Bounds | null = null;
  for (const one of drawn) {
    if (one.kind === 'shape') bounds = union(bounds, boundsOf(one.outline));
    else if (one.kind === 'group') bounds = union(bounds, boundsOfDrawn(one.children));
    else if (one.kind === 'part') bounds = union(bounds, one.box);
    else bounds = union(bounds, textBounds(one));
  }
  return bounds;
}

/** About half as wide as high is a letter; only to tell what lies on the page. */
export function textBounds({ x, y, anchor, size, text }: Extract<Drawn, { readonly kind: 'text' }>): Bounds {
  const width = text.length * size * 0.55;
  const left = anchor === 'start' ? x : anchor === 'middle' ? x - width / 2 : x - width;
  return { left, right: left + width, top: y - size, bottom: y };
}

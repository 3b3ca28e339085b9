import type { SvgNode } from './svg-node.ts';

/** How a symbol is asked for; sizes in user units of the screen. */
export type SymbolOptions = {
  /** Diameter of round symbols, or a factor's worth of it for the others: see each symbol. Absent: its own size. */
  readonly size?: number;
  readonly width?: number;
  readonly height?: number;
  /** Quarter turns of the flow direction: 0 right, 90 down, 180 left, 270 up. Lettering stays upright. */
  readonly turn?: 0 | 90 | 180 | 270;
  /** Letters drawn in the symbol where it has room for some: the asset's tag on a compressor. */
  readonly caption?: string;
};

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Where contents stand in a vessel: `inner` is the clipping shape, 0 % at `bottom`, 100 % at `top`. */
export type LevelSpace = {
  readonly inner: SvgNode;
  readonly top: number;
  readonly bottom: number;
  readonly x: number;
  readonly width: number;
};

/** A symbol drawn around the origin. State is set from outside by `data-state` on its group; see `symbols.css`. */
export type SymbolDrawing = {
  readonly nodes: readonly SvgNode[];
  /** Bounds without marks: the hit area; the alarm glyph stands on its upper right corner. */
  readonly box: Box;
  readonly level?: LevelSpace;
  /** Drawn over the contents, such as a label's backing or inner lines. */
  readonly front?: readonly SvgNode[];
};

/** How a symbol shows that it is on its way: right half lit, mid grey fill, double chevron, or not at all. */
export type MovingMark = 'half' | 'fill' | 'chevron' | 'none';

export type SymbolSpec = {
  readonly name: string;
  /** In words, for lists and accessible names. */
  readonly title: string;
  readonly moving: MovingMark;
  /** What its two states are called where "running" and "stopped" would be wrong; valves say open and shut by themselves. */
  readonly says?: { readonly running: string; readonly stopped: string };
  /** True for what may stand for a tag in place of an asset. */
  readonly isInstrument?: boolean;
  readonly draw: (options: SymbolOptions) => SymbolDrawing;
};

export const centredBox = (width: number, height: number): Box => ({ x: -width / 2, y: -height / 2, width, height });

/** A part of a screen file that is not drawn, or drawn as a mark. `line` is from 1; null where the whole file is meant. */
export type ScreenProblem = { readonly line: number | null; readonly message: string };

/** A piece of the static drawing: an allowed SVG element with allowed attributes only. */
export type ShapeNode = {
  readonly kind: 'shape';
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Text of `text`, `tspan` and `title` stands among the children. */
  readonly children: readonly (ScreenNode | string)[];
  /** Tag whose value says whether anything flows in this line; `data-flow`. */
  readonly flow: string | null;
  readonly line: number;
  /** Offset of its element in the text: what an editor takes hold of. */
  readonly from: number;
};

/** The `data-` attributes of one element without that prefix: `data-asset="P-1"` is `asset: 'P-1'`. */
export type ScreenData = Readonly<Record<string, string>>;

/** Something alive: a symbol, a value, a table, placed by its transform. */
export type SymbolNode = {
  readonly kind: 'symbol';
  /** Name of the symbol: `pump`, `value`, `table`, … Not checked by the parser. */
  readonly symbol: string;
  readonly transform: string;
  readonly data: ScreenData;
  /** Child elements with `data-` attributes: rows of a table, points of a profile. */
  readonly items: readonly ScreenData[];
  readonly line: number;
  readonly from: number;
};

export type ScreenNode = ShapeNode | SymbolNode;

/** A parsed screen: what the console draws, in its own terms. Nothing of the file reaches the page but through this. */
export type ScreenModel = {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly ScreenNode[];
  /** Value tiles above the drawing, from left to right. */
  readonly tiles: readonly ScreenData[];
  readonly problems: readonly ScreenProblem[];
};

export type ScreenResult = { readonly ok: true; readonly screen: ScreenModel } | { readonly ok: false; readonly problem: ScreenProblem };

/** Every symbol of a screen, groups included, in the order of the drawing. */
export function symbolsOf(nodes: readonly (ScreenNode | string)[]): readonly SymbolNode[] {
  return nodes.flatMap((node) => (typeof node === 'string' ? [] : node.kind === 'symbol' ? [node] : symbolsOf(node.children)));
}

import type { ScreenBinding } from './screen-binding.ts';

/**
 * A part of a screen file that is not drawn, or drawn as a mark. `line` is from 1, of the screen's own text: of what stands
 * in a template it is the line that uses the template, and the message names the template's line. Null where the whole file
 * is meant.
 */
export type ScreenProblem = {
  readonly line: number | null;
  readonly message: string;
  /** The part in words: "text clock", "symbol pump"; absent where the file is meant. */
  readonly element?: string;
  /** The template and its line where the trouble stands, as `templates/NAME.svg`. */
  readonly within?: TemplatePlace;
  /** Absent: an error. A hint of good practice is one that changes nothing of what is drawn. */
  readonly severity?: 'error' | 'warning';
};

/** Who sees a part: those of this role and of the ones after it. The ladder of the contract's roles. */
export const screenRoles = ['view', 'operate', 'lead', 'engineer'] as const;
export type ScreenRole = (typeof screenRoles)[number];

/** A place in a template's own text. */
export type TemplatePlace = { readonly template: string; readonly line: number };

/** A screen that opens above this one, and the parameters it is given. */
export type ScreenPopup = { readonly screen: string; readonly with: Readonly<Record<string, string>> };

/** What any part of a drawing may be told besides what it is. */
export type NodeSettings = {
  /** `id` of the element, for messages and the outline; never written to the page. */
  readonly id: string | null;
  readonly bindings: readonly ScreenBinding[];
  /** Layer it lies on with all in it, `data-layer`; null where it names none. */
  readonly layer: string | null;
  /** Seen from this role on, `data-role`; null by everyone. */
  readonly role: ScreenRole | null;
  /** Seen from this zoom on, `data-detail`: 1 is the whole screen in the panel. Null always. */
  readonly detail: number | null;
  readonly popup: ScreenPopup | null;
  /** Where it stands when that is a template's text; null for the screen's own. */
  readonly within: TemplatePlace | null;
};

/** Settings of a part that has none: for those who make nodes instead of reading them. */
export const noSettings: NodeSettings = { id: null, bindings: [], layer: null, role: null, detail: null, popup: null, within: null };

/** A piece of the static drawing: an allowed SVG element with allowed attributes only. */
export type ShapeNode = NodeSettings & {
  readonly kind: 'shape';
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Text of `text`, `tspan` and `title` stands among the children. */
  readonly children: readonly (ScreenNode | string)[];
  /** Tag whose value says whether anything flows in this line; `data-flow`. */
  readonly flow: string | null;
  /** Screen that it opens, `data-screen`; null opens none. */
  readonly screen: string | null;
  /** What a link is called, `data-label`. */
  readonly label: string | null;
  /** Point that `rotate` and `scale` leave where it is, in the coordinates of its own content; null: the shape's middle, else the origin. */
  readonly pivot: readonly [number, number] | null;
  /** Name of the template whose content this group is; null for all else. */
  readonly template: string | null;
  readonly line: number;
  /** Offset of its element in the screen's text, of what stands in a template that of its use: what an editor takes hold of. */
  readonly from: number;
};

/** The `data-` attributes of one element without that prefix: `data-asset="P-1"` is `asset: 'P-1'`. */
export type ScreenData = Readonly<Record<string, string>>;

/** Something alive: a symbol, a value, a table, placed by its transform. */
export type SymbolNode = NodeSettings & {
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
  /** The title without what its parameters put into it: a list that said a sample's name would name one machine for all. */
  readonly listTitle: string;
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly ScreenNode[];
  /** Value tiles above the drawing, from left to right. */
  readonly tiles: readonly ScreenData[];
  readonly problems: readonly ScreenProblem[];
  /** Names of its layers in the order of their first part, those of templates included. */
  readonly layers: readonly string[];
  /** ISA-101 display level, `data-display-level`: 1 overview … 4 diagnosis; null where it says none. */
  readonly displayLevel: 1 | 2 | 3 | 4 | null;
  /** `data-shown-as="popup"`: meant to be opened above another screen, so no list of screens offers it. */
  readonly isPopup: boolean;
  /** Parameters it declares with `data-param-NAME`, and their samples. */
  readonly parameters: Readonly<Record<string, string>>;
  /** True while one of its parameters has its sample's value because nobody gave another. */
  readonly isSample: boolean;
  /** Names of all templates it is made of, those within templates included; also of ones that do not exist. */
  readonly templates: readonly string[];
  /** Characters gone through to read its parts, templates at each use; at most a little over `limits.work`. */
  readonly work: number;
};

/** What a screen without any of these has: for those who make models instead of reading them. */
export const noScreenSettings = { listTitle: '', layers: [], displayLevel: null, isPopup: false, parameters: {}, isSample: false, templates: [], work: 0 } as const satisfies Partial<ScreenModel>;

export type ScreenResult = { readonly ok: true; readonly screen: ScreenModel } | { readonly ok: false; readonly problem: ScreenProblem };

/** Every symbol of a screen, groups included, in the order of the drawing. */
export function symbolsOf(nodes: readonly (ScreenNode | string)[]): readonly SymbolNode[] {
  return nodes.flatMap((node) => (typeof node === 'string' ? [] : node.kind === 'symbol' ? [node] : symbolsOf(node.children)));
}

/** Every part of a screen, groups before what is in them. */
export function nodesOf(nodes: readonly (ScreenNode | string)[]): readonly ScreenNode[] {
  return nodes.flatMap((node) => (typeof node === 'string' ? [] : node.kind === 'symbol' ? [node] : [node, ...nodesOf(node.children)]));
}

/** A part in words, for messages: "symbol pump", "text clock", "path". */
export function partWords(node: ScreenNode): string {
  const what = node.kind === 'symbol' ? `symbol ${node.symbol}` : node.name;
  const which = node.id ?? (node.kind === 'symbol' ? (node.data['asset'] ?? node.data['tag'] ?? '') : '');
  return which === '' ? what : `${what} ${which}`;
}

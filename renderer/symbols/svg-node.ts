/** A piece of SVG as plain data: drawn into the page by `buildSvg`, into React by `svg-react`, or compared in a test. */
export type SvgNode = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (SvgNode | string)[];
};

type Attributes = Readonly<Record<string, string | number | undefined>>;

export function svg(name: string, attributes: Attributes = {}, ...children: readonly (SvgNode | string | null)[]): SvgNode {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) kept[key] = typeof value === 'number' ? trim(value) : value;
  return { name, attributes: kept, children: children.filter((child) => child !== null) };
}

export const path = (className: string, d: string, attributes: Attributes = {}): SvgNode =>
  svg('path', { class: className, d, ...attributes });
export const rect = (className: string, x: number, y: number, width: number, height: number, rx?: number): SvgNode =>
  svg('rect', { class: className, x, y, width, height, rx });
export const circle = (className: string, r: number, cx?: number, cy?: number): SvgNode => svg('circle', { class: className, r, cx, cy });
export const group = (className: string, ...children: readonly (SvgNode | null)[]): SvgNode => svg('g', { class: className }, ...children);
export const label = (className: string, x: number, y: number, text: string, anchor?: 'start' | 'middle' | 'end'): SvgNode =>
  svg('text', { class: className, x, y, 'text-anchor': anchor }, text);

/** A number for an attribute: at most two decimals, so equal pictures give equal text. */
export function trim(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** The page's element for a node and all below it. */
export function buildSvg(node: SvgNode): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', node.name);
  for (const [name, value] of Object.entries(node.attributes)) element.setAttribute(name, value);
  for (const child of node.children) element.append(typeof child === 'string' ? child : buildSvg(child));
  return element;
}

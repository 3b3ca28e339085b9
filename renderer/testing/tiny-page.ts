/** As much of an element as the parts of a screen use when they are built. No layout, no events. */
export type TinyElement = {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: (TinyElement | TinyText)[];
  parent: TinyElement | null;
  /** All text in it. */
  readonly textContent: string;
  /** Elements in it, itself first, that have this class. */
  byClass(name: string): readonly TinyElement[];
};
type TinyText = { data: string; parent: TinyElement | null };

const isText = (node: TinyElement | TinyText): node is TinyText => 'data' in node;

function createElement(name: string): TinyElement {
  const children: (TinyElement | TinyText)[] = [];
  const attributes = new Map<string, string>();
  const classes = (): readonly string[] => (attributes.get('class') ?? '').split(' ').filter((name) => name !== '');
  const setClass = (name: string, isOn: boolean): void => {
    const others = classes().filter((other) => other !== name);
    attributes.set('class', (isOn ? [...others, name] : others).join(' '));
  };
  const own = (node: TinyElement | TinyText | string): TinyElement | TinyText =>
    typeof node === 'string' ? { data: node, parent: null } : node;
  const append = (...nodes: readonly (TinyElement | TinyText | string)[]): void => {
    for (const one of nodes) {
      const node = own(one);
      const at = node.parent?.children.indexOf(node) ?? -1;
      if (at >= 0) node.parent?.children.splice(at, 1);
      node.parent = element;
      children.push(node);
    }
  };
  const element = {
    name,
    attributes,
    children,
    parent: null as TinyElement | null,
    isConnected: true,
    style: { setProperty: () => undefined },
    classList: {
      add: (name: string) => setClass(name, true),
      toggle: (name: string, isOn: boolean) => setClass(name, isOn),
      contains: (name: string) => classes().includes(name),
    },
    get textContent(): string {
      return children.map((child) => (isText(child) ? child.data : child.textContent)).join('');
    },
    set innerHTML(text: string) {
      attributes.set('inner', text);
    },
    setAttribute: (key: string, value: string) => void attributes.set(key, value),
    getAttribute: (key: string) => attributes.get(key) ?? null,
    removeAttribute: (key: string) => void attributes.delete(key),
    append,
    appendChild<Node extends TinyElement | TinyText>(node: Node): Node {
      append(node);
      return node;
    },
    prepend(node: TinyElement) {
      node.parent = element;
      children.unshift(node);
    },
    before(node: TinyElement) {
      node.parent = element.parent;
      element.parent?.children.splice(element.parent.children.indexOf(element), 0, node);
    },
    /** By a class only. */
    matches: (selector: string) => classes().includes(selector.slice(1)),
    replaceChildren(...nodes: readonly (TinyElement | TinyText | string)[]) {
      for (const child of children) child.parent = null;
      children.length = 0;
      append(...nodes);
    },
    remove() {
      const at = element.parent?.children.indexOf(element) ?? -1;
      if (at >= 0) element.parent?.children.splice(at, 1);
      element.parent = null;
    },
    closest: () => null,
    get firstChild() {
      return children[0] ?? null;
    },
    get firstElementChild() {
      return children.find((child) => !isText(child)) ?? null;
    },
    /** By the last class of the selector only, anywhere below. */
    querySelector(selector: string): TinyElement | null {
      const wanted = /\.([\w-]+)$/.exec(selector)?.[1] ?? '';
      return element.byClass(wanted).find((found) => found !== element) ?? null;
    },
    addEventListener: () => undefined,
    byClass(wanted: string): readonly TinyElement[] {
      const below = children.flatMap((child) => (isText(child) ? [] : child.byClass(wanted)));
      return (attributes.get('class') ?? '').split(' ').includes(wanted) ? [element, ...below] : below;
    },
  };
  return element;
}

/** Puts a `document` of such elements in place of the browser's, for tests of what is built. */
export function installTinyPage(): void {
  Object.assign(globalThis, {
    /** Nothing here is laid out, so nothing has bounds. */
    SVGGraphicsElement: class {},
    document: {
      createElementNS: (_space: string, name: string) => createElement(name),
      createTextNode: (data: string): TinyText => ({ data, parent: null }),
    },
  });
}

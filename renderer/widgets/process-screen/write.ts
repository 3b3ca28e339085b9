/** Writes text only when it differs: an untouched node costs no layout and no paint. */
export function setText(node: Text, text: string): void {
  if (node.data !== text) node.data = text;
}

/** Writes an attribute only when it differs. */
export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

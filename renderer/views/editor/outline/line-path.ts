import type { ElementPath } from '#shared/screen/edit/draft.ts';
import type { XmlElement } from '#shared/screen/xml-reader.ts';

/** Elements that begin on this line of the text, in its order. */
export function pathsOfLine(
  root: XmlElement,
  line: number,
  childElements: (element: XmlElement) => readonly XmlElement[],
): readonly ElementPath[] {
  const found: ElementPath[] = [];
  const walk = (element: XmlElement, path: ElementPath): void => {
    if (element.line === line && path.length > 0) found.push(path);
    childElements(element).forEach((child, index) => walk(child, [...path, index]));
  };
  walk(root, []);
  return found;
}

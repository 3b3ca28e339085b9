import { limits } from './allow-list.ts';
import { readXml, type XmlElement } from './xml-reader.ts';

/** Names of the templates that a drawing's own text uses, each once, in the order of the text; none where it is not readable. */
export function usedTemplates(text: string): readonly string[] {
  // Most texts use none, and need not be read.
  if (!text.includes('data-template')) return [];
  const xml = readXml(text, limits.xml);
  const names = new Set<string>();
  const visit = (element: XmlElement): void => {
    const name = element.attributes.get('data-template')?.trim();
    if (name !== undefined) names.add(name);
    for (const child of element.children) if (typeof child !== 'string') visit(child);
  };
  if (xml.ok) visit(xml.root);
  return [...names];
}

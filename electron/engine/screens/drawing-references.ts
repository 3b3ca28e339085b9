import type { DrawingKind, DrawingReference } from '#shared/contract/screens.ts';
import { limits } from '#shared/screen/allow-list.ts';
import { readXml, type XmlElement } from '#shared/screen/xml-reader.ts';
import { drawingFile, listDrawings, readDrawing } from '../project/write-screen.ts';

/** Attributes that name a drawing, and how a person would say it. */
const naming = {
  screen: [
    ['data-screen', 'leads to it'],
    ['data-popup', 'opens it'],
  ],
  template: [['data-template', 'uses it']],
} as const;
const mostListed = 200;

/** Places in screens and templates that name one drawing, at most 200, in the order of files and lines. A drawing's own mention of itself counts. */
export async function findReferences(projectDir: string, kind: DrawingKind, name: string): Promise<readonly DrawingReference[]> {
  const found: DrawingReference[] = [];
  for (const drawing of await listDrawings(projectDir)) {
    const read = await readDrawing(projectDir, drawing.kind, drawing.name);
    // Most texts do not name it at all, and need not be read.
    if (!read.ok || !read.value.text.includes(name)) continue;
    const xml = readXml(read.value.text, limits.xml);
    if (!xml.ok) continue;
    const visit = (element: XmlElement): void => {
      for (const [attribute, does] of naming[kind]) {
        if (element.attributes.get(attribute) !== name || found.length >= mostListed) continue;
        const label = element.attributes.get('data-label') ?? element.attributes.get('data-asset') ?? element.attributes.get('id');
        found.push({ file: drawingFile(drawing.kind, drawing.name), line: element.line, sentence: `${drawing.name}: ${label ?? `<${element.name}>`} ${does}.` });
      }
      for (const child of element.children) if (typeof child !== 'string') visit(child);
    };
    visit(xml.root);
  }
  return found;
}

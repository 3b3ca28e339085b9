import { readXml, type XmlElement } from '../xml-reader.ts';
import { ImportRefused } from './import-model.ts';

/** Drawings of drawing programs are larger than screens. */
const limits = { maxLength: 32 * 1024 * 1024, maxElements: 200_000, maxDepth: 100, maxAttributes: 120 };
const mostEntities = 200;
const longestDocumentType = 100_000;
const mostGrowth = 1_000_000;

/** The text of a file: UTF-8 or UTF-16 by its mark, else by what its first line says, else UTF-8. */
export function decodeText(bytes: Uint8Array, name: string): string {
  const [a, b] = [bytes[0], bytes[1]];
  if (a === 0x1f && b === 0x8b) throw new ImportRefused(`${name} is compressed; save it as plain SVG.`);
  let encoding = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8';
  if (encoding === 'utf-8') {
    const head = String.fromCharCode(...bytes.subarray(0, 200));
    const said = /<\?xml[^>]*encoding=["']([\w.-]{1,30})["']/.exec(head)?.[1]?.toLowerCase();
    if (said !== undefined && /^(iso-8859-\d{1,2}|windows-125\d|latin1|us-ascii)$/.test(said)) encoding = said;
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new ImportRefused(`${name} is no text in ${encoding.toUpperCase()}; save it as UTF-8.`);
  }
}

/**
 * The drawing in a text. Drawing programs write entities for names of namespaces; such simple ones are put in, bounded.
 * Entities made of others, or from outside, refuse the file: they can stand for gigabytes.
 */
export function readSvg(text: string, name: string): XmlElement {
  const xml = readXml(withoutEntities(text, name), limits);
  if (!xml.ok) throw new ImportRefused(`${name} is not readable: line ${xml.line}, ${xml.message}.`);
  if (xml.root.name.replace(/^svg:/, '') !== 'svg') throw new ImportRefused(`${name} is no SVG drawing: it begins with <${xml.root.name.slice(0, 40)}>.`);
  return xml.root;
}

/** The text without its document type, whose entities are put in. */
function withoutEntities(text: string, name: string): string {
  const start = text.search(/<!DOCTYPE/i);
  if (start < 0) return text;
  const open = text.indexOf('[', start);
  const end = text.indexOf('>', start);
  // Lines keep their numbers.
  const blank = (to: number): string => text.slice(0, start) + text.slice(start, to).replace(/[^\n]/g, '');
  if (end < 0) throw new ImportRefused(`${name} is not readable: its document type is not closed.`);
  if (open < 0 || end < open) return blank(end + 1) + text.slice(end + 1);
  const close = text.indexOf(']', open);
  const after = close < 0 ? -1 : text.indexOf('>', close);
  if (after < 0) throw new ImportRefused(`${name} is not readable: its document type is not closed.`);
  if (close - open > longestDocumentType) throw new ImportRefused(`${name} has a document type of more than ${longestDocumentType} characters; save it as plain SVG.`);
  const inner = text.slice(open + 1, close);
  const entities = new Map<string, string>();
  for (const match of inner.matchAll(/<!ENTITY\s+([^\s>]+)\s+(?:"([^"]*)"|'([^']*)'|([^>]*))>/g)) {
    const value = match[2] ?? match[3];
    if (value === undefined || match[1] === '%') throw new ImportRefused(`${name} names entities from outside, which are never fetched; save it as plain SVG.`);
    if (/[&%<]/.test(value) || value.length > 500 || entities.size >= mostEntities) throw new ImportRefused(`${name} has entities that stand for more than a few words; save it as plain SVG.`);
    entities.set(match[1] as string, value);
  }
  if (/<!(?!ENTITY|ATTLIST|ELEMENT|NOTATION|--)/.test(inner) || /%[\w.-]+;/.test(inner)) throw new ImportRefused(`${name} has a document type that is not read; save it as plain SVG.`);
  let growth = 0;
  const body = text.slice(after + 1).replace(/&([A-Za-z_][\w.-]{0,60});/g, (whole, entity: string) => {
    const value = entities.get(entity);
    if (value === undefined) return whole;
    growth += value.length;
    if (growth > mostGrowth) throw new ImportRefused(`${name} has entities that grow beyond ${mostGrowth} characters.`);
    return value;
  });
  return blank(after + 1) + body;
}

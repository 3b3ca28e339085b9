import { compose, identity, scaling, translation } from '../edit/affine.ts';
import { parseScreen } from '../parse-screen.ts';
import type { XmlElement } from '../xml-reader.ts';
import { toneOf } from './colour.ts';
import { boundsOfDrawn } from './drawn.ts';
import { createImportReport, type DrawingRequest, type ImportProgress, ImportRefused, type ImportReport, type ImportResult, screenNameOf } from './import-model.ts';
import { decodeText, readSvg } from './read-svg.ts';
import { lengthOf, readStyleSheet, type StyleSheet } from './svg-style.ts';
import { walkSvg } from './walk-svg.ts';
import { writeScreen } from './write-screen.ts';

/** A drawing no larger than this, in user units of its size on paper, is a symbol: it becomes a template in its own size. */
const symbolSize = 320;
const mostHeight = 20_000;

type Page = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A screen out of a plain SVG, as drawing programs write it. */
export function importSvg(request: DrawingRequest, bytes: Uint8Array, progress: ImportProgress): ImportResult {
  const text = decodeText(bytes, request.name);
  const root = readSvg(text, request.name);
  const own = ownScreen(request, text);
  if (own !== null) return own;
  progress(0.3, 'Its shapes are being turned into those of a screen.');
  const report = createImportReport();
  const sheet = readStyleSheet(root);
  if (sheet.unread > 0) report.leftOut('style rules', 'only rules by elements, classes and ids are read', sheet.unread);
  const page = pageOf(root, sheet);
  const isSymbol = (lengthOf(root.attributes.get('width')) ?? page.width) <= symbolSize && (lengthOf(root.attributes.get('height')) ?? page.height) <= symbolSize;
  const width = isSymbol ? Math.max(page.width, 1) : request.width;
  const scale = width / page.width;
  const height = page.height * scale;
  if (!(height >= 1 && height <= mostHeight)) throw new ImportRefused(`${request.name} is ${Math.round(page.width)} by ${Math.round(page.height)} units, too narrow or too wide for a screen.`);
  const map = compose(scaling(scale, scale), translation(-page.x, -page.y));
  const drawn = walkSvg({ root, sheet, report, map, page: { width, height }, ground: groundOf(root) });
  if (sheet.budget.left < 0) report.leftOut('style rules', 'there are more of them than can be compared with so many elements');
  progress(0.8, 'The screen is being written.');
  const screen = request.screen ?? screenNameOf(request.name.replace(/\.svgz?$/i, ''), 'drawing');
  const written = writeScreen({ kind: isSymbol ? 'template' : 'screen', screen, title: titleOf(root, request.name), width, height, drawn }, report);
  tellKept(written.screen.svg, report);
  return { screens: [written.screen], files: [], report: report.lines(), suggestions: written.suggestions };
}

/** A text that has parts of ours is a screen already, and is taken as it is. */
function ownScreen({ screen, name }: DrawingRequest, text: string): ImportResult | null {
  if (!/\sdata-(symbol|template)=/.test(text)) return null;
  const parsed = parseScreen(text);
  if (!parsed.ok) return null;
  const report = createImportReport();
  report.taken('screens', 'it is a screen of this console already, and was taken as it is');
  const title = parsed.screen.title === '' ? name : parsed.screen.title;
  const made = { kind: 'screen' as const, screen: screen ?? screenNameOf(name.replace(/\.svg$/i, ''), 'screen'), title, svg: text, problems: [...parsed.screen.problems] };
  return { screens: [made], files: [], report: report.lines(), suggestions: [] };
}

/** How light the page is that a drawing program shows: white where it does not say. */
function groundOf(root: XmlElement): number {
  const view = root.children.find((child) => typeof child !== 'string' && child.name === 'sodipodi:namedview');
  const colour = view === undefined || typeof view === 'string' ? undefined : view.attributes.get('pagecolor');
  return toneOf(colour ?? '#ffffff')?.lightness ?? 1;
}

/** The part of the plane that is the page: the viewBox, else the size in user units, else what the drawing takes up. */
function pageOf(root: XmlElement, sheet: StyleSheet): Page {
  const box = (root.attributes.get('viewBox') ?? '').slice(0, 200).trim().split(/[\s,]+/).map(Number);
  const [x, y, w, h] = box;
  if (box.length === 4 && x !== undefined && y !== undefined && w !== undefined && h !== undefined && w > 0 && h > 0 && Number.isFinite(x + y + w + h)) return { x, y, width: w, height: h };
  const [width, height] = [lengthOf(root.attributes.get('width')), lengthOf(root.attributes.get('height'))];
  if (width !== null && height !== null && width > 0 && height > 0) return { x: 0, y: 0, width, height };
  const everywhere = { width: 1e9, height: 1e9 };
  const bounds = boundsOfDrawn(walkSvg({ root, sheet, report: createImportReport(), map: identity, page: everywhere, ground: 1 }));
  if (bounds === null) throw new ImportRefused('The drawing is empty: nothing of it is seen.');
  const margin = Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top) * 0.02;
  return { x: bounds.left - margin, y: bounds.top - margin, width: bounds.right - bounds.left + 2 * margin, height: bounds.bottom - bounds.top + 2 * margin };
}

function titleOf(root: XmlElement, name: string): string {
  const title = root.children.find((child) => typeof child !== 'string' && /^(svg:)?title$/.test(child.name));
  const text = title === undefined || typeof title === 'string' ? '' : title.children.filter((part) => typeof part === 'string').join('').trim();
  return (text === '' ? name.replace(/\.svgz?$/i, '') : text).slice(0, 200);
}

/** What came over, by what it became. */
export function tellKept(svg: string, report: ImportReport): void {
  const counts = new Map<string, number>();
  for (const [, name, kind] of svg.matchAll(/<(path|rect|circle|line|text) class="([\w-]+)"/g)) {
    const key = name === 'text' ? 'words' : `shapes as ${kind}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [what, count] of counts) report.taken(what, 'drawn on the screen', count);
}

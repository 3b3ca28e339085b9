import { type Affine, keepsAxes, mapPoint, scaling } from '../edit/affine.ts';
import type { XmlElement } from '../xml-reader.ts';
import { toneOf } from './colour.ts';
import type { Drawn } from './drawn.ts';
import { fuxaAlarms } from './fuxa-alarms.ts';
import { convertItem, type ItemContext } from './fuxa-items.ts';
import { type FuxaProject, type Json, numberOf, objectOf, readFuxa, textOf } from './fuxa-project.ts';
import { fuxaTags } from './fuxa-tags.ts';
import { createImportReport, type DrawingRequest, type ImportedScreen, type ImportProgress, ImportRefused, type ImportResult, type ImportSuggestion, screenNameOf } from './import-model.ts';
import type { Bounds } from './outline.ts';
import { readSvg } from './read-svg.ts';
import { lengthOf, readStyleSheet } from './svg-style.ts';
import { walkSvg } from './walk-svg.ts';
import { writeScreen } from './write-screen.ts';

const mostHeight = 20_000;
const otherParts: Readonly<Record<string, string>> = {
  scripts: 'scripts never run; calculated tags and conditions are expressions',
  users: 'people and their passwords stay where they are',
  reports: 'reports are made by the console',
  notifications: 'nothing is sent from here',
  texts: 'texts by language are not taken',
  graphs: 'bars and pies over time; use a trend of the console',
};

/** Screens, and proposals for devices, tags and alarms, out of a FUXA project. */
export function importFuxa(request: DrawingRequest, bytes: Uint8Array, progress: ImportProgress): ImportResult {
  const project = readFuxa(bytes, request.name);
  const report = createImportReport();
  const tags = fuxaTags(project, report);
  const names = screenNames(project, request.screen);
  const context: ItemContext = {
    tags,
    charts: new Map(project.charts.map((chart) => [textOf(chart['id']), chart])),
    report,
    screenOf: (view) => names.get(view) ?? null,
  };
  const screens: ImportedScreen[] = [];
  const suggestions: ImportSuggestion[] = [];
  for (const [at, view] of project.views.entries()) {
    progress((at + 1) / (project.views.length + 1), `View ${at + 1} of ${project.views.length} is being converted.`);
    const name = names.get(textOf(view['id'])) ?? names.get(textOf(view['name']));
    if (name === undefined) continue;
    try {
      const written = convertView(view, name, request, context);
      if (written === null) continue;
      screens.push(written.screen);
      suggestions.push(...written.suggestions);
      report.taken('views', 'made a screen each');
    } catch (error) {
      if (!(error instanceof ImportRefused)) throw error;
      report.leftOut('views', error.message);
    }
  }
  const alarms = fuxaAlarms(project.alarms, tags, report);
  for (const [part, count] of project.others) report.leftOut(part, otherParts[part] ?? 'it has nothing like it here', count);
  return { screens, files: [...tags.files, ...alarms], report: report.lines(), suggestions: suggestions.slice(0, 5000) };
}

/** A name for every view, by its id and its name; the first may be given. */
function screenNames(project: FuxaProject, first: string | undefined): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [at, view] of project.views.entries()) {
    const base = at === 0 && first !== undefined ? first : screenNameOf(textOf(view['name']), 'view');
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base}-${n}`;
    taken.add(name.toLowerCase());
    for (const key of [textOf(view['id']), textOf(view['name'])]) if (key !== '' && !names.has(key)) names.set(key, name);
  }
  return names;
}

function convertView(view: Json, name: string, request: DrawingRequest, context: ItemContext): ReturnType<typeof writeScreen> | null {
  const { report } = context;
  const title = (textOf(view['name']) || name).slice(0, 200);
  if (textOf(view['type']).endsWith('view-cards') || textOf(view['svgcontent']) === '') {
    report.leftOut('views', 'cards and maps are not drawings; use a layout of the console');
    return null;
  }
  const profile = objectOf(view['profile']);
  const root = readSvg(withoutInsides(textOf(view['svgcontent'])), title);
  const width = numberOf(profile['width']) ?? lengthOf(root.attributes.get('width')) ?? 0;
  const height = numberOf(profile['height']) ?? lengthOf(root.attributes.get('height')) ?? 0;
  const scale = request.width / width;
  if (!(width > 0 && height > 0 && height * scale <= mostHeight)) throw new ImportRefused(`View ${title} has no size that a screen could have.`);
  const page = { width: request.width, height: height * scale };
  const items = objectOf(view['items']);
  const replace = (element: XmlElement, map: Affine, draw: () => readonly Drawn[]): readonly Drawn[] | null => {
    const id = element.attributes.get('id') ?? '';
    const item = Object.hasOwn(items, id) ? objectOf(items[id]) : null;
    if (item === null) return null;
    return convertItem({ ...item, type: textOf(item['type']) || (element.attributes.get('type') ?? '') }, draw, frameOf(element, map), context);
  };
  const ground = toneOf(textOf(profile['bkcolor']) || '#ffffff')?.lightness ?? 1;
  const drawn = walkSvg({ root, sheet: readStyleSheet(root), report, map: scaling(scale, scale), page, ground, replace });
  return writeScreen({ kind: 'screen', screen: name, title, ...page, drawn }, report);
}

/** The frame of a widget: its invisible rectangle or the place of its web part, which are not drawn. */
function frameOf(element: XmlElement, map: Affine): Bounds | null {
  if (!keepsAxes(map)) return null;
  for (const child of element.children) {
    if (typeof child === 'string' || !/^(rect|foreignObject)$/.test(child.name)) continue;
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => lengthOf(child.attributes.get(name)));
    if (typeof x !== 'number' || typeof y !== 'number' || typeof width !== 'number' || typeof height !== 'number') continue;
    const [from, to] = [mapPoint(map, x, y), mapPoint(map, x + width, y + height)];
    return { left: Math.min(from.x, to.x), top: Math.min(from.y, to.y), right: Math.max(from.x, to.x), bottom: Math.max(from.y, to.y) };
  }
  return null;
}

/** FUXA writes the insides of its widgets as a browser shows them, which is no XML everywhere: they are not read. */
function withoutInsides(svg: string): string {
  let text = '';
  let at = 0;
  let hasClose = true;
  for (;;) {
    const open = svg.indexOf('<foreignObject', at);
    if (open < 0) return text + svg.slice(at);
    const end = svg.indexOf('>', open);
    const close: number = hasClose ? svg.indexOf('</foreignObject>', open) : -1;
    hasClose = close >= 0;
    // One without an inside closes itself.
    if (end < 0 || svg[end - 1] === '/' || close < 0) {
      const next = end < 0 ? svg.length : end + 1;
      text += svg.slice(at, next);
      at = next;
      continue;
    }
    text += `${svg.slice(at, end)}/>`;
    at = close + '</foreignObject>'.length;
  }
}

import { plainNumber } from '../edit/plain-number.ts';
import { boundsOfDrawn, type Drawn, type Hint } from './drawn.ts';
import { rangeExpression } from './fuxa-alarms.ts';
import { entriesOf, type Json, numberOf, objectOf, textOf } from './fuxa-project.ts';
import type { FuxaTag, FuxaTags } from './fuxa-tags.ts';
import type { ImportReport } from './import-model.ts';
import type { Bounds } from './outline.ts';

export type ItemContext = {
  readonly tags: FuxaTags;
  /** By FUXA's id of the chart. */
  readonly charts: ReadonlyMap<string, Json>;
  /** Screens by FUXA's id of the view, and by its name. */
  readonly screenOf: (view: string) => string | null;
  readonly report: ImportReport;
};
type Part = Extract<Drawn, { readonly kind: 'part' }>;

/** Symbols for FUXA's shapes of apparatus, by words in their type, where a truth says whether they run or are open. */
const symbols: readonly (readonly [RegExp, string, 'open' | 'run'])[] = [
  [/valve/, 'valve', 'open'],
  [/pump/, 'pump', 'run'],
  [/motor/, 'motor', 'run'],
  [/compressor/, 'compressor', 'run'],
  [/fan|blower|(^|-)eli/, 'fan', 'run'],
  [/agitator|mixer/, 'agitator', 'run'],
  [/conveyor/, 'conveyor', 'run'],
];
/** Left out, in words, by FUXA's type behind `svg-ext-`. */
const leftOut: Readonly<Record<string, string>> = {
  html_graph: 'bars and pies over time; use a trend of the console',
  'own_ctrl-table': 'tables of history or alarms are views of the console',
  'own_ctrl-iframe': 'nothing of a screen is fetched from elsewhere',
  'own_ctrl-video': 'nothing of a screen is fetched from elsewhere',
  'own_ctrl-image': 'pictures are not part of a screen; draw what matters of it',
  'own_ctrl-scheduler': 'nothing here acts by the clock',
  html_image: 'pictures are not part of a screen; draw what matters of it',
  html_img: 'pictures are not part of a screen; draw what matters of it',
  html_iframe: 'nothing of a screen is fetched from elsewhere',
  maps: 'maps are not part of a screen',
};
const controls: ReadonlySet<string> = new Set(['html_switch', 'html_slider', 'slider', 'html_input', 'html_select', 'html_button']);

/** What stands in place of one item of a FUXA view; null where it is drawn as it is. */
export function convertItem(item: Json, draw: () => readonly Drawn[], box: Bounds | null, context: ItemContext): readonly Drawn[] | null {
  const kind = textOf(item['type']).replace(/^svg-ext-/, '');
  const property = objectOf(item['property']);
  const { report } = context;
  const why = leftOut[kind];
  if (why !== undefined) {
    report.leftOut(kind, why);
    return [];
  }
  const tag = tagOf(property, context);
  const hints = [...rangeHints(item, property, tag), ...eventHints(item, property, context)];
  if (numberOf(property['permission']) !== null && numberOf(property['permission']) !== 0) report.leftOut('permissions', 'roles of FUXA\u2019s users have none here: give parts a data-role where they need one');
  const place = box ?? boundsOfDrawn(draw());
  if (place === null) return null;
  if (kind === 'html_button') return button(item, property, place, hints, context) ?? value(item, tag, place, hints, context);
  if (controls.has(kind)) return control(kind, item, tag, place, hints, context);
  if (kind === 'own_ctrl-panel') return panel(property, place, hints, context);
  // Words stand on their lower edge, as values do.
  if (kind === 'value') return value(item, tag, box === null ? { ...place, top: place.bottom, bottom: place.bottom } : place, hints, context);
  if (kind === 'gauge_progress' || kind === 'html_bag') return gauge(kind, item, tag, place, hints, context);
  if (kind === 'gauge_semaphore') return lamp(item, tag, place, hints, context);
  if (kind === 'html_chart') return chart(property, place, hints, context);
  if (kind === 'pipe') return pipe(property, draw(), hints, context);
  return shape(kind, item, property, tag, draw(), hints, context);
}

const nameOf = (item: Json): string => textOf(item['name']) || textOf(item['label']) || textOf(item['id']);
const tagOf = (variable: Json, { tags }: ItemContext): FuxaTag | null => (textOf(variable['variableId']) + textOf(variable['variable']) === '' ? null : tags.find(variable));

function part(symbol: string, at: { readonly x: number; readonly y: number }, data: Readonly<Record<string, string | null>>, box: Bounds, hints: readonly Hint[], items: Part['items'] = []): Part {
  const attributes: Record<string, string> = { 'data-symbol': symbol };
  for (const [key, text] of Object.entries(data)) if (text !== null) attributes[`data-${key}`] = text;
  attributes['transform'] = `translate(${plainNumber(at.x, 1)} ${plainNumber(at.y, 1)})`;
  return { kind: 'part', attributes, items, box, hints };
}

/** What a widget without a tag of ours becomes: nothing, with a word about it. */
function withoutTag(item: Json, { report }: ItemContext): readonly Drawn[] {
  const variable = objectOf(item['property']);
  const isPlaceholder = textOf(variable['variableId']).startsWith('@');
  const isBound = textOf(variable['variableId']) + textOf(variable['variable']) !== '';
  report.leftOut(`widgets (${textOf(item['type']).replace(/^svg-ext-/, '').slice(0, 40)})`, isPlaceholder ? 'their tag is a parameter of the view; make a template' : isBound ? 'their tag is not in the project' : 'they show no tag');
  return [];
}

function value(item: Json, tag: FuxaTag | null, box: Bounds, hints: readonly Hint[], context: ItemContext): readonly Drawn[] {
  if (tag === null) return withoutTag(item, context);
  context.report.taken('values', 'shown as a value of the console');
  const middle = (box.top + box.bottom) / 2;
  return [part('value', { x: (box.left + box.right) / 2, y: box.top === box.bottom ? middle : middle + 5 }, { tag: tag.id, show: 'plain', align: 'middle' }, box, hints)];
}

function lamp(item: Json, tag: FuxaTag | null, box: Bounds, hints: readonly Hint[], context: ItemContext): readonly Drawn[] {
  if (tag === null) return withoutTag(item, context);
  if (tag.type === 'float' || tag.type === 'text') return value(item, tag, box, hints, context);
  context.report.taken('lamps', 'shown as a lamp of the console, lit for all but 0');
  return [part('lamp', { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, { tag: tag.id, label: '' }, box, hints)];
}

function gauge(kind: string, item: Json, tag: FuxaTag | null, box: Bounds, hints: readonly Hint[], context: ItemContext): readonly Drawn[] {
  if (tag === null) return withoutTag(item, context);
  if (tag.type === 'bool' || tag.type === 'text') return value(item, tag, box, hints, context);
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  if (kind === 'html_bag') {
    context.report.changed('round gauges', 'shown as a value with an analog indicator');
    return [part('value', { x: (box.left + box.right) / 2 - 40, y: (box.top + box.bottom) / 2 - 22 }, { tag: tag.id, show: 'indicator' }, box, hints)];
  }
  context.report.taken('bars', 'shown as an analog indicator');
  const isLying = width > height;
  return [part('indicator', { x: box.left, y: box.top }, { tag: tag.id, length: plainNumber(clamp(isLying ? width : height, 20, 2000), 0), ...(isLying ? { orient: 'horizontal' } : {}) }, box, hints)];
}

const clamp = (number: number, low: number, high: number): number => Math.min(high, Math.max(low, number));

function control(kind: string, item: Json, tag: FuxaTag | null, box: Bounds, hints: readonly Hint[], context: ItemContext): readonly Drawn[] {
  if (tag === null) return withoutTag(item, context);
  context.report.changed(`controls (${kind})`, 'show their value; writes go from the faceplate only, by tags that the project makes writable');
  const told: Hint[] = [...hints, { element: nameOf(item), sentence: `In FUXA it wrote ${tag.id}: make the tag writable, with its limits and interlock, if it is to be written here.` }];
  if (kind === 'html_slider' || kind === 'slider') return gauge('gauge_progress', item, tag, box, told, context);
  return kind === 'html_switch' ? lamp(item, tag, box, told, context) : value(item, tag, box, told, context);
}

const opensView: ReadonlySet<string> = new Set(['onpage', 'onwindow', 'ondialog', 'oncard', 'onpanel', 'onviewtopanel']);
const actionOf = (event: Json): string => textOf(event['action']).replace(/^shapes\.event-/, '').toLowerCase();

/** A button that opens a view is a link; null for one that does something else. */
function button(item: Json, property: Json, box: Bounds, hints: readonly Hint[], context: ItemContext): readonly Drawn[] | null {
  const target = entriesOf(property['events']).find((event) => opensView.has(actionOf(event)));
  const screen = target === undefined ? null : context.screenOf(textOf(target['actparam']));
  if (screen === null) return null;
  context.report.taken('buttons that open a view', 'shown as links to its screen');
  const label = textOf(property['text']) || nameOf(item);
  return [part('link', { x: box.left, y: (box.top + box.bottom) / 2 }, { screen, label: label.slice(0, 60), width: plainNumber(clamp(box.right - box.left, 40, 600), 0) }, box, hints)];
}

function panel(property: Json, box: Bounds, hints: readonly Hint[], context: ItemContext): readonly Drawn[] {
  const screen = context.screenOf(textOf(property['viewName']) || textOf(property['variableValue']));
  if (screen === null) {
    context.report.leftOut('views in views', 'the view they show is not in the project');
    return [];
  }
  context.report.changed('views in views', 'a link to the screen; use a template where it stands many times');
  return [part('link', { x: box.left, y: box.top + 13 }, { screen, label: screen }, box, hints)];
}

function chart(property: Json, box: Bounds, hints: readonly Hint[], context: ItemContext): readonly Drawn[] {
  const source = context.charts.get(textOf(property['id']));
  const lines = entriesOf(source?.['lines']);
  const found = lines.flatMap((line) => {
    const tag = context.tags.find({ variableId: line['id'], variableSrc: line['device'], variable: line['name'] });
    return tag === null || tag.type === 'bool' || tag.type === 'text' ? [] : [{ tag: tag.id, label: textOf(line['label']) || textOf(line['name']) }];
  });
  if (found.length === 0) {
    context.report.leftOut('charts', lines.length === 0 ? 'they show no tag' : 'their tags are no numbers, or not in the project');
    return [];
  }
  if (found.length < lines.length) context.report.leftOut('lines of charts', 'their tags are no numbers, or not in the project', lines.length - found.length);
  if (found.length > 4) context.report.leftOut('lines of charts', 'a trend on a screen shows four', found.length - 4);
  context.report.taken('charts', 'shown as a trend of the last minutes');
  const minutes = numberOf(objectOf(property['options'])['realtime']);
  const data = { minutes: minutes === null ? null : plainNumber(clamp(minutes, 1, 1440), 0), width: plainNumber(clamp(box.right - box.left, 160, 2000), 0), height: plainNumber(clamp(box.bottom - box.top, 100, 1000), 0) };
  return [part('trend', { x: box.left, y: box.top }, data, box, hints, found.slice(0, 4).map(({ tag, label }) => ({ 'data-tag': tag, ...(label === '' ? {} : { 'data-label': label.slice(0, 60) }) })))];
}

/** FUXA draws a pipe thrice: border, pipe, content. One line stays, dark while its tag says that nothing flows. */
function pipe(property: Json, drawn: readonly Drawn[], hints: readonly Hint[], context: ItemContext): readonly Drawn[] {
  const lines = shapesOf(drawn);
  const line = lines.find(({ class: name }) => name === 'pipe-main' || name === 'bus') ?? lines[0];
  if (line === undefined) return [];
  const moves = entriesOf(property['actions']).find((action) => textOf(action['type']).endsWith('clockwise'));
  const tag = moves === undefined ? null : tagOf(moves, context);
  context.report.taken('pipes', tag === null ? 'drawn as a main line' : 'drawn as a main line, dark while their tag says that nothing flows');
  return [{ ...line, class: 'pipe-main', hints, ...(tag === null ? {} : { data: { 'data-flow': tag.id } }) }];
}

const shapesOf = (drawn: readonly Drawn[]): readonly Extract<Drawn, { readonly kind: 'shape' }>[] => drawn.flatMap((one) => (one.kind === 'shape' ? [one] : one.kind === 'group' ? shapesOf(one.children) : []));

function shape(kind: string, item: Json, property: Json, tag: FuxaTag | null, drawn: readonly Drawn[], hints: readonly Hint[], context: ItemContext): readonly Drawn[] {
  const box = boundsOfDrawn(drawn);
  const state = tag ?? entriesOf(property['actions']).flatMap((action) => tagOf(action, context) ?? [])[0] ?? null;
  const symbol = /^(proceng|ape)/.test(kind) ? symbols.find(([words]) => words.test(kind)) : undefined;
  if (symbol !== undefined && state?.type === 'bool' && box !== null) {
    const [, name, key] = symbol;
    context.report.changed(`symbols (${kind})`, `shown as ${name} of the console; its tag is taken to say that it ${key === 'open' ? 'is open' : 'runs'}: check that`);
    const size = clamp(Math.max(box.right - box.left, box.bottom - box.top), 16, 200);
    return [part(name, { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 }, { [key]: state.id, label: 'none', name: nameOf(item).slice(0, 60), size: plainNumber(size, 0) }, box, hints)];
  }
  const data = shownBy(property, context);
  if (data === null && hints.length === 0) return drawn;
  return [{ kind: 'group', layer: null, id: null, children: drawn, hints, ...(data === null ? {} : { data }) }];
}

/** `show` and `hide` of FUXA as one binding; what turns, blinks or changes colour has none here. */
function shownBy(property: Json, context: ItemContext): Readonly<Record<string, string>> | null {
  const terms: string[] = [];
  for (const action of entriesOf(property['actions'])) {
    const kind = textOf(action['type']).replace(/^shapes\.action-/, '');
    const tag = tagOf(action, context);
    const range = objectOf(action['range']);
    const [min, max] = [numberOf(range['min']), numberOf(range['max'])];
    if (kind !== 'show' && kind !== 'hide') {
      const why = kind === 'blink' ? 'nothing on a screen flashes but an alarm' : 'nothing on a screen moves by itself: bind a state in its place';
      context.report.leftOut(`actions (${kind.slice(0, 30) || 'unknown'})`, why);
    } else if (tag === null || tag.type === 'text' || min === null || max === null || terms.length >= 8) context.report.leftOut(`actions (${kind})`, 'their tag is not in the project, or their range is none');
    else {
      const holds = rangeExpression(tag.id, tag.type, min, max);
      terms.push(kind === 'show' ? `(${holds})` : `!(${holds})`);
      context.report.taken(`actions (${kind})`, 'bound to the same tag and range');
    }
  }
  return terms.length === 0 ? null : { 'data-bind-visible': terms.join(' && ') };
}

function rangeHints(item: Json, property: Json, tag: FuxaTag | null): Hint[] {
  if (tag === null) return [];
  const options = objectOf(property['options']);
  const whole = [objectOf(options['range']), { min: options['minValue'], max: options['maxValue'] }, ...entriesOf(property['ranges']).filter((range) => textOf(range['type']) === 'minmax')].find((range) => numberOf(range['min']) !== null && numberOf(range['max']) !== null);
  const hints: Hint[] = [];
  if (whole !== undefined) hints.push({ element: nameOf(item), sentence: `Its scale in FUXA went from ${textOf(whole['min'])} to ${textOf(whole['max'])}: give ${tag.id} that range, if it is its measuring range.` });
  const unit = entriesOf(property['ranges']).find((range) => textOf(range['type']) === 'unit' && textOf(range['text']) !== '');
  if (unit !== undefined) hints.push({ element: nameOf(item), sentence: `It was shown in "${textOf(unit['text']).slice(0, 24)}": give ${tag.id} that unit.` });
  const coloured = entriesOf(property['ranges']).filter((range) => textOf(range['type']) === 'range' && textOf(range['color']) !== '');
  if (coloured.length > 0) hints.push({ element: nameOf(item), sentence: `In FUXA its colour followed ${tag.id} (${coloured.slice(0, 4).map((range) => `${textOf(range['min'])} to ${textOf(range['max'])}`).join(', ')}): bind a state, or make it an alarm.` });
  return hints;
}

function eventHints(item: Json, property: Json, context: ItemContext): Hint[] {
  return entriesOf(property['events']).flatMap((event): Hint[] => {
    const action = actionOf(event);
    if (opensView.has(action)) {
      const screen = context.screenOf(textOf(event['actparam']));
      if (screen === null) context.report.leftOut('events', 'the view they open is not in the project');
      return screen === null || textOf(item['type']).endsWith('html_button') ? [] : [{ element: nameOf(item), sentence: `A click on it opened ${screen} in FUXA: set a link, or data-popup.` }];
    }
    if (action === 'onsetvalue' || action === 'ontogglevalue' || action === 'onsetinput') {
      const tag = tagOf(property, context);
      context.report.leftOut('events that write', 'writes go from the faceplate only');
      return tag === null ? [] : [{ element: nameOf(item), sentence: `A click on it wrote ${tag.id} in FUXA: make the tag writable, with its limits and interlock, if it is to be written here.` }];
    }
    context.report.leftOut(`events (${action.slice(0, 30) || 'unknown'})`, action === 'onrunscript' ? 'scripts never run' : 'they have nothing like it here');
    return [];
  });
}

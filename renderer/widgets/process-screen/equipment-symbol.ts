import { buildSvg, label, svg } from '#renderer/symbols/svg-node.ts';
import type { Box, SymbolOptions, SymbolSpec } from '#renderer/symbols/symbol-spec.ts';
import type { ScreenData } from '#shared/screen/screen-model.ts';
import { qualityKind } from '#shared/model/quality.ts';
import { formatNumber } from '#shared/model/format-value.ts';
import { alarmGlyph } from '../alarm-glyph.tsx';
import { equipmentState } from './equipment-state.ts';
import { findSignals, readSignals, signalIndices } from './equipment-signals.ts';
import { createLevel } from './level.ts';
import { createInstrument } from './parts/instrument.ts';
import { createStateMarks } from './state-marks.ts';
import { alarmWords } from './screen-alarms.ts';
import type { ScreenContext } from './screen-context.ts';
import type { OverlayText } from './overlay/overlay-part.ts';
import type { Tone } from './overlay/overlay-theme.ts';
import { textStyles } from './overlay/text-styles.ts';
import { setAttribute } from './write.ts';

/** A piece of equipment from the symbol library with its label, words, badges and marks, drawn around the origin. */
export function createEquipmentSymbol(context: ScreenContext, spec: SymbolSpec, data: ScreenData, line: number): SVGElement {
  // Instruments stand for a tag rather than for an asset, where the screen names one.
  if (data['tag'] !== undefined && spec.isInstrument === true) return createInstrument(context, { spec, options: optionsOf(data), data, line });
  const { directory, alarms, live } = context;
  const assetId = data['asset'] ?? null;
  const asset = assetId === null ? undefined : directory.asset(assetId);
  const missing: string[] = [];
  const tags = findSignals(directory, asset === undefined ? null : assetId, data, (id) => {
    missing.push(id);
    context.report(line, `${id} does not exist in the project.`);
  });
  const drawing = spec.draw(optionsOf(data));
  const { box } = drawing;
  const corner = box.width > 60 ? { x: box.x + box.width - 4, y: box.y + 2 } : { x: box.x + box.width + 9, y: box.y - 1 };

  const element = buildSvg(svg('g', { class: `sy sy-moves-${spec.moving}`, 'data-state': 'plain' }, ...drawing.nodes));
  const level = drawing.level === undefined ? null : createLevel(context, drawing.level, data['level'] ?? null, line);
  if (level !== null) element.append(level.element);
  for (const node of drawing.front ?? []) element.append(buildSvg(node));
  const words = addLabels(context, element, box, data, asset?.id ?? null, spec.name);
  // What takes the pointer lies above all of the symbol.
  const hit = element.appendChild(
    buildSvg(svg('rect', { class: 'ps-hit', x: box.x - 4, y: box.y - 4, width: box.width + 8, height: box.height + 8, rx: 6 })),
  );
  const showMarks = createStateMarks(hit, box, corner);

  const position = tags.open >= 0 && directory.tag(tags.open)?.type !== 'bool' ? tags.open : -1;
  const marks = context.addMarks(element);
  let glyph: SVGElement | null = null;
  let glyphKey = '';
  let wordsTone: Tone | null = null;
  let name = asset === undefined ? spec.title : `${asset.id}, ${asset.name}`;
  context.addBinding({
    tags: [...signalIndices(tags), ...(level?.tags ?? [])],
    paint() {
      const known = equipmentState(readSignals(context, tags));
      // A signal that is named but does not exist leaves the state unknown, whatever the others say.
      const {
        state,
        words: said,
        badges: letters,
        isStale,
      } = missing.length === 0 ? known : { ...known, state: 'no-link' as const, words: `unknown ${missing[0]}` };
      const contents = level === null ? 'none' : level.paint();
      const isInDoubt = isStale || contents === 'doubted' || contents === 'unknown';
      setAttribute(element, 'data-state', state);
      setAttribute(element, 'data-stale', String(isInDoubt));
      setAttribute(element, 'data-contents', contents);
      const opening =
        position < 0
          ? ''
          : positionText(live.value[position] as number, live.quality[position] as number, directory.tag(position)?.decimals ?? 0);
      const text = [opening, said].filter((part) => part !== '').join(', ');
      wordsTone ??= element.closest('.on-level') === null ? 'tx-3' : 'tx-1';
      words?.set(text, wordsTone);
      const alarm = assetId === null ? null : alarms.ofAsset(assetId);
      const shown = alarm ?? (assetId === null ? null : alarms.hiddenOfAsset(assetId));
      const doubt = state === 'no-link' || !isInDoubt ? '' : isStale ? 'not confirmed' : contents === 'unknown' ? 'level not known' : 'level not confirmed';
      name = `${asset === undefined ? spec.title : `${asset.id}, ${asset.name}`}: ${spoken(stateWords(state, spec), opening, said, doubt)}${alarmWords(shown)}`;
      showMarks(state, isInDoubt, letters);
      const key = shown === null ? '' : `${shown.priority} ${shown.state}`;
      if (key === glyphKey) return;
      glyphKey = key;
      glyph?.remove();
      glyph = shown === null ? null : alarmGlyph({ ...shown, size: 26, ...corner });
      setAttribute(element, 'data-alarm', alarm === null ? 'none' : String(alarm.priority));
      if (glyph !== null) marks().append(glyph);
    },
  });
  context.addTarget(element, { asset: assetId, tag: null, screen: data['screen'] ?? asset?.screen ?? null, name: () => name });
  return element;
}

function optionsOf(data: ScreenData): SymbolOptions {
  const number = (key: string): number | undefined => {
    const value = Number(data[key]);
    return data[key] === undefined || !(value >= 4 && value <= 2000) ? undefined : value;
  };
  const [size, width, height, turn] = [
    number('size'),
    number('width'),
    number('height'),
    Number(data['turn'] ?? (data['flip'] === 'x' ? 180 : 0)),
  ];
  return {
    ...(size === undefined ? {} : { size }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(turn === 90 || turn === 180 || turn === 270 ? { turn } : {}),
    ...(data['caption'] === undefined ? {} : { caption: data['caption'] }),
  };
}

/** Draws the asset's tag and answers what shows its words; null when the screen asked for none. */
function addLabels(context: ScreenContext, element: SVGElement, box: Box, data: ScreenData, id: string | null, symbol: string): OverlayText | null {
  const isValve = isLineValve(symbol);
  const where = data['label'] ?? 'below';
  const noteWhere = data['note'] ?? where;
  const at = (side: string, row: number): { x: number; y: number; anchor: 'start' | 'middle' | 'end' } => {
    const middleY = box.y + box.height / 2;
    if (side === 'right')
      return {
        x: box.x + box.width + (box.width > 60 ? 8 : 32),
        y: middleY + (noteWhere === 'right' && where === 'right' ? row * 16 - 4 : 4),
        anchor: 'start',
      };
    if (side === 'left') return { x: box.x - 8, y: middleY + (noteWhere === 'left' && where === 'left' ? row * 16 - 4 : 4), anchor: 'end' };
    if (side === 'above') return { x: box.x + box.width / 2, y: box.y - (box.width > 60 ? 8 : 15) - row * 15, anchor: 'middle' };
    return { x: box.x + box.width / 2, y: box.y + box.height + 17 + row * 16, anchor: 'middle' };
  };
  const shown = where === 'none' ? '' : (data['name'] ?? id ?? '');
  if (shown !== '') {
    const { x, y, anchor } = at(where, where === 'above' && noteWhere === 'above' ? 1 : 0);
    element.append(buildSvg(label(isValve ? 'ps-tag' : 'asset-name', x, y, shown, anchor)));
  }
  if (noteWhere === 'none') return null;
  const { x, y, anchor } = at(noteWhere, noteWhere === where && where !== 'above' ? 1 : 0);
  return context.overlay.text(element, { x, y, anchor, style: textStyles.words, tone: 'tx-3' });
}

/** Valves are labelled like instruments, and are open or shut rather than running or stopped. */
const isLineValve = (symbol: string): boolean => symbol.endsWith('valve') && symbol !== 'rotary-valve';

function positionText(value: number, quality: number, decimals: number): string {
  const kind = qualityKind(quality);
  if (Number.isNaN(value) || kind === 'bad' || kind === 'no-link' || kind === 'waiting') return '';
  return `${formatNumber(value, decimals)} %`;
}

/** State and what is said of it, without saying the same twice. */
function spoken(state: string, ...said: readonly string[]): string {
  const words = said.filter((part) => part !== '');
  const isSaid = words.some((part) => part === state || part.startsWith(`${state},`));
  // What is not known is said by its reason, where there is one.
  const isUnknown = state === 'no link' && words.length > 0;
  return (isSaid || isUnknown || state === '' ? words : [state, ...words]).join(', ');
}

function stateWords(state: string, { name, says }: SymbolSpec): string {
  if (state === 'plain') return '';
  const [on, off] = says === undefined ? (isLineValve(name) ? ['open', 'shut'] : ['running', 'stopped']) : [says.running, says.stopped];
  return state === 'running' ? on : state === 'stopped' ? off : state.replaceAll('-', ' ');
}

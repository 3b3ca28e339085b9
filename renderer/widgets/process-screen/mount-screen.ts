import { buildSvg, label, svg, trim } from '#renderer/symbols/svg-node.ts';
import type { ScreenModel, ScreenNode, ScreenProblem, SymbolNode } from '#shared/screen/screen-model.ts';
import { symbolLibrary } from '#renderer/symbols/symbol-library.ts';
import { createHatch } from '../hatch.ts';
import { createConditionTable } from './condition-table.ts';
import { createDeviationProfile } from './deviation-profile.ts';
import { createEquipmentSymbol } from './equipment-symbol.ts';
import { bindFlow } from './flow-line.ts';
import { createOffPageLink } from './off-page-link.ts';
import { createPainter, type PainterTimers } from './painter.ts';
import type { Binding, ScreenAlarms, ScreenContext, ScreenDirectory, ScreenLive, ScreenTarget } from './screen-context.ts';
import { createScreenSources, type ScreenSource } from './screen-sources.ts';
import { createSparkBoard, type SparkHistorySource } from './spark-board.ts';
import { createStandaloneIndicator } from './standalone-indicator.ts';
import { createUnitRow } from './unit-row.ts';
import { createValueBox } from './value-box.ts';
import { createValueTile } from './value-tile.ts';
import '#renderer/symbols/symbols.css';
import './process-screen.css';

export type MountOptions = {
  readonly model: ScreenModel;
  /** Takes the drawing. */
  readonly host: HTMLElement;
  /** Takes the value tiles; null shows none. */
  readonly tileHost: HTMLElement | null;
  readonly directory: ScreenDirectory;
  readonly live: ScreenLive;
  readonly alarms: ScreenAlarms;
  readonly timers: PainterTimers;
  /** Engine clock, UTC epoch ms. */
  readonly nowMs: () => number;
  readonly hasScreen: (id: string) => boolean;
  readonly history: SparkHistorySource;
  readonly onPick: (target: ScreenTarget) => void;
  readonly onOpen: (target: ScreenTarget) => void;
  /** What a drag of a part carries: its tag, or those of its asset; none where it cannot be dragged. */
  readonly tagsOf: (source: ScreenSource) => readonly string[];
};

export type MountedScreen = {
  /** Parts that could not be bound, besides those the parser named. */
  readonly problems: readonly ScreenProblem[];
  /** Live parts on the screen. */
  readonly bindings: number;
  /** Paints made, for measurements. */
  paints(): number;
  /** The alarms behind `options.alarms` are new. */
  alarmsChanged(): void;
  /** The clock jumped to another moment: everything is painted at once and the sparklines are read anew. */
  momentChanged(): void;
  /** Marks what shows this asset or tag. */
  setSelection(asset: string | null, tag: string | null): void;
  dispose(): void;
};

/**
 * Builds a screen as plain SVG, once, and keeps its live parts current past React: every value is written to the page
 * only when what is seen of it changed, at most four times a second. `dispose` ends every watch and timer.
 */
export function mountScreen(options: MountOptions): MountedScreen {
  const { model, host, tileHost, directory, live, alarms, timers, nowMs } = options;
  const bindings: Binding[] = [];
  const problems: ScreenProblem[] = [];
  const marks: { readonly host: SVGElement; readonly layer: SVGElement }[] = [];
  const targets: { readonly element: SVGElement | HTMLElement; readonly target: ScreenTarget; name: string }[] = [];
  const sparks = createSparkBoard(live, nowMs);
  const sources = createScreenSources(options.tagsOf);
  const context: ScreenContext = {
    directory,
    live,
    alarms,
    hasScreen: options.hasScreen,
    addBinding: (binding) => void bindings.push(binding),
    addSparkline: sparks.add,
    addMarks(host) {
      const layer = buildSvg(svg('g', { class: 'ps-marks' }));
      marks.push({ host, layer });
      return layer;
    },
    report: (line, message) => void problems.push({ line, message }),
    addTarget(element, target) {
      element.setAttribute('tabindex', '0');
      element.setAttribute('role', 'button');
      element.classList.add('ps-target');
      element.addEventListener('click', () => options.onPick(target));
      element.addEventListener('dblclick', () => options.onOpen(target));
      element.addEventListener('keydown', (event) => {
        const { key } = event as KeyboardEvent;
        if (key !== 'Enter' && key !== ' ') return;
        event.preventDefault();
        options.onPick(target);
        if (key === 'Enter') options.onOpen(target);
      });
      targets.push({ element, target, name: '' });
      sources.add(element, target);
    },
    addSource: (element, tag) => sources.add(element, { asset: null, tag }),
  };

  const hatch = createHatch();
  const root = buildSvg(
    svg('svg', {
      class: 'process-screen',
      viewBox: `0 0 ${model.width} ${model.height}`,
      preserveAspectRatio: 'xMidYMid meet',
      role: 'group',
      'aria-label': model.title,
    }),
  );
  root.style.setProperty('--hatch', hatch.fill);
  root.append(hatch.defs);
  for (const node of model.nodes) root.append(...drawNode(context, node));
  host.replaceChildren(root);
  root.append(...marks.map(({ layer }) => layer));
  for (const { host: marked, layer } of marks) placeOver(root, marked, layer);
  tileHost?.replaceChildren(...model.tiles.map((data) => createValueTile(context, data)));

  const stopDrags = [host, ...(tileHost === null ? [] : [tileHost])].map(sources.listen);

  const painter = createPainter({ bindings, columns: live, timers, nowMs });
  const watched = [...new Set([...bindings.flatMap(({ tags }) => tags), ...sparks.tags()])];
  const unwatch = live.watch(watched, painter.changed);
  painter.paintAll();

  const nameTargets = (): void => {
    for (const entry of targets) {
      const name = entry.target.name();
      if (name === entry.name) continue;
      entry.name = name;
      entry.element.setAttribute('aria-label', name);
    }
  };
  nameTargets();
  // Names and sparklines follow once a second: neither is read faster.
  let cancelSecond = timers.after(1000, second);
  function second(): void {
    cancelSecond = timers.after(1000, second);
    nameTargets();
    sparks.tick();
  }
  let stopHistory = sparks.start(options.history);

  const fit = new ResizeObserver(() => {
    const scale = Math.min(root.clientWidth / model.width, root.clientHeight / model.height);
    // Text keeps its floor: what the screen shrinks by, letters grow by, up to where they would no longer fit.
    if (scale > 0) root.style.setProperty('--text-grow', trim(Math.min(1.3, Math.max(1, 1 / scale))));
  });
  fit.observe(root);

  return {
    problems,
    bindings: bindings.length,
    paints: () => painter.paints,
    alarmsChanged: painter.paintAll,
    momentChanged() {
      painter.paintAll();
      nameTargets();
      stopHistory();
      sparks.clear();
      sparks.tick();
      stopHistory = sparks.start(options.history);
    },
    setSelection(asset, tag) {
      for (const { element, target } of targets) {
        const isPicked =
          tag !== null && target.tag !== null ? target.tag === tag : asset !== null && target.tag === null && target.asset === asset;
        element.classList.toggle('is-selected', isPicked);
      }
    },
    dispose() {
      unwatch();
      for (const stop of stopDrags) stop();
      painter.dispose();
      cancelSecond();
      stopHistory();
      fit.disconnect();
      root.remove();
      tileHost?.replaceChildren();
    },
  };
}

/** Gives a layer of the root the place of an element in groups with transforms of their own. Needs no layout, so a panel of no size is fine. */
function placeOver(root: SVGElement, marked: SVGElement, layer: SVGElement): void {
  const transforms: string[] = [];
  for (let node: Element | null = marked; node !== null && node !== root; node = node.parentElement) {
    const transform = node.getAttribute('transform');
    if (transform !== null) transforms.unshift(transform);
  }
  if (transforms.length > 0) layer.setAttribute('transform', transforms.join(' '));
}

function drawNode(context: ScreenContext, node: ScreenNode): readonly Node[] {
  if (node.kind === 'symbol') return [drawSymbol(context, node)];
  const element = buildSvg({ name: node.name, attributes: node.attributes, children: [] });
  for (const child of node.children) element.append(...(typeof child === 'string' ? [child] : drawNode(context, child)));
  if (node.flow !== null) bindFlow(context, element, node.flow, node.line);
  return [element];
}

/** A live part by its name; what cannot be bound stands there as a mark that says why. */
function drawSymbol(context: ScreenContext, node: SymbolNode): SVGElement {
  const { data, line, symbol } = node;
  const place = (element: SVGElement): SVGElement => {
    if (node.transform === '') return element;
    const outer = buildSvg(svg('g', { transform: node.transform }));
    outer.append(element);
    return outer;
  };
  const unknown = (what: string, sentence: string): SVGElement => {
    context.report(line, sentence);
    const width = Math.max(60, what.length * 7 + 14);
    return place(
      buildSvg(
        svg('g', { class: 'ps-unknown-mark' }, svg('rect', { x: -6, y: -14, width, height: 20, rx: 3 }), label('ps-unknown', 1, 0, what)),
      ),
    );
  };
  const tagIndex = data['tag'] === undefined ? -1 : context.directory.indexOf(data['tag']);
  const missingTag = (): SVGElement =>
    unknown(
      `unknown tag ${data['tag'] ?? ''}`,
      data['tag'] === undefined ? `Symbol ${symbol} names no tag.` : `Tag ${data['tag']} does not exist in the project.`,
    );
  switch (symbol) {
    case 'value':
      return tagIndex < 0 ? missingTag() : place(createValueBox(context, tagIndex, data));
    case 'indicator':
      return tagIndex < 0 ? missingTag() : place(createStandaloneIndicator(context, tagIndex, data));
    case 'link':
      return place(createOffPageLink(context, data, line));
    case 'table':
      return place(createConditionTable(context, node));
    case 'profile':
      return place(createDeviationProfile(context, node));
    case 'unit-row':
      return context.directory.asset(data['asset'] ?? '') === undefined
        ? unknown(`unknown asset ${data['asset'] ?? ''}`, `Asset ${data['asset'] ?? ''} does not exist in the project.`)
        : place(createUnitRow(context, node));
    default: {
      const spec = symbolLibrary.get(symbol);
      if (spec === undefined) return unknown(`unknown symbol ${symbol}`, `Symbol ${symbol} does not exist in the library.`);
      if (data['asset'] !== undefined && context.directory.asset(data['asset']) === undefined) {
        return unknown(`unknown asset ${data['asset']}`, `Asset ${data['asset']} does not exist in the project.`);
      }
      return place(createEquipmentSymbol(context, spec, data, line));
    }
  }
}

import { buildSvg, svg } from '#renderer/symbols/svg-node.ts';
import { partWords, type ScreenModel, type ScreenNode, type ScreenProblem } from '#shared/screen/screen-model.ts';
import { createHatch } from '../hatch.ts';
import { drawNode } from './draw-screen.ts';
import type { Drawing } from './drawing.ts';
import { mountOverlay } from './overlay/overlay.ts';
import { createPainter, type Painter, type PainterTimers } from './painter.ts';
import type { Binding, ScreenAlarms, ScreenContext, ScreenDirectory, ScreenFollower, ScreenHistory, ScreenLive, ScreenTarget } from './screen-context.ts';
import { changedRange, isSameSheet, moveOffsets, type PlacedMarks, type ScreenPiece } from './redraw-screen.ts';
import { screenProblems } from './screen-problems.ts';
import { createScreenSources, type ScreenSource } from './screen-sources.ts';
import { createScreenTargets } from './screen-targets.ts';
import { createScreenVisibility, type ScreenView } from './screen-view.ts';
import { createShownPart, type ShownPart } from './shown-part.ts';
import { createSparkBoard } from './spark-board.ts';
import { createValueTile } from './value-tile.ts';
import { createLockMarks, type LockedAsset } from './lock-marks.ts';
import { createWriteMarks, type OpenWrite } from './write-marks.ts';
import '#renderer/symbols/symbols.css';
import './process-screen.css';
import './screen-view.css';
import './bindings/bindings.css';

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
  readonly history: ScreenHistory;
  readonly onPick: (target: ScreenTarget) => void;
  readonly onOpen: (target: ScreenTarget) => void;
  /** What a drag of a part carries: its tag, or those of its asset; none where it cannot be dragged. */
  readonly tagsOf: (source: ScreenSource) => readonly string[];
  /**
   * For an editor: values live as ever, but nothing can be clicked, focused or dragged, nothing is hidden but dimmed, and
   * what is drawn of the file carries `data-from`, the offset of its element in the text (of a template's content that of its use).
   */
  readonly editing?: boolean;
};

export type MountedScreen = {
  /** Parts that could not be bound, besides those the parser named. */
  readonly problems: readonly ScreenProblem[];
  /** Live parts on the screen. */
  readonly bindings: number;
  /** Paints made, for measurements. */
  paints(): number;
  /** True once it has the size of its place: before that nothing is painted. */
  isSized(): boolean;
  /** The alarms behind `options.alarms` are new. */
  alarmsChanged(): void;
  /** Writes somebody has to look at, all there are: what they were meant for is marked. None while the past is shown. */
  setWrites(writes: readonly OpenWrite[]): void;
  /** Equipment that is locked out at the moment shown, all there is. */
  setLocks(locked: readonly LockedAsset[]): void;
  /** The clock jumped to another moment: everything is painted at once and the sparklines are read anew. */
  momentChanged(): void;
  /** Marks what shows this asset or tag. */
  setSelection(asset: string | null, tag: string | null): void;
  /** Who looks, which layers are off, how near: shows and hides accordingly. Until it is called: role view, all layers, zoom 1. */
  setView(view: ScreenView): void;
  /** Which part of the drawing is shown. */
  readonly part: ShownPart;
  /**
   * For an editor: shows another text of the same drawing. Only top-level parts that differ are drawn anew, the others get
   * their new `data-from`. False where it must be mounted anew: another sheet, other tiles, or too much of it.
   */
  redraw(model: ScreenModel): boolean;
  /** All that can be pointed at, in the order of the drawing, with what it is called now. */
  targets(): readonly { readonly element: Element; readonly target: ScreenTarget; readonly name: string }[];
  dispose(): void;
};

/**
 * Builds a screen as plain SVG, once, and keeps its live parts current past React: numbers, pointers and marks of quality
 * are painted on a canvas above it, only where what is seen of them changed, at most four times a second. `dispose` ends
 * every watch and timer.
 */
export function mountScreen(options: MountOptions): MountedScreen {
  const { model, host, tileHost, directory, live, alarms, timers, nowMs } = options;
  const bindings: Binding[] = [];
  const problems: ScreenProblem[] = [];
  const marks: PlacedMarks[] = [];
  const isEditing = options.editing === true;
  const visibility = createScreenVisibility(isEditing);
  const targets = createScreenTargets(isEditing ? null : { pick: options.onPick, open: options.onOpen });
  const followers: ScreenFollower[] = [];
  const sparks = createSparkBoard(live, nowMs);
  const sources = createScreenSources(options.tagsOf);
  const hatch = createHatch();
  const root = buildSvg(
    svg('svg', {
      class: isEditing ? 'process-screen is-editing' : 'process-screen',
      viewBox: `0 0 ${model.width} ${model.height}`,
      preserveAspectRatio: 'xMidYMid meet',
      role: 'group',
      'aria-label': model.title,
    }),
  ) as SVGSVGElement;
  root.style.setProperty('--hatch', hatch.fill);
  root.append(hatch.defs);
  const overlay = mountOverlay(root, host);
  const context: ScreenContext = {
    overlay,
    directory,
    live,
    alarms,
    hasScreen: options.hasScreen,
    addBinding: (binding) => void bindings.push(binding),
    addSparkline: sparks.add,
    addFollower: (follower) => void followers.push(follower),
    nowMs,
    history: options.history,
    addMarks(host) {
      const mark: PlacedMarks = { host, layer: null };
      marks.push(mark);
      return () => (mark.layer ??= placeMarks(host));
    },
    report(line, message) {
      const within = current?.within ?? null;
      problems.push({
        line,
        message: within === null ? message : `Template ${within.template}, line ${within.line}: ${message}`,
        ...(current === null ? {} : { element: partWords(current) }),
        ...(within === null ? {} : { within }),
      });
    },
    addTarget(element, target) {
      const popup = target.popup ?? current?.popup ?? null;
      targets.add(element, popup === null ? target : { ...target, popup });
      sources.add(element, target);
    },
    addSource: (element, tag) => sources.add(element, { asset: null, tag }),
    whenSeen: visibility.whenSeen,
  };
  /** The part being drawn: problems that come up meanwhile are in it, and targets open its popup. */
  let current: ScreenNode | null = null;

  const drawing: Drawing = {
    context,
    visibility,
    isEditing,
    begin: (node) => void (current = node),
    targets: () => targets.count,
    setEnabled: targets.setEnabled,
    moved(element) {
      for (const { host: marked, layer } of marks) if (layer !== null && element.contains(marked)) placeOver(root, marked, layer);
    },
  };
  const drawPiece = (node: ScreenNode): ScreenPiece => {
    const at = { bindings: bindings.length, marks: marks.length, followers: followers.length };
    const elements = drawNode(drawing, node);
    current = null;
    return { node, elements, bindings: bindings.slice(at.bindings), marks: marks.slice(at.marks), followers: followers.slice(at.followers) };
  };
  const placeMarks = (marked: SVGElement): SVGElement => {
    const layer = overlay.marks.appendChild(buildSvg(svg('g', { class: 'ps-marks' })));
    placeOver(root, marked, layer);
    visibility.whenSeen(marked, (isSeen) => layer.classList.toggle('is-off-view', !isSeen));
    return layer;
  };
  let pieces: ScreenPiece[] = [];
  for (const node of model.nodes) {
    const piece = drawPiece(node);
    root.append(...piece.elements);
    pieces.push(piece);
  }
  const part = createShownPart(root, host, model);
  // Only now, and below the canvas: in the page, every part that is added would be looked at by itself.
  host.prepend(root);
  const tilesFrom = bindings.length;
  tileHost?.replaceChildren(...model.tiles.map((data) => createValueTile(context, data)));

  const stopDrags = isEditing ? [] : [host, ...(tileHost === null ? [] : [tileHost])].map(sources.listen);

  const tileBindings = bindings.slice(tilesFrom);
  const newPainter = (): Painter => createPainter({ bindings, columns: live, timers, nowMs, lanes: overlay.lanes });
  const watch = (): (() => void) => live.watch([...new Set([...bindings.flatMap(({ tags }) => tags), ...sparks.tags()])], painter.changed);
  let painter = newPainter();
  let unwatch = watch();
  painter.paintAll();

  targets.name();
  // Names and sparklines follow once a second: neither is read faster.
  let cancelSecond = timers.after(1000, second);
  function second(): void {
    cancelSecond = timers.after(1000, second);
    targets.name();
    sparks.tick();
    for (const follower of followers) follower.tick();
  }
  for (const follower of followers) follower.momentChanged();
  let stopHistory = sparks.start(options.history);

  const layerOf = (marked: Element): SVGElement | null => {
    if (!root.contains(marked)) return null;
    const layer = placeMarks(marked as SVGElement);
    marks.push({ host: marked as SVGElement, layer });
    return layer;
  };
  const writes = createWriteMarks({ directory, targets, layerOf });
  const locks = createLockMarks({ targets, layerOf });

  let shown = model;
  /** Parts taken away by edits: what the overlay and the lists still hold of them goes when the drawing is mounted anew. */
  let taken = 0;
  const redraw = (next: ScreenModel): boolean => {
    const { from, beforeTo, afterTo } = changedRange(shown.nodes, next.nodes);
    const [gone, come] = [pieces.slice(from, beforeTo), next.nodes.slice(from, afterTo)];
    if (!isEditing || !isSameSheet(shown, next) || gone.length + come.length > mostRedrawn || taken + gone.length > mostTaken) return false;
    taken += gone.length;
    for (const piece of gone) {
      for (const element of piece.elements) element.remove();
      for (const { layer } of piece.marks) layer?.remove();
      for (const follower of piece.followers) follower.dispose();
    }
    const sparksBefore = sparks.tags().length;
    const added = come.map(drawPiece);
    const behind = pieces[beforeTo]?.elements[0] ?? null;
    for (const piece of added) for (const element of piece.elements) root.insertBefore(element, behind);
    pieces = [...pieces.slice(0, from), ...added, ...pieces.slice(beforeTo)].map((piece, at) => {
      const node = next.nodes[at] as ScreenNode;
      moveOffsets(piece.elements, piece.node, node);
      return { ...piece, node };
    });
    replace(bindings, [...pieces.flatMap((piece) => piece.bindings), ...tileBindings]);
    replace(marks, pieces.flatMap((piece) => piece.marks));
    replace(followers, [...followers.filter((follower) => !gone.some((piece) => piece.followers.includes(follower)))]);
    shown = next;
    painter.dispose();
    unwatch();
    painter = newPainter();
    unwatch = watch();
    for (const piece of added) {
      for (const binding of piece.bindings) binding.paint(nowMs());
      for (const follower of piece.followers) follower.momentChanged();
    }
    if (sparks.tags().length > sparksBefore) {
      stopHistory();
      stopHistory = sparks.start(options.history);
    }
    return true;
  };

  return {
    problems: screenProblems(model, problems, options),
    bindings: bindings.length,
    paints: () => painter.paints,
    isSized: overlay.isSized,
    alarmsChanged: () => painter.paintAll(),
    momentChanged() {
      painter.paintAll();
      targets.name();
      stopHistory();
      sparks.clear();
      sparks.tick();
      stopHistory = sparks.start(options.history);
      for (const follower of followers) follower.momentChanged();
    },
    setWrites(open) {
      writes.set(open);
      targets.name();
    },
    setLocks(locked) {
      locks.set(locked);
      targets.name();
    },
    setSelection: targets.select,
    setView: visibility.setView,
    part,
    redraw,
    targets: targets.list,
    dispose() {
      unwatch();
      for (const stop of stopDrags) stop();
      painter.dispose();
      cancelSecond();
      stopHistory();
      for (const follower of followers) follower.dispose();
      part.dispose();
      overlay.dispose();
      root.remove();
      tileHost?.replaceChildren();
    },
  };
}

/** Most top-level parts an edit draws anew by themselves; beyond, mounting anew is as fast. */
const mostRedrawn = 200;
/** Most parts taken away before the drawing is mounted anew. */
const mostTaken = 400;

function replace<Item>(list: Item[], items: readonly Item[]): void {
  list.length = 0;
  for (const item of items) list.push(item);
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

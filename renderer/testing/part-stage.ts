import type { Directory } from '#shared/contract/project.ts';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import { Q } from '#shared/model/quality.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import type { ScreenNode } from '#shared/screen/screen-model.ts';
import { createDirectoryIndex } from '#renderer/client/directory-index.ts';
import type { OverlayPart, PartHandle, ScreenOverlay } from '#renderer/widgets/process-screen/overlay/overlay-part.ts';
import { createBrush } from '#renderer/widgets/process-screen/overlay/brush.ts';
import type { OverlayContext } from '#renderer/widgets/process-screen/overlay/overlay-context.ts';
import type { OverlayTheme } from '#renderer/widgets/process-screen/overlay/overlay-theme.ts';
import { createInkLanes } from '#renderer/widgets/process-screen/overlay/ink-lanes.ts';
import { createTextLine } from '#renderer/widgets/process-screen/overlay/text-line.ts';
import { drawNode } from '#renderer/widgets/process-screen/draw-screen.ts';
import { createScreenVisibility } from '#renderer/widgets/process-screen/screen-view.ts';
import type {
  Binding,
  ScreenAlarm,
  ScreenAlarmRow,
  ScreenContext,
  ScreenFollower,
  ScreenHistory,
  ScreenLive,
  ScreenTarget,
} from '#renderer/widgets/process-screen/screen-context.ts';
import { installTinyPage, type TinyElement } from './tiny-page.ts';

/** What was painted: a text at its place in its colour, a filled or hatched rectangle, the points of a stroke. */
export type Painted =
  | { readonly kind: 'text'; readonly text: string; readonly x: number; readonly y: number; readonly tone: string }
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly tone: string;
    }
  | { readonly kind: 'fill' | 'stroke'; readonly points: readonly (readonly [number, number])[]; readonly tone: string };

export type PartStage = {
  readonly element: TinyElement;
  readonly targets: readonly { readonly element: TinyElement; readonly target: ScreenTarget }[];
  readonly problems: readonly string[];
  readonly live: ScreenLive;
  readonly followers: readonly ScreenFollower[];
  nowMs: number;
  /** Size of letters, 1 by itself; told with `restyle`. */
  grow: number;
  restyle(): void;
  /** Sets a value; good and of now where it says nothing else. */
  set(tag: string, value: number, quality?: number, timeMs?: number): void;
  raise(tag: string, alarm: ScreenAlarm | null): void;
  standing: { rows: readonly ScreenAlarmRow[]; total: number; counts: readonly [number, number, number, number]; hidden: number; returned?: number };
  /** Paints all bindings and answers what stands on the canvas then, bottom to top as parts were made. */
  paint(): readonly Painted[];
  /** Only the texts of `paint`, without empty ones. */
  texts(): readonly string[];
  /** Parts touched since the last `paint` or `touches`. */
  touches(): number;
  /** Lets answers of the past arrive. */
  settle(): Promise<void>;
};

const letter = 0.6;

/** Many parts are staged over one directory. */
const indices = new WeakMap<Directory, ReturnType<typeof createDirectoryIndex>>();
function indexOf(directory: Directory): ReturnType<typeof createDirectoryIndex> {
  const index = indices.get(directory) ?? createDirectoryIndex(directory);
  indices.set(directory, index);
  return index;
}

/** One live part, symbol or shape in a page of its own, for tests without a browser: real readings, real words, a canvas that writes down what is painted. */
export function stagePart(options: {
  readonly markup: string;
  readonly directory: Directory;
  readonly history?: ScreenHistory;
  readonly nowMs?: number;
  readonly text?: (index: number) => string;
}): PartStage {
  installTinyPage();
  const directory = indexOf(options.directory);
  const { tags } = options.directory;
  const parsed = parseScreen(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000"><title>Stage</title>${options.markup}</svg>`);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const node = parsed.screen.nodes[0] as ScreenNode;
  const problems: string[] = parsed.screen.problems.map(({ message }) => message);
  const parts: { readonly part: OverlayPart; isShown: boolean }[] = [];
  let touched = 0;
  const overlay: ScreenOverlay = {
    lanes: createInkLanes(() => undefined),
    add(_host, part): PartHandle {
      const entry = { part, isShown: false };
      parts.push(entry);
      return {
        isOutlined: false,
        // Nothing is painted here: no lane begins.
        ground: () => null,
        isFree: () => false,
        lend: () => undefined,
        takeBack: () => undefined,
        reach: () => undefined,
        touch(isShown) {
          touched++;
          entry.isShown = isShown;
        },
      };
    },
    text(host, { x, y, anchor = 'start', ...span }) {
      const line = createTextLine(overlay, host, { x, y, anchor, spans: [span] });
      return {
        set(text, tone) {
          line.put(0, text, tone);
          line.done();
        },
      };
    },
    width: (style, text) => text.length * style.size * letter * stage.grow,
  };
  const live: ScreenLive = {
    value: new Float64Array(tags.length).fill(Number.NaN),
    quality: new Uint32Array(tags.length).fill(Q.badWaitingForInitialData),
    timeMs: new Float64Array(tags.length).fill(Number.NaN),
    isLinkLost: false,
    watch(_tags, onChange) {
      watchers.add(onChange);
      return () => void watchers.delete(onChange);
    },
    text: options.text ?? (() => 'text'),
  };
  const watchers = new Set<() => void>();
  const bindings: Binding[] = [];
  const followers: ScreenFollower[] = [];
  const targets: { element: TinyElement; target: ScreenTarget }[] = [];
  const alarms = new Map<string, ScreenAlarm>();
  const stage: Omit<PartStage, 'element'> = {
    targets,
    problems,
    live,
    followers,
    nowMs: options.nowMs ?? 1_000_000,
    grow: 1,
    restyle() {
      for (const { part } of parts) part.restyle?.();
    },
    standing: { rows: [], total: 0, counts: [0, 0, 0, 0], hidden: 0 },
    set(tag, value, quality = Q.good, timeMs = stage.nowMs) {
      const index = directory.indexOf(tag);
      if (index < 0) throw new Error(`the stage has no tag ${tag}`);
      live.value[index] = value;
      live.quality[index] = quality;
      live.timeMs[index] = timeMs;
      for (const watcher of watchers) watcher();
    },
    raise: (tag, alarm) => void (alarm === null ? alarms.delete(tag) : alarms.set(tag, alarm)),
    paint() {
      for (const binding of bindings) binding.paint(stage.nowMs);
      touched = 0;
      return record(parts.filter(({ isShown }) => isShown).map(({ part }) => part));
    },
    texts: () => stage.paint().flatMap((one) => (one.kind === 'text' && one.text.trim() !== '' ? [one.text.trim()] : [])),
    touches() {
      const count = touched;
      touched = 0;
      return count;
    },
    async settle() {
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    },
  };
  const context: ScreenContext = {
    overlay,
    directory,
    live,
    alarms: {
      ofTag: (tag) => alarms.get(tag) ?? null,
      ofAsset: () => null,
      hiddenOfTag: () => null,
      hiddenOfAsset: () => null,
      countsBelow: () => ({
        1: stage.standing.counts[0],
        2: stage.standing.counts[1],
        3: stage.standing.counts[2],
        4: stage.standing.counts[3],
      }),
      returnedBelow: () => stage.standing.returned ?? 0,
      hiddenBelow: () => stage.standing.hidden,
      standing: (isMeant, count) => {
        const rows = stage.standing.rows.filter(({ asset }) => asset !== null && isMeant(asset));
        return { rows: rows.slice(0, count), total: rows.length };
      },
    },
    hasScreen: () => true,
    addBinding: (binding) => void bindings.push(binding),
    addSparkline: () => undefined,
    addFollower: (follower) => void followers.push(follower),
    nowMs: () => stage.nowMs,
    history: options.history ?? (() => Promise.resolve(null)),
    addMarks: () => () => document.createElementNS('http://www.w3.org/2000/svg', 'g'),
    report: (_line, message) => void problems.push(message),
    addTarget: (element, target) => void targets.push({ element: element as unknown as TinyElement, target }),
    addSource: () => undefined,
    whenSeen: (_host, call) => call(true),
  };
  const drawing = {
    context,
    visibility: createScreenVisibility(false),
    begin: () => undefined,
    targets: () => targets.length,
    setEnabled: () => undefined,
    moved: () => undefined,
    isEditing: false,
  };
  const element = drawNode(drawing, node)[0] as unknown as TinyElement;
  for (const follower of followers) follower.momentChanged();
  return Object.assign(stage, { element });
}

/** The alarms of a directory with one more limit alarm: what most tests of limits need. */
export const limitAlarm = (tag: string, kind: 'high' | 'low' | 'high-high' | 'low-low', limit: number): AlarmDefinition =>
  ({ id: `${tag}.${kind}`, kind, tag, priority: 2, limit, message: `${tag} ${kind}`, deadband: 0 }) as unknown as AlarmDefinition;

function record(parts: readonly OverlayPart[]): readonly Painted[] {
  const painted: Painted[] = [];
  let points: [number, number][] = [];
  const state = { fillStyle: '', strokeStyle: '' };
  const context = {
    ...state,
    globalAlpha: 1,
    lineWidth: 1,
    lineJoin: 'miter',
    font: '',
    letterSpacing: '',
    beginPath: () => void (points = []),
    moveTo: (x: number, y: number) => void points.push([x, y]),
    lineTo: (x: number, y: number) => void points.push([x, y]),
    closePath: () => undefined,
    arc: (x: number, y: number) => void points.push([x, y]),
    rect: (x: number, y: number) => void points.push([x, y]),
    roundRect: (x: number, y: number) => void points.push([x, y]),
    fill: () => void painted.push({ kind: 'fill', points, tone: String(context.fillStyle) }),
    stroke: () => void painted.push({ kind: 'stroke', points, tone: String(context.strokeStyle) }),
    fillRect: (x: number, y: number, width: number, height: number) =>
      void painted.push({ kind: 'rect', x, y, width, height, tone: String(context.fillStyle) }),
    strokeRect: () => undefined,
    clearRect: () => undefined,
    fillText: (text: string, x: number, y: number) => void painted.push({ kind: 'text', text, x, y, tone: String(context.fillStyle) }),
    measureText: (text: string) => ({ width: text.length * 7 }),
    setLineDash: () => undefined,
    setTransform: () => undefined,
  };
  const theme: OverlayTheme = { colour: (tone) => tone, hatch: () => 'hatch', ui: 'ui', mono: 'mono' };
  const brush = createBrush(context as unknown as OverlayContext, theme);
  brush.renew(theme, 1);
  for (const part of parts) part.paint(brush);
  return painted;
}

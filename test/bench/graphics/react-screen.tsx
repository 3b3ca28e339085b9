import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { memo, useSyncExternalStore } from 'react';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { indicatorScale, indicatorZones, scaleFraction } from '#renderer/widgets/indicator-scale.ts';
import { readValue } from '#renderer/widgets/value-reading.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import { benchLayout } from './bench-screen.ts';
import './react-screen.css';

type Columns = { readonly value: Float64Array; readonly quality: Uint32Array; readonly timeMs: Float64Array };

/** What a component draws of its tag; one object as long as nothing that is seen changed. */
type Look = { readonly kind: string; readonly mark: string; readonly text: string; readonly unit: string; readonly note: string; readonly pointer: number };

/** One store for all values, one subscription for each component: what React's own documents advise for many live values. */
function createLooks(directory: DirectoryIndex, columns: Columns, count: number) {
  const looks: (Look | undefined)[] = [];
  const listeners: (() => void)[] = [];
  const scales = Array.from({ length: count }, (_, index) => indicatorScale(directory.tag(index) as TagDefinition, directory.alarmsOfTag(index)));
  const read = (index: number): Look => {
    const [tag, scale] = [directory.tag(index) as TagDefinition, scales[index]];
    const [value, quality, timeMs] = [columns.value[index] as number, columns.quality[index] as number, columns.timeMs[index] as number];
    const { kind, mark, text, unit, shortNote } = readValue({ tag, value, quality, timeMs, nowMs: timeMs, text: () => '' });
    const isUsable = !Number.isNaN(value) && kind !== 'bad' && kind !== 'no-link' && kind !== 'waiting';
    const pointer = isUsable && scale !== undefined && scale !== null ? Math.round(44 * (1 - scaleFraction(scale, value)) * 4) / 4 : Number.NaN;
    return { kind, mark, text, unit, note: shortNote, pointer };
  };
  const isSame = (one: Look, other: Look): boolean => one.kind === other.kind && one.text === other.text && one.note === other.note && Object.is(one.pointer, other.pointer);
  return {
    scales,
    get: (index: number): Look => (looks[index] ??= read(index)),
    subscribe: (index: number) => (listener: () => void) => {
      listeners[index] = listener;
      return () => undefined;
    },
    changed(indices: readonly number[]): void {
      for (const index of indices) {
        const next = read(index);
        const before = looks[index];
        if (before !== undefined && isSame(before, next)) continue;
        looks[index] = next;
        listeners[index]?.();
      }
    },
  };
}
type Looks = ReturnType<typeof createLooks>;

/** The same picture as the console's value box with an indicator. */
const Value = memo(function Value({ looks, index, tag, x, y }: { readonly looks: Looks; readonly index: number; readonly tag: TagDefinition; readonly x: number; readonly y: number }) {
  const { kind, mark, text, unit, note, pointer } = useSyncExternalStore(looks.subscribe(index), () => looks.get(index));
  return (
    <g transform={`translate(${x} ${y})`} className="rx-box" data-quality={kind}>
      <rect className="rx-wash" x={-12} y={-7} width={120} height={note === '' ? 58 : 57} rx={4} />
      <text className="rx-tag" x={19} y={8}>
        {tag.id}
      </text>
      <text className="rx-value" x={19} y={28}>
        <tspan className="rx-mark">{mark === '' ? '' : `${mark} `}</tspan>
        <tspan className="rx-number">{text}</tspan>
        <tspan className="rx-unit" dx={4}>
          {unit}
        </tspan>
      </text>
      <text className="rx-note" x={19} y={43}>
        {note}
      </text>
      <Bar looks={looks} index={index} />
      {Number.isNaN(pointer) ? <rect className="rx-hatch" width={8} height={44} /> : <path className="rx-pointer" transform={`translate(0 ${pointer})`} d="M-5.5-4v8L0 0zM0-1h8v2H0z" />}
    </g>
  );
});

const Bar = memo(function Bar({ looks, index }: { readonly looks: Looks; readonly index: number }) {
  const scale = looks.scales[index];
  if (scale === undefined || scale === null) return null;
  return (
    <>
      <rect className="rx-bar" width={8} height={44} />
      {indicatorZones(scale).map(({ kind, from, to }) => (
        <rect key={`${kind} ${from}`} className={`rx-${kind}`} y={44 * (1 - to)} width={8} height={44 * (to - from)} />
      ))}
    </>
  );
});

/** Draws the values as React would; `changed` brings the page up to date and comes back when the tree has been written. */
export function mountReactScreen(host: HTMLElement, directory: DirectoryIndex, columns: Columns, count: number) {
  const layout = benchLayout(count);
  const looks = createLooks(directory, columns, count);
  const root = createRoot(host);
  flushSync(() =>
    root.render(
      <svg className="rx-screen" viewBox={`0 0 ${layout.width} ${layout.height}`}>
        {Array.from({ length: count }, (_, index) => (
          <Value key={index} looks={looks} index={index} tag={directory.tag(index) as TagDefinition} {...layout.at(index)} />
        ))}
      </svg>,
    ),
  );
  return {
    changed: (indices: readonly number[]): void => flushSync(() => looks.changed(indices)),
    dispose: (): void => root.unmount(),
  };
}

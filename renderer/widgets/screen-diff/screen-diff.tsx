import { ChevronDown, ChevronUp } from 'lucide-react';
import { type KeyboardEvent, type RefObject, type UIEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { diffScreens } from '#shared/screen/diff/diff-screens.ts';
import type { ScreenDifference } from '#shared/screen/diff/screen-difference.ts';
import { Button } from '../button.tsx';
import { Segmented } from '../segmented.tsx';
import { DiffList } from './diff-list.tsx';
import { type Boxes, countWords, type DiffMark, marksOf, type Version } from './diff-marks.ts';
import { DiffPane, type DiffZoom } from './diff-pane.tsx';
import './screen-diff.css';

export type DiffVersion = {
  /** What the version is called: "Saved 14:02 by A. Berg". */
  readonly name: string;
  readonly text: string;
};

export type ScreenDiffProps = {
  readonly before: DiffVersion;
  readonly after: DiffVersion;
  /** Draws a text into the host, `data-from` on its elements as `mountScreen` does with `editing`, and gives back how to take it away. The same function each time, or it is drawn anew. */
  readonly draw: (text: string, host: HTMLElement) => () => void;
  /** Enter or a double click on a difference. */
  readonly onOpen?: (difference: ScreenDifference) => void;
};

type Layout = 'beside' | 'below' | 'over';
const layouts = [
  { id: 'beside', label: 'Side by side' },
  { id: 'below', label: 'Stacked' },
  { id: 'over', label: 'Overlaid' },
] as const;
const zooms = [
  { id: 'fit', label: 'Fit' },
  { id: '1', label: '100 %' },
  { id: '2', label: '200 %' },
] as const;
const none: Boxes = new Map();
const noDifferences: readonly ScreenDifference[] = [];

/** Two versions of a screen, what differs marked on both and listed in sentences. F7 and Shift+F7 go through the differences. */
export function ScreenDiff({ before, after, draw, onOpen }: ScreenDiffProps) {
  const diff = useMemo(() => diffScreens(before.text, after.text), [before.text, after.text]);
  const differences = diff.ok ? diff.differences : noDifferences;
  // Drawings are twice as wide as high: one below the other they are largest.
  const [layout, setLayout] = useState<Layout>('below');
  const [zoom, setZoom] = useState<DiffZoom>('fit');
  const [cut, setCut] = useState(0.5);
  const [current, setCurrent] = useState(-1);
  const [boxes, setBoxes] = useState<Readonly<Record<Version, Boxes>>>({ before: none, after: none });
  const onBefore = useCallback((read: Boxes) => setBoxes((known) => ({ ...known, before: read })), []);
  const onAfter = useCallback((read: Boxes) => setBoxes((known) => ({ ...known, after: read })), []);
  const marks = useMemo(
    () => ({ before: marksOf(differences, 'before', boxes), after: marksOf(differences, 'after', boxes) }),
    [differences, boxes],
  );
  const scrollers = { before: useRef<HTMLDivElement>(null), after: useRef<HTMLDivElement>(null) };
  useEffect(() => setCurrent(-1), [diff]);

  const pick = (index: number): void => {
    setCurrent(index);
    for (const version of ['before', 'after'] as const) scrollTo(scrollers[version], marks[version], index, zoom);
  };
  // The same function each time, so that a thousand marks are not drawn anew while the slider moves.
  const latest = useRef(pick);
  useEffect(() => void (latest.current = pick));
  const onPick = useCallback((index: number) => latest.current(index), []);
  const step = (by: number): void => {
    if (differences.length > 0)
      pick(current < 0 ? (by > 0 ? 0 : differences.length - 1) : (current + by + differences.length) % differences.length);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'F7') return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  };
  const follow = (other: RefObject<HTMLDivElement | null>) => (event: UIEvent<HTMLDivElement>) => {
    const { scrollLeft, scrollTop } = event.currentTarget;
    // Set to what it is already, a scroller tells nothing: the two do not answer each other for ever.
    other.current?.scrollTo(scrollLeft, scrollTop);
  };
  const refusal = differences.length === 0 ? 'There is no difference to go to.' : null;
  const open = (index: number): void => {
    const difference = differences[index];
    if (difference !== undefined) onOpen?.(difference);
  };
  const shared = { draw, zoom, current, onPick };
  return (
    <div className="screen-diff" onKeyDown={onKey}>
      <div className="diff-bar">
        <Segmented label="Layout" segments={layouts} value={layout} onChange={setLayout} />
        <Segmented label="Zoom" segments={zooms} value={zoom} onChange={setZoom} />
        {layout === 'over' ? (
          <label className="diff-wipe">
            <span>Earlier</span>
            <input
              type="range"
              min={0}
              max={100}
              value={Math.round(cut * 100)}
              aria-label="How much of the earlier version is shown"
              aria-valuetext={`${Math.round(cut * 100)} % from the left`}
              onChange={(event) => setCut(Number(event.target.value) / 100)}
            />
            <span>Later</span>
          </label>
        ) : null}
        <span className="diff-counts num" role="status">
          {countWords(differences)}
        </span>
        <Button
          look="ghost"
          icon={<ChevronUp size={16} strokeWidth={1.75} aria-hidden="true" />}
          refusal={refusal}
          title="Previous difference (Shift+F7)"
          onClick={() => step(-1)}
        >
          Previous
        </Button>
        <Button
          look="ghost"
          icon={<ChevronDown size={16} strokeWidth={1.75} aria-hidden="true" />}
          refusal={refusal}
          title="Next difference (F7)"
          onClick={() => step(1)}
        >
          Next
        </Button>
      </div>
      <div className="diff-body">
        <div className={`diff-panes is-${layout}`}>
          <figure>
            <figcaption>{before.name}</figcaption>
            <DiffPane
              {...shared}
              name={`Earlier version: ${before.name}`}
              text={before.text}
              marks={marks.before}
              onBoxes={onBefore}
              scroller={scrollers.before}
              onScroll={follow(scrollers.after)}
            />
          </figure>
          <figure>
            <figcaption>{after.name}</figcaption>
            <DiffPane
              {...shared}
              name={`Later version: ${after.name}`}
              text={after.text}
              marks={marks.after}
              onBoxes={onAfter}
              scroller={scrollers.after}
              onScroll={follow(scrollers.before)}
              {...(layout === 'over' ? { cut } : {})}
            />
          </figure>
          {layout === 'over' ? <div className="diff-wipe-line" style={{ left: `${cut * 100}%` }} aria-hidden="true" /> : null}
        </div>
        {differences.length === 0 ? (
          <p className="diff-none">{noneWords(before.text, after.text, diff.ok ? null : diff.problem.message)}</p>
        ) : (
          <DiffList differences={differences} current={current} onPick={pick} onOpen={open} />
        )}
      </div>
    </div>
  );
}

function noneWords(before: string, after: string, problem: string | null): string {
  if (problem !== null) return problem;
  return before === after
    ? 'Both versions are the same text.'
    : 'Nothing that is drawn differs: only white space, comments or the order of attributes.';
}

/** Brings the mark of a difference into the middle of a pane that can be scrolled. */
function scrollTo(scroller: RefObject<HTMLDivElement | null>, marks: readonly DiffMark[], index: number, zoom: DiffZoom): void {
  const box = marks.find(({ indices }) => indices.includes(index))?.box;
  const element = scroller.current;
  if (element === null || box === undefined || zoom === 'fit') return;
  const scale = Number(zoom);
  element.scrollTo((box.x + box.width / 2) * scale - element.clientWidth / 2, (box.y + box.height / 2) * scale - element.clientHeight / 2);
}

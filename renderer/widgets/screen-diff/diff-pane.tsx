import { memo, type RefObject, type UIEvent, useEffect, useRef, useState } from 'react';
import type { Box } from '#shared/screen/edit/draft.ts';
import type { Boxes, DiffMark } from './diff-marks.ts';
import { readBoxes } from './read-boxes.ts';

/** How large a drawing stands in its pane: all of it, or its own size and twice that, which can be scrolled. */
export type DiffZoom = 'fit' | '1' | '2';

type PaneProps = {
  readonly name: string;
  readonly text: string;
  readonly draw: (text: string, host: HTMLElement) => () => void;
  readonly zoom: DiffZoom;
  readonly marks: readonly DiffMark[];
  readonly current: number;
  readonly onBoxes: (boxes: Boxes) => void;
  readonly onPick: (index: number) => void;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onScroll: (event: UIEvent<HTMLDivElement>) => void;
  /** Takes away what lies left of this part of the width, for a wipe over another pane; 0 shows all. */
  readonly cut?: number;
};

/** One version as it is drawn, with the marks of what differs above it. */
export function DiffPane({ name, text, draw, zoom, marks, current, onBoxes, onPick, scroller, onScroll, cut }: PaneProps) {
  const host = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const stop = draw(text, element);
    const measure = (): void => {
      const read = readBoxes(element);
      if (read === null) return;
      setSize((known) => (known.width === read.width && known.height === read.height ? known : { width: read.width, height: read.height }));
      onBoxes(read.boxes);
    };
    measure();
    // Boxes are in units of the drawing: a new size of the pane changes none, but a pane that had no size had none.
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => {
      watch.disconnect();
      stop();
    };
  }, [text, draw, onBoxes]);
  const { width, height } = size;
  const isFit = zoom === 'fit' || width === 0;
  const sheet = isFit ? { width: '100%', height: '100%' } : { width: width * Number(zoom), height: height * Number(zoom) };
  return (
    <div
      className="diff-pane"
      role="group"
      aria-label={name}
      style={cut === undefined ? undefined : { clipPath: `inset(0 0 0 ${cut * 100}%)` }}
    >
      <div ref={scroller} className="diff-scroller" onScroll={onScroll} tabIndex={isFit ? -1 : 0}>
        <div className="diff-sheet" style={sheet}>
          <div ref={host} className="diff-host process-screen-host" />
          {width === 0 ? null : (
            <svg className="diff-marks" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="xMidYMid meet" aria-hidden="true">
              {marks.map((mark) => (
                <Mark key={mark.indices[0]} mark={mark} isCurrent={mark.indices.includes(current)} onPick={onPick} />
              ))}
            </svg>
          )}
        </div>
      </div>
    </div>
  );
}

const Mark = memo(function Mark({
  mark,
  isCurrent,
  onPick,
}: {
  readonly mark: DiffMark;
  readonly isCurrent: boolean;
  readonly onPick: (index: number) => void;
}) {
  const { box, arrow, form } = mark;
  const shapes = (
    <>
      {form === 'reshaped' ? <path d={brackets(box)} /> : <rect {...box} rx={6} />}
      {form === 'order' ? <rect x={box.x - 4} y={box.y - 4} width={box.width + 8} height={box.height + 8} rx={9} /> : null}
      {arrow === null ? null : <path d={arrowPath(arrow)} />}
    </>
  );
  return (
    <g className={`diff-mark is-${form}${isCurrent ? ' is-current' : ''}`} onClick={() => onPick(mark.indices[0] as number)}>
      <g className="diff-mark-halo">{shapes}</g>
      <g className="diff-mark-line">{shapes}</g>
      <rect className="diff-mark-hit" {...box} />
    </g>
  );
});

function brackets({ x, y, width, height }: Box): string {
  const arm = Math.min(14, width / 3, height / 3);
  const [right, bottom] = [x + width, y + height];
  return (
    `M${x} ${y + arm}V${y}H${x + arm}M${right - arm} ${y}H${right}V${y + arm}` +
    `M${right} ${bottom - arm}V${bottom}H${right - arm}M${x + arm} ${bottom}H${x}V${bottom - arm}`
  );
}

/** A line with an open head; none of it where the way is too short to be seen. */
function arrowPath({ from: [x1, y1], to: [x2, y2] }: NonNullable<DiffMark['arrow']>): string {
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length < 1) return '';
  const head = Math.min(9, length * 0.6);
  const [ux, uy] = [(x2 - x1) / length, (y2 - y1) / length];
  const wing = (side: number): string => `${x2 - head * (ux + side * uy * 0.6)} ${y2 - head * (uy - side * ux * 0.6)}`;
  return `M${x1} ${y1}L${x2} ${y2}M${wing(1)}L${x2} ${y2}L${wing(-1)}`;
}

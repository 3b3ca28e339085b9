import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import type { ScreenDifference } from '#shared/screen/diff/screen-difference.ts';
import { formOf } from './diff-marks.ts';
import { DifferenceGlyph } from './difference-glyph.tsx';

/** Every difference in a line or two; arrow keys go through them, Enter opens one. */
export function DiffList(props: {
  readonly differences: readonly ScreenDifference[];
  readonly current: number;
  readonly onPick: (index: number) => void;
  readonly onOpen: (index: number) => void;
}) {
  const { differences, current, onPick, onOpen } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const rows = useVirtualizer({ count: differences.length, getScrollElement: () => scroller.current, estimateSize: () => 44, overscan: 6 });
  // Who compares reads first: arrow keys and F7 work at once.
  useEffect(() => scroller.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    if (current >= 0) rows.scrollToIndex(current);
  }, [rows, current]);
  const onKey = (event: KeyboardEvent): void => {
    const last = differences.length - 1;
    const to = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: last, PageDown: current + 10, PageUp: current - 10 }[
      event.key
    ];
    if (event.key === 'Enter' && current >= 0) onOpen(current);
    else if (to !== undefined && last >= 0) onPick(Math.min(last, Math.max(0, to)));
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      className="diff-list"
      role="listbox"
      tabIndex={0}
      aria-label="Differences"
      aria-activedescendant={current < 0 ? undefined : `${id}-${current}`}
      onKeyDown={onKey}
    >
      <div className="diff-rows" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const difference = differences[index] as ScreenDifference;
          const place = difference.after ?? difference.before;
          return (
            <div
              key={index}
              ref={rows.measureElement}
              data-index={index}
              id={`${id}-${index}`}
              className="diff-row"
              role="option"
              aria-selected={index === current}
              aria-posinset={index + 1}
              aria-setsize={differences.length}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => onPick(index)}
              onDoubleClick={() => onOpen(index)}
            >
              <DifferenceGlyph form={formOf(difference.kind)} />
              <span>{difference.sentence}</span>
              {place === null || difference.kind === 'drawing' ? null : (
                <span
                  className="diff-row-line num"
                  title={difference.after === null ? 'Line of the earlier text' : 'Line of the later text'}
                >
                  {place.line}
                </span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

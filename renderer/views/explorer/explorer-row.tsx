import { ChartSpline } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { qualityWords } from '#shared/model/quality.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import { LiveCell } from '../../client/live-cell.tsx';
import { navigation } from '../../client/navigation.ts';
import { useClient } from '../../client/use-client.ts';
import { formatSpan } from '../../widgets/format-time.ts';
import { dragsTags } from '../../widgets/tag-drag/tag-drag.ts';
import { sourceText } from './tag-search.ts';

export const explorerColumns: readonly { readonly title: string; readonly isNumber?: boolean }[] = [
  { title: 'Tag' },
  { title: 'Name' },
  { title: 'Asset' },
  { title: 'Value', isNumber: true },
  { title: 'Unit' },
  { title: 'Quality' },
  { title: 'Age', isNumber: true },
  { title: 'Device' },
  { title: 'Address' },
  { title: '' },
];

type Props = { readonly tag: TagDefinition; readonly index: number; readonly top: number; readonly isPicked: boolean; readonly onPick: () => void; readonly onOpen: () => void };

export function ExplorerRow({ tag, index, top, isPicked, onPick, onOpen }: Props) {
  return (
    <div
      className={`explorer-row explorer-item ${isPicked ? 'is-picked' : ''}`}
      role="row"
      aria-selected={isPicked}
      style={{ transform: `translateY(${top}px)` }}
      {...dragsTags([tag.id])}
      onClick={onPick}
      onDoubleClick={onOpen}
    >
      <span className="mono explorer-id" role="gridcell" title={tag.id}>
        {tag.id}
      </span>
      <span role="gridcell" title={tag.description}>
        {tag.name}
      </span>
      <span role="gridcell">{tag.asset}</span>
      <span role="gridcell" className="is-number explorer-value">
        <LiveCell tagIndex={index} />
      </span>
      <span role="gridcell" className="tx-3">
        {tag.unit}
      </span>
      <QualityAndAge index={index} />
      <span role="gridcell">{tag.device ?? 'calculated'}</span>
      <span role="gridcell" className="mono explorer-address" title={sourceText(tag)}>
        {sourceText(tag)}
      </span>
      <span role="gridcell">
        <button
          type="button"
          className="explorer-trend"
          tabIndex={-1}
          aria-label={`Add ${tag.id} to the trend`}
          title={`Add ${tag.id} to the trend`}
          onClick={(event) => {
            event.stopPropagation();
            navigation.getState().open('trends', { tags: [tag.id] });
          }}
        >
          <ChartSpline size={14} strokeWidth={1.75} />
        </button>
      </span>
    </div>
  );
}

/** Words of the quality and the age of the value, once a second, straight into the DOM. */
function QualityAndAge({ index }: { readonly index: number }) {
  const client = useClient();
  const words = useRef<HTMLSpanElement>(null);
  const age = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const put = (element: HTMLElement | null, text: string): void => {
      if (element !== null && element.textContent !== text) element.textContent = text;
    };
    const paint = (): void => {
      const { live } = client;
      const timeMs = live.timeMs[index] ?? NaN;
      put(words.current, qualityWords(live.quality[index] ?? 0));
      put(age.current, Number.isNaN(timeMs) ? '' : formatSpan(client.nowMs() - timeMs));
    };
    paint();
    const timer = setInterval(paint, 1000);
    // A jump to another moment shows at once: no row keeps words of the moment before.
    const stop = client.timeline.state.subscribe(paint);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [client, index]);
  return (
    <>
      <span ref={words} role="gridcell" />
      <span ref={age} role="gridcell" className="num is-number tx-3" />
    </>
  );
}

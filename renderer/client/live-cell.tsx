import { useEffect, useRef } from 'react';
import { formatValue } from '#shared/model/format-value.ts';
import { type QualityKind, qualityKind, qualityWords } from '#shared/model/quality.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { ConsoleClient } from './console-client.ts';
import { repaintDelayMs } from './repaint-gate.ts';
import { useClient, useDirectory } from './use-client.ts';
import './live-cell.css';

export type CellPicture = { readonly text: string; readonly kind: QualityKind; readonly title: string };

/** What a value cell shows: the number, or the word in its place, and the cause for the tooltip. Pure. */
export function cellPicture(tag: TagDefinition, value: number, quality: number, text: (index: number) => string, isLinkLost = false): CellPicture {
  const kind = qualityKind(quality);
  const number = formatValue(tag, value, text);
  const title = kind === 'good' ? '' : kind === 'no-link' ? linkWords(tag, quality, isLinkLost) : qualityWords(quality);
  const was = Number.isNaN(value) ? '' : `, was ${number}`;
  switch (kind) {
    case 'bad':
      return { text: 'BAD', kind, title: title + was };
    case 'no-link':
    case 'waiting':
      return { text: '----', kind, title: title + was };
    case 'uncertain':
      return { text: `? ${number}`, kind, title };
    case 'good':
    case 'forced':
    case 'stale':
      return { text: number, kind, title };
  }
}

/** Names what is away: sending somebody to a PLC that is well costs the night. */
function linkWords(tag: TagDefinition, quality: number, isLinkLost: boolean): string {
  if (isLinkLost) return 'no link to the engine';
  return tag.device === undefined ? qualityWords(quality) : `${qualityWords(quality)}: ${tag.device}`;
}

/** One live value in a list or faceplate. Painted straight into the DOM, at most four times a second; React never re-renders it. */
export function LiveCell({ tagIndex, withUnit = false, className = '' }: { readonly tagIndex: number; readonly withUnit?: boolean; readonly className?: string }) {
  const client = useClient();
  const directory = useDirectory();
  const ref = useRef<HTMLSpanElement>(null);
  const tag = directory?.tag(tagIndex);
  useEffect(() => {
    const element = ref.current;
    if (element === null || tag === undefined) return undefined;
    return followCell(client, tagIndex, tag, element);
  }, [client, tag, tagIndex]);
  return (
    <span className={`live-cell num ${className}`}>
      <span ref={ref} className="live-cell-number" />
      {withUnit && tag?.unit ? <span className="live-cell-unit">{tag.unit}</span> : null}
    </span>
  );
}

function followCell(client: ConsoleClient, index: number, tag: TagDefinition, element: HTMLElement): () => void {
  const { live } = client;
  let lastMs = -Infinity;
  let shown: CellPicture | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const paint = (): void => {
    timer = null;
    const picture = cellPicture(tag, live.value[index] ?? NaN, live.quality[index] ?? 0, live.text, live.isLinkLost);
    if (shown !== null && picture.text === shown.text && picture.kind === shown.kind && picture.title === shown.title) return;
    lastMs = performance.now();
    if (picture.text !== shown?.text) element.textContent = picture.text;
    if (picture.kind !== shown?.kind) element.dataset['quality'] = picture.kind;
    if (picture.title !== shown?.title) element.title = picture.title;
    shown = picture;
  };
  const changed = (): void => {
    if (timer !== null) return;
    const waitMs = repaintDelayMs(lastMs, performance.now());
    if (waitMs === 0) paint();
    else timer = setTimeout(paint, waitMs);
  };
  const stop = live.watch([index], changed);
  paint();
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  };
}

import type { DragEventHandler } from 'react';
import './tag-drag.css';

/** What a drag carries its tags as: ids with spaces between, since an id has none. Another window of the console reads it as well. */
export const tagMime = 'application/x-firstout-tag';

/** More than any trend takes; a drag from outside is not read any further. */
const mostTags = 64;
const longestText = 16_384;
const longestId = 120;

/** The tags of a drag as one text, at most 64 of them. */
export const tagText = (tags: readonly string[]): string => tags.slice(0, mostTags).join(' ');

/** The ids in such a text, each once, at most 64. It may come from anywhere: what is behind 16,384 characters, or longer than an id can be, is left out. */
export function tagsOf(text: string): readonly string[] {
  const ids = text.slice(0, longestText).split(/[\s,]+/);
  if (text.length > longestText) ids.pop();
  return [...new Set(ids.filter((id) => id !== '' && id.length <= longestId))].slice(0, mostTags);
}

export const carriesTags = (transfer: Pick<DataTransfer, 'types'> | null): transfer is DataTransfer => transfer?.types.includes(tagMime) === true;

/** The part of a drag event, of the page or of React, that a source needs. */
export type DragStart = {
  readonly clientX: number;
  readonly clientY: number;
  readonly currentTarget: EventTarget | null;
  readonly dataTransfer: DataTransfer | null;
  preventDefault(): void;
  stopPropagation(): void;
};

/** What the drag began on; the element that is dragged as a whole may be the drawing around it. */
export const startedOn = ({ clientX, clientY }: Pick<DragStart, 'clientX' | 'clientY'>): Element | null => document.elementFromPoint(clientX, clientY);

/**
 * Lets a drag that just began carry these tags, with a small chip under the pointer; without any, there is no drag. A press
 * on a button or field inside the source belongs to that, unless it is marked as `data-tag-handle`: a hand that shakes over
 * "Ack" must not carry the row away.
 */
export function startTagDrag(event: DragStart, tags: readonly string[]): void {
  const { currentTarget, dataTransfer } = event;
  event.stopPropagation();
  const control = startedOn(event)?.closest('button, input, select, textarea, a, [contenteditable]') ?? null;
  const source = currentTarget instanceof Element ? currentTarget : null;
  const isOnControl = control !== null && control !== source && source?.contains(control) === true && !control.hasAttribute('data-tag-handle');
  if (tags.length === 0 || dataTransfer === null || isOnControl) return event.preventDefault();
  dataTransfer.clearData();
  dataTransfer.setData(tagMime, tagText(tags));
  // For a text field: there it is the id.
  dataTransfer.setData('text/plain', tagText(tags));
  dataTransfer.effectAllowed = 'copy';
  const chip = document.createElement('div');
  chip.className = 'tag-drag-chip mono';
  chip.textContent = chipText(tags);
  document.body.append(chip);
  dataTransfer.setDragImage(chip, 12, 14);
  // The picture is taken after this event; then the chip has done its work.
  setTimeout(() => chip.remove());
}

/** "PT-2312", or the first and how many more. */
export const chipText = (tags: readonly string[]): string => (tags.length > 1 ? `${tags[0]} and ${tags.length - 1} more` : (tags[0] ?? ''));

/** Props that make an element of React a source of these tags; none where there is no tag. Click, keys and touch stay as they are. */
export function dragsTags(tags: readonly string[]): { readonly draggable?: true; readonly onDragStart?: DragEventHandler } {
  return tags.length === 0 ? {} : { draggable: true, onDragStart: (event) => startTagDrag(event, tags) };
}

import { carriesTags } from './tag-drag.ts';

/** Input types a text can be dropped into. */
const textTypes = /^(text|search|url|tel|email|number|)$/;

/** What may be dropped on a place that does not take it itself. */
export type Field = 'text' | 'file' | 'none';
type Place = { readonly tagName: string; readonly type?: string; readonly isContentEditable?: boolean };

/** A text field takes text, a file field files, anything else nothing. */
export function fieldOf({ tagName, type = '', isContentEditable = false }: Place): Field {
  if (isContentEditable || tagName === 'TEXTAREA') return 'text';
  if (tagName !== 'INPUT') return 'none';
  return type === 'file' ? 'file' : textTypes.test(type) ? 'text' : 'none';
}

/** Whether a drag of these types is left to the field under it. */
export const isForField = (field: Field, types: readonly string[]): boolean => (types.includes('Files') ? field === 'file' : field === 'text');

/**
 * Watches the drags of a window, from the first call until the answer is called. While tags are dragged over it the root
 * carries `data-tag-drag`, by which targets show themselves. What nobody takes is refused, so that a file or an address
 * dropped beside its field does not lead the console away; and nothing can be dragged that is not meant to be: no picture,
 * no selected text.
 */
export function watchDrags(page: Window): () => void {
  const { documentElement: root } = page.document;
  const listening = new AbortController();
  const { signal } = listening;
  let isTagDrag = false;
  const mark = (isOn: boolean): void => {
    if (isOn === isTagDrag) return;
    isTagDrag = isOn;
    root.toggleAttribute('data-tag-drag', isOn);
  };
  const placeOf = ({ target }: Event): HTMLElement | null => (target instanceof HTMLElement ? target : null);
  const isLeftToField = (event: DragEvent): boolean => {
    const place = placeOf(event);
    return place !== null && isForField(fieldOf(place as Place), event.dataTransfer?.types ?? []);
  };
  const refuse = (event: DragEvent): void => {
    if (event.defaultPrevented || isLeftToField(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
  };
  page.addEventListener('dragover', (event) => mark(carriesTags(event.dataTransfer)), { capture: true, signal });
  page.addEventListener('dragleave', (event) => event.relatedTarget === null && mark(false), { capture: true, signal });
  // A source that was taken off the page meanwhile tells nobody that its drag ended; but then the pointer moves again.
  for (const over of ['drop', 'dragend', 'pointermove', 'pointerdown'] as const) page.addEventListener(over, () => mark(false), { capture: true, signal, passive: true });
  page.addEventListener('dragover', refuse, { signal });
  page.addEventListener('drop', refuse, { signal });
  page.addEventListener(
    'dragstart',
    (event) => {
      const from = event.target instanceof Element ? event.target : event.target instanceof Node ? event.target.parentElement : null;
      const isField = from instanceof HTMLElement && fieldOf(from as Place) === 'text';
      if (from?.closest('[draggable="true"]') === null && !isField) event.preventDefault();
    },
    { signal },
  );
  return () => {
    mark(false);
    listening.abort();
  };
}

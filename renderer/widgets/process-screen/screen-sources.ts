import { startedOn, startTagDrag } from '../tag-drag/tag-drag.ts';

/** What can be dragged away from a screen: a tag, or an asset for its tags. */
export type ScreenSource = { readonly asset: string | null; readonly tag: string | null };

/**
 * Makes the parts of a screen draggable. Parts of an SVG cannot be dragged by themselves, so the element around the drawing
 * can: what a drag carries is what it began on. A press that does not move stays a click, and keys never come here.
 */
export function createScreenSources(tagsOf: (source: ScreenSource) => readonly string[]) {
  const sources = new Map<Element, ScreenSource>();
  const sourceAt = (from: Element | null, around: Element): ScreenSource | null => {
    for (let element = from; element !== null && element !== around; element = element.parentElement) {
      const source = sources.get(element);
      if (source !== undefined) return source;
    }
    return null;
  };
  return {
    add: (element: Element, source: ScreenSource): void => void sources.set(element, source),
    /** Gives back how to stop. */
    listen(around: HTMLElement): () => void {
      const start = (event: DragEvent): void => {
        const source = sourceAt(startedOn(event), around);
        startTagDrag(event, source === null ? [] : tagsOf(source));
      };
      around.draggable = true;
      around.addEventListener('dragstart', start);
      return () => {
        around.draggable = false;
        around.removeEventListener('dragstart', start);
      };
    },
  };
}

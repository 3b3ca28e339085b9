import { type DragEventHandler, useState } from 'react';
import { carriesTags, tagMime, tagsOf } from './tag-drag.ts';

export type TagTarget = {
  /** Marks a place tags can be dropped on: calm while a tag is dragged anywhere, clear while it is above. */
  readonly 'data-tag-target': 'ready' | 'over';
  readonly onDragEnter: DragEventHandler;
  readonly onDragOver: DragEventHandler;
  readonly onDragLeave: DragEventHandler;
  readonly onDrop: DragEventHandler;
};

/** Props that make an element take dropped tags. Drags of anything else pass by. */
export function useTagDrop(onTags: (tags: readonly string[]) => void): TagTarget {
  const [isOver, setOver] = useState(false);
  const over: DragEventHandler = (event) => {
    if (!carriesTags(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setOver(true);
  };
  return {
    'data-tag-target': isOver ? 'over' : 'ready',
    onDragEnter: over,
    onDragOver: over,
    onDragLeave: (event) => !(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) && setOver(false),
    onDrop(event) {
      setOver(false);
      if (!carriesTags(event.dataTransfer)) return;
      event.preventDefault();
      const tags = tagsOf(event.dataTransfer.getData(tagMime));
      if (tags.length > 0) onTags(tags);
    },
  };
}

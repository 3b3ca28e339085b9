import { type DragEventHandler, useMemo } from 'react';
import { elementAt, type ElementPath } from '#shared/screen/edit/draft.ts';
import type { TemplateEntry } from '#shared/model/project.ts';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import { carriesTags, tagMime, tagsOf } from '#renderer/widgets/tag-drag/tag-drag.ts';
import type { EditorContext } from '../commands/editor-context.ts';
import type { Point } from '../geometry/box.ts';
import { toDrawing } from '../geometry/view-box.ts';
import { pickingOf } from '../session/picks.ts';
import { insertPiece, pointAt } from './draw-gestures.ts';
import { hitReach, type PointerInput } from './pointer-input.ts';
import { placingOfFaceplate } from '../palette/faceplate-fragment.ts';
import { partFragment, partMime } from '../palette/part-fragment.ts';
import { valueFragments } from '../palette/value-fragment.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';

/** Tags, or an asset, that were dropped on an element: what they are to be to it is asked where they fell. */
export type BindAsk = {
  readonly tags: readonly string[];
  /** An asset was dropped in place of tags. */ readonly asset?: string;
  readonly path: ElementPath;
  readonly at: Point;
  /** Where on the drawing they fell; null where they were not dropped. */ readonly place: Point | null;
};

export type CanvasDrop = {
  readonly 'data-tag-target': 'ready';
  readonly onDragOver: DragEventHandler;
  readonly onDragLeave: DragEventHandler;
  readonly onDrop: DragEventHandler;
};

/**
 * What the canvas does with what is dropped on it: a part of the palette or an asset is placed, with Shift an asset as its
 * faceplate where its kind has one; tags on empty ground
 * become values (with Shift with a sparkline), on an element they are bound to it by a menu.
 */
export function useCanvasDrop(
  context: EditorContext,
  directory: DirectoryIndex,
  templates: readonly TemplateEntry[],
  onBind: (ask: BindAsk) => void,
): CanvasDrop {
  return useMemo(() => {
    const inputOf: (event: Parameters<DragEventHandler>[0]) => PointerInput = (event) => {
      const box = event.currentTarget.getBoundingClientRect();
      return {
        at: { x: event.clientX - box.left, y: event.clientY - box.top },
        client: { x: event.clientX, y: event.clientY },
        button: 0,
        shift: event.shiftKey,
        alt: event.altKey,
        control: event.ctrlKey,
        handle: null,
      };
    };
    const elementUnder = (input: PointerInput): ElementPath | null => {
      const { draft, scope } = context.session.store.getState();
      const deepest = context.drawing()?.pathUnder(input.client, hitReach) ?? null;
      return deepest === null ? null : pickingOf(draft, deepest, scope).path;
    };
    return {
      'data-tag-target': 'ready',
      onDragOver(event) {
        const isTags = carriesTags(event.dataTransfer);
        if (!isTags && !event.dataTransfer.types.includes(partMime)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        const input = inputOf(event);
        const under = elementUnder(input);
        const path = under !== null && (isTags || takesAsset(context, under)) ? under : null;
        const { guides } = pointAt(context, input);
        context.canvas.setState({
          guides,
          pointer: toDrawing(context.canvas.getState().sight, input.at),
          dropTarget: path === null ? null : (context.drawing()?.boxOf(path) ?? null),
        });
      },
      onDragLeave: () => context.canvas.setState({ guides: [], dropTarget: null }),
      onDrop(event) {
        const input = inputOf(event);
        context.canvas.setState({ guides: [], dropTarget: null });
        const { point } = pointAt(context, input);
        const part = event.dataTransfer.getData(partMime);
        if (part !== '') {
          event.preventDefault();
          const asset = part.startsWith('asset ') ? part.slice('asset '.length) : null;
          const under = asset === null ? null : elementUnder(input);
          if (asset !== null && under !== null && takesAsset(context, under))
            return onBind({ tags: [], asset, path: under, at: { x: event.clientX, y: event.clientY }, place: point });
          const faceplate = asset !== null && input.shift ? placingOfFaceplate(asset, directory, templates) : null;
          const fragment = faceplate ?? partFragment(part, directory, templates);
          if (fragment !== null) insertPiece(context, `Place: ${fragment.title}`, fragment.fragmentAt(point));
          return;
        }
        if (!carriesTags(event.dataTransfer)) return;
        event.preventDefault();
        event.stopPropagation();
        const tags = tagsOf(event.dataTransfer.getData(tagMime));
        const path = elementUnder(input);
        if (path !== null) onBind({ tags, path, at: { x: event.clientX, y: event.clientY }, place: point });
        else if (tags.length > 0)
          insertPiece(
            context,
            tags.length === 1 ? `Place value ${tags[0]}` : `Place ${tags.length} values`,
            valueFragments(tags, directory, point, input.shift),
          );
      },
    };
  }, [context, directory, templates, onBind]);
}

/** Whether a part has a key for an asset: what else lies under a dropped one is ground. */
function takesAsset({ session }: EditorContext, path: ElementPath): boolean {
  const symbol = elementAt(session.store.getState().draft, path)?.attributes.get('data-symbol');
  return symbol !== undefined && partCatalogue.get(symbol)?.keys.some(({ kind }) => kind === 'asset') === true;
}

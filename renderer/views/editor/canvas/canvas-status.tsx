import { useStore } from 'zustand';
import { type EditorContext, wordsOf } from '../commands/editor-context.ts';

/** Where the pointer is on the drawing; and, for screen readers, what is selected and which tool is in the hand. */
export function CanvasStatus({ context }: { readonly context: EditorContext }) {
  const x = useStore(context.canvas, ({ pointer }) => (pointer === null ? null : Math.round(pointer.x)));
  const y = useStore(context.canvas, ({ pointer }) => (pointer === null ? null : Math.round(pointer.y)));
  const tool = useStore(context.tools, (now) => now.tool);
  const isPreview = useStore(context.tools, (now) => now.isPreview);
  const words = useStore(context.session.store, ({ draft, picked }) =>
    picked.length === 0 ? 'Nothing selected' : `${wordsOf(draft, picked)} selected`,
  );
  const doing = isPreview
    ? 'Preview'
    : tool.kind === 'place'
      ? `Press where ${tool.title} shall stand`
      : tool.kind === 'draw'
        ? `Draw: ${tool.shape}`
        : words;
  return (
    <>
      <p id={`${context.id}selection`} className="visually-hidden" role="status">
        {doing}
      </p>
      {isPreview || (x === null && tool.kind !== 'place') ? null : (
        <p className="editor-status num" aria-hidden="true">
          {tool.kind === 'place' ? `${doing}  ` : ''}
          {x === null ? '' : `${x}, ${y}`}
        </p>
      )}
    </>
  );
}

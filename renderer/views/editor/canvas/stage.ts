import type { ConsoleClient } from '#renderer/client/console-client.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { MountedScreen } from '#renderer/widgets/process-screen/mount-screen.ts';
import { type EditorContext, pickedBoxes } from '../commands/editor-context.ts';
import { viewBoxOf } from '../geometry/view-box.ts';
import { elementKeys } from '../session/element-key.ts';
import type { EditorState } from '../session/editor-session.ts';
import { createDrawing, type Drawing } from './drawing.ts';
import { mountDraft } from './mount-draft.ts';

type Parts = {
  readonly context: EditorContext;
  readonly client: ConsoleClient;
  readonly directory: DirectoryIndex;
  readonly isPreview: boolean;
  readonly host: HTMLElement;
  readonly tileHost: HTMLElement | null;
  /** The drawing that follows what is seen; null while there is none, and in a preview, which is always whole. */
  readonly onRoot: (root: SVGSVGElement | null) => void;
  readonly onDrawing: (drawing: Drawing | null) => void;
};

/**
 * The draft as it is drawn, past React: an edit draws only the parts it changed, and the whole only where it must. The
 * picture belongs to the draft at any time, so that what is pressed is found in the text.
 */
export function createStage({ context, client, directory, isPreview, host, tileHost, onRoot, onDrawing }: Parts): { dispose(): void } {
  const { store } = context.session;
  let mounted: MountedScreen | null = null;

  const hide = (drawing: Drawing, { hidden, draft }: EditorState): void => {
    for (const element of host.querySelectorAll<SVGElement>('[data-editor-hidden]')) {
      element.style.removeProperty('display');
      element.removeAttribute('data-editor-hidden');
    }
    if (hidden.size === 0) return;
    const keys = elementKeys(draft);
    for (const key of hidden) {
      const path = keys.pathOf(key);
      const element = path === null ? null : drawing.elementOf(path);
      element?.style.setProperty('display', 'none');
      element?.setAttribute('data-editor-hidden', '');
    }
  };
  const attach = (state: EditorState): void => {
    const svg = host.querySelector<SVGSVGElement>('svg.process-screen');
    onRoot(isPreview ? null : svg);
    if (svg === null || isPreview) return onDrawing(null);
    // The canvas around it has the keys.
    svg.removeAttribute('tabindex');
    showSight(context, svg);
    const drawing = createDrawing(state.draft, svg);
    hide(drawing, state);
    onDrawing(drawing);
    measurePicked(context);
  };
  const mount = (state: EditorState): void => {
    mounted?.dispose();
    mounted = mountDraft({ model: state.model, host, tileHost, client, directory, isPreview });
    const role = isPreview ? (client.link.getState().session?.role ?? 'view') : 'engineer';
    mounted.setView({ role, hiddenLayers: new Set(), zoom: isPreview ? 1 : Infinity });
    attach(state);
  };
  mount(store.getState());
  const stop = store.subscribe((now, before) => {
    if (now.model !== before.model) {
      if (mounted?.redraw(now.model) === true) attach(now);
      else mount(now);
    } else if (now.hidden !== before.hidden) attach(now);
  });
  return {
    dispose() {
      stop();
      onRoot(null);
      onDrawing(null);
      mounted?.dispose();
    },
  };
}

/** Shows the part of the drawing that is seen, at its zoom. */
export function showSight({ canvas }: EditorContext, svg: SVGSVGElement): void {
  const { sight, window } = canvas.getState();
  if (window.width === 0) return;
  const viewBox = viewBoxOf(sight, window);
  // Written again it would place every value anew.
  if (svg.getAttribute('viewBox') !== viewBox) svg.setAttribute('viewBox', viewBox);
}

/** Reads anew where what is picked is drawn. */
export function measurePicked(context: EditorContext): void {
  context.canvas.setState({ boxes: pickedBoxes(context).map(({ box }) => box), stretched: null });
}

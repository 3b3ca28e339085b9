import type { StoreApi } from 'zustand/vanilla';
import { type Draft, elementAt, elementName, type ElementPath } from '#shared/screen/edit/draft.ts';
import type { Boxed } from '#shared/screen/edit/resize.ts';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import type { CanvasState } from '../canvas/canvas-state.ts';
import type { Drawing } from '../canvas/drawing.ts';
import type { Box, Point } from '../geometry/box.ts';
import type { SnapBox } from '../geometry/snap.ts';
import { type Sight, toDrawing } from '../geometry/view-box.ts';
import type { EditorSession } from '../session/editor-session.ts';
import type { EditorTools } from '../session/editor-tools.ts';

/** What every command and gesture of one editor works on. */
export type EditorContext = {
  /** Tells this editor's elements from those of other tabs, which stay in the page. */
  readonly id: string;
  readonly session: EditorSession;
  readonly tools: StoreApi<EditorTools>;
  readonly canvas: StoreApi<CanvasState>;
  /** The picture of the present draft; null until it is drawn, and while the panel is covered. */
  drawing(): Drawing | null;
  /** Takes the focus to where the words of the one element that is picked are written. */
  editWords(): void;
  /** Parameters a template of the project takes, with their samples; null when there is no such template. */
  templateParameters(name: string): Readonly<Record<string, string>> | null;
};

/** What is picked, with where it is drawn; what is not drawn is left out. */
export function pickedBoxes(context: EditorContext): readonly Boxed[] {
  const drawing = context.drawing();
  const { picked } = context.session.store.getState();
  return drawing === null ? [] : boxesOf(drawing, picked);
}

export const boxesOf = (drawing: Drawing, paths: readonly ElementPath[]): readonly Boxed[] =>
  paths.flatMap((path) => {
    const box = drawing.boxOf(path);
    return box === null ? [] : [{ path, box }];
  });

/** What others are aligned to: bounds, and the origin of equipment, where its pipes meet. */
export function snapBoxesOf(drawing: Drawing, paths: readonly ElementPath[]): readonly SnapBox[] {
  return paths.flatMap((path) => {
    const box = drawing.boxOf(path);
    if (box === null) return [];
    const element = elementAt(drawing.draft, path);
    const origin = drawing.originOf(path) ?? undefined;
    // Letters end anywhere: a text is aligned by its line and where it begins.
    if (element?.name === 'text' && origin !== undefined) return [{ ...origin, width: 0, height: 0, origin }];
    return [
      element !== null && partCatalogue.get(element.attributes.get('data-symbol') ?? '')?.isEquipment === true ? { ...box, origin } : box,
    ];
  });
}

/** The middle of what is seen, on the grid: where something goes that was not pointed at. */
export function middleOfSight({ canvas, tools }: EditorContext): Point {
  const { sight, window } = canvas.getState();
  const { grid } = tools.getState();
  const step = grid > 0 ? grid * Math.max(1, Math.round(8 / grid)) : 1;
  const middle = toDrawing(sight, { x: window.width / 2, y: window.height / 2 });
  return { x: Math.round(middle.x / step) * step, y: Math.round(middle.y / step) * step };
}

/** "pump P-201A", or "3 elements": what an undo label says was worked on. */
export function wordsOf(draft: Draft, paths: readonly ElementPath[]): string {
  const only = paths.length === 1 ? elementAt(draft, paths[0] as ElementPath) : null;
  if (only === null) return `${paths.length} elements`;
  const part = partCatalogue.get(only.attributes.get('data-symbol') ?? '');
  const name = elementName(only).replaceAll(/[<>]/g, '');
  return part === undefined ? name : name.replace(part.name, part.title.toLowerCase());
}

/** The whole drawing as a box. */
export const pageBox = (session: EditorSession): Box => {
  const { width, height } = session.store.getState().model;
  return { x: 0, y: 0, width, height };
};

export const setSight = (context: EditorContext, sight: Sight): void => context.canvas.setState({ sight });

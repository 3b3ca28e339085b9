import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Point } from '../geometry/box.ts';

/** What lines and closed shapes can look like; the names are classes of `symbols.css`, the words are for people. */
export const lineClasses = [
  { value: 'pipe-main', title: 'Main pipe' },
  { value: 'pipe-utility', title: 'Utility pipe' },
  { value: 'pipe-vapour', title: 'Vapour pipe' },
  { value: 'signal', title: 'Signal line' },
  { value: 'bus', title: 'Busbar' },
  { value: 'outline', title: 'Outline' },
  { value: 'outline-dashed', title: 'Dashed outline' },
  { value: 'rule', title: 'Rule' },
] as const;
export const areaClasses = [
  { value: 'frame', title: 'Frame' },
  { value: 'panel', title: 'Panel' },
  { value: 'body', title: 'Body' },
  { value: 'body-2', title: 'Body, darker' },
  { value: 'outline', title: 'Outline' },
  { value: 'outline-dashed', title: 'Dashed outline' },
  { value: 'arrow', title: 'Arrowhead' },
  { value: 'arrow-utility', title: 'Arrowhead, utility' },
] as const;
export const textClasses = [
  { value: 'label', title: 'Label' },
  { value: 'note', title: 'Note' },
  { value: 'heading', title: 'Heading' },
  { value: 'title', title: 'Title' },
  { value: 'asset-name', title: 'Asset name' },
  { value: 'on-level', title: 'On a level' },
] as const;

export type DrawnShape = 'pipe' | 'polyline' | 'rect' | 'ellipse' | 'text';

export type Tool =
  | { readonly kind: 'select' }
  | { readonly kind: 'pan' }
  | { readonly kind: 'draw'; readonly shape: DrawnShape }
  /** The next press puts a piece of SVG there; `title` says what it is. */
  | { readonly kind: 'place'; readonly title: string; readonly fragmentAt: (point: Point) => string };

export const selectTool: Tool = { kind: 'select' };

export type RightTab = 'properties' | 'outline' | 'problems';

export type EditorTools = {
  readonly tool: Tool;
  /** Step of the grid, user units; 0 for none. */
  readonly grid: number;
  readonly isSnapping: boolean;
  readonly isGridShown: boolean;
  /** The screen as an operator has it: nothing is edited meanwhile. */
  readonly isPreview: boolean;
  /** Whether what can be placed, and properties and outline, are in sight. */
  readonly isLeftOpen: boolean;
  readonly isRightOpen: boolean;
  readonly rightTab: RightTab;
  readonly lineClass: string;
  readonly areaClass: string;
  readonly textClass: string;
};

export const createEditorTools = (): StoreApi<EditorTools> =>
  createStore<EditorTools>(() => ({
    tool: selectTool,
    grid: 4,
    isSnapping: true,
    isGridShown: true,
    isPreview: false,
    isLeftOpen: true,
    isRightOpen: true,
    rightTab: 'properties',
    lineClass: 'pipe-main',
    areaClass: 'frame',
    textClass: 'label',
  }));

import type { ScreenNode } from '#shared/screen/screen-model.ts';
import type { ScreenContext } from './screen-context.ts';
import type { ScreenVisibility } from './screen-view.ts';

/** What drawing needs beside the context of the parts. */
export type Drawing = {
  readonly context: ScreenContext;
  readonly visibility: ScreenVisibility;
  /** The part that is being drawn: problems and targets that come up meanwhile are its own. */
  begin(node: ScreenNode): void;
  /** Targets made so far. */
  targets(): number;
  /** A part that is not enabled opens nothing, nor does what is in it. */
  setEnabled(element: Element, isEnabled: boolean): void;
  /** A part was put elsewhere by its bindings: what lies above the drawing in its place follows. */
  moved(element: Element): void;
  /** Marks elements with the offset of what they are drawn from, for an editor. */
  readonly isEditing: boolean;
};

import { align, distribute } from '#shared/screen/edit/align.ts';
import { duplicate } from '#shared/screen/edit/clipboard.ts';
import type { Edited, ElementPath } from '#shared/screen/edit/draft.ts';
import { group, ungroup } from '#shared/screen/edit/group.ts';
import { remove } from '#shared/screen/edit/insert.ts';
import { move } from '#shared/screen/edit/move.ts';
import { order } from '#shared/screen/edit/order.ts';
import { matchSize } from '#shared/screen/edit/resize.ts';
import { flip, turn } from '#shared/screen/edit/turn.ts';
import { unionOf } from '../geometry/box.ts';
import { sightOn, zoomedAt } from '../geometry/view-box.ts';
import { selectTool } from '../session/editor-tools.ts';
import { type EditorContext, pageBox, pickedBoxes, setSight, wordsOf } from './editor-context.ts';
import { enterGroup, leaveGroup, pickedGroup, selectAll, stepOut, stepPick } from './picking.ts';

export type CommandId =
  | 'undo'
  | 'redo'
  | 'duplicate'
  | 'delete'
  | 'select-all'
  | 'select-none'
  | 'next'
  | 'previous'
  | 'enter'
  | 'leave'
  | 'align-left'
  | 'align-centre'
  | 'align-right'
  | 'align-top'
  | 'align-middle'
  | 'align-bottom'
  | 'distribute-horizontal'
  | 'distribute-vertical'
  | 'same-width'
  | 'same-height'
  | 'same-size'
  | 'group'
  | 'ungroup'
  | 'front'
  | 'forward'
  | 'backward'
  | 'back'
  | 'turn-right'
  | 'turn-left'
  | 'flip-horizontal'
  | 'flip-vertical'
  | 'lock'
  | 'hide'
  | 'show-all'
  | 'zoom-fit'
  | 'zoom-one'
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-selection'
  | 'preview'
  | 'grid'
  | 'snap'
  | 'left'
  | 'right';

export type EditorCommand = {
  readonly id: CommandId;
  readonly title: string;
  /** As written in menus and tooltips; `editor-keys.ts` reads the same. */
  readonly keys?: string;
  /** Why it cannot be done now, one sentence; null when it can. */
  refusal(context: EditorContext): string | null;
  run(context: EditorContext): void;
};

const always = (): null => null;
const nothingPicked = 'Nothing is selected.';
const needs =
  (least: number) =>
  (context: EditorContext): string | null => {
    const { picked } = context.session.store.getState();
    if (picked.length >= least) return null;
    return picked.length === 0 && least === 1 ? nothingPicked : `Select ${least} elements or more.`;
  };

/** An operation on what is picked, as one step with the words of what it was done to. */
function onPicked(
  id: CommandId,
  title: string,
  keys: string | undefined,
  operation: (draft: Parameters<typeof move>[0], picked: readonly ElementPath[], context: EditorContext) => Edited,
  least = 1,
): EditorCommand {
  return {
    id,
    title,
    ...(keys === undefined ? {} : { keys }),
    refusal: needs(least),
    run(context) {
      const { draft, picked } = context.session.store.getState();
      context.session.edit(`${title}: ${wordsOf(draft, picked)}`, (now) => operation(now, picked, context));
    },
  };
}

const alignment = (id: CommandId, title: string, edge: Parameters<typeof align>[2]): EditorCommand =>
  onPicked(id, title, undefined, (draft, _picked, context) => align(draft, pickedBoxes(context), edge), 2);
const plain = (
  id: CommandId,
  title: string,
  keys: string | undefined,
  run: (context: EditorContext) => void,
  refusal: (context: EditorContext) => string | null = always,
): EditorCommand => ({ id, title, ...(keys === undefined ? {} : { keys }), refusal, run });

/** Every command of the editor that needs no more than what is picked, by its name. */
export const editorCommands: ReadonlyMap<CommandId, EditorCommand> = new Map(
  [
    plain(
      'undo',
      'Undo',
      'Ctrl Z',
      ({ session }) => session.undo(),
      ({ session }) => (session.store.getState().undoLabel === null ? 'There is nothing to undo.' : null),
    ),
    plain(
      'redo',
      'Redo',
      'Ctrl Shift Z',
      ({ session }) => session.redo(),
      ({ session }) => (session.store.getState().redoLabel === null ? 'There is nothing to do again.' : null),
    ),
    onPicked('duplicate', 'Duplicate', 'Ctrl D', (draft, picked, { tools }) =>
      duplicate(draft, picked, 4 * stepOf(tools), 4 * stepOf(tools)),
    ),
    onPicked('delete', 'Delete', 'Delete', (draft, picked) => remove(draft, picked)),
    plain('select-all', 'Select all', 'Ctrl A', selectAll),
    plain('select-none', 'Select nothing', 'Esc', stepOut),
    plain('next', 'Next element', ']', (context) => stepPick(context, 1)),
    plain('previous', 'Previous element', '[', (context) => stepPick(context, -1)),
    plain('enter', 'Edit the group’s parts', 'Enter', enterGroup, ({ session }) =>
      pickedGroup(session.store.getState()) === null ? 'Select one group.' : null,
    ),
    plain('leave', 'Leave the group', undefined, leaveGroup, ({ session }) =>
      session.store.getState().scope.length === 0 ? 'No group is being edited.' : null,
    ),

    alignment('align-left', 'Align left edges', 'left'),
    alignment('align-centre', 'Align centres', 'centre'),
    alignment('align-right', 'Align right edges', 'right'),
    alignment('align-top', 'Align tops', 'top'),
    alignment('align-middle', 'Align middles', 'middle'),
    alignment('align-bottom', 'Align bottoms', 'bottom'),
    onPicked(
      'distribute-horizontal',
      'Distribute across',
      undefined,
      (draft, _picked, context) => distribute(draft, pickedBoxes(context), 'horizontal'),
      3,
    ),
    onPicked(
      'distribute-vertical',
      'Distribute down',
      undefined,
      (draft, _picked, context) => distribute(draft, pickedBoxes(context), 'vertical'),
      3,
    ),
    onPicked('same-width', 'Same width', undefined, (draft, _picked, context) => matchSize(draft, pickedBoxes(context), 'width'), 2),
    onPicked('same-height', 'Same height', undefined, (draft, _picked, context) => matchSize(draft, pickedBoxes(context), 'height'), 2),
    onPicked('same-size', 'Same size', undefined, (draft, _picked, context) => matchSize(draft, pickedBoxes(context), 'both'), 2),

    onPicked('group', 'Group', 'Ctrl G', (draft, picked) => group(draft, picked)),
    onPicked('ungroup', 'Ungroup', 'Ctrl Shift G', (draft, picked) => ungroup(draft, picked)),
    onPicked('front', 'Bring to front', 'Home', (draft, picked) => order(draft, picked, 'front')),
    onPicked('forward', 'Bring forward', 'PageUp', (draft, picked) => order(draft, picked, 'forward')),
    onPicked('backward', 'Send backward', 'PageDown', (draft, picked) => order(draft, picked, 'backward')),
    onPicked('back', 'Send to back', 'End', (draft, picked) => order(draft, picked, 'back')),
    onPicked('turn-right', 'Turn right', 'Ctrl ]', (draft, picked) => turn(draft, picked, 90)),
    onPicked('turn-left', 'Turn left', 'Ctrl [', (draft, picked) => turn(draft, picked, -90)),
    onPicked('flip-horizontal', 'Flip across', 'Shift H', (draft, picked) => flip(draft, picked, 'horizontal')),
    onPicked('flip-vertical', 'Flip down', 'Shift V', (draft, picked) => flip(draft, picked, 'vertical')),

    plain('lock', 'Lock', 'Ctrl L', ({ session }) => session.setLocked(session.store.getState().picked, true), needs(1)),
    plain('hide', 'Hide while editing', 'Ctrl H', ({ session }) => session.setHidden(session.store.getState().picked, true), needs(1)),
    plain(
      'show-all',
      'Unlock and show all',
      'Ctrl Shift H',
      ({ session }) => session.store.setState({ locked: new Set(), hidden: new Set() }),
      ({ session }) =>
        session.store.getState().locked.size + session.store.getState().hidden.size === 0 ? 'Nothing is locked or hidden.' : null,
    ),

    plain('zoom-fit', 'Whole drawing', 'Ctrl 0', (context) =>
      setSight(context, sightOn(pageBox(context.session), context.canvas.getState().window)),
    ),
    plain('zoom-one', 'Actual size', 'Ctrl 1', (context) => zoomBy(context, 1 / context.canvas.getState().sight.zoom)),
    plain('zoom-in', 'Nearer', 'Ctrl +', (context) => zoomBy(context, 1.25)),
    plain('zoom-out', 'Further', 'Ctrl −', (context) => zoomBy(context, 0.8)),
    plain('zoom-selection', 'Show the selection', 'F', zoomToPicked, needs(1)),
    plain('preview', 'Preview', 'Ctrl P', ({ tools }) => tools.setState(({ isPreview }) => ({ isPreview: !isPreview, tool: selectTool }))),
    plain('left', 'Parts and project', 'Ctrl B', ({ tools }) => tools.setState(({ isLeftOpen }) => ({ isLeftOpen: !isLeftOpen }))),
    plain('right', 'Properties and outline', 'Ctrl Shift B', ({ tools }) =>
      tools.setState(({ isRightOpen }) => ({ isRightOpen: !isRightOpen })),
    ),
    plain('grid', 'Grid', 'G', ({ tools }) => tools.setState(({ isGridShown }) => ({ isGridShown: !isGridShown }))),
    plain('snap', 'Snapping', 'S', ({ tools }) => tools.setState(({ isSnapping }) => ({ isSnapping: !isSnapping }))),
  ].map((command) => [command.id, command]),
);

/** Runs a command, or says why it cannot be done. */
export function runCommand(id: CommandId, context: EditorContext): void {
  const command = editorCommands.get(id);
  const refusal = command?.refusal(context) ?? null;
  if (refusal !== null) context.session.say(refusal);
  else command?.run(context);
}

/** Moves what is picked by so many steps of the grid; steps in a row are one step of the history. */
export function nudge(context: EditorContext, right: number, down: number): void {
  const { draft, picked } = context.session.store.getState();
  if (picked.length === 0) return;
  const step = stepOf(context.tools);
  context.session.edit(`Move: ${wordsOf(draft, picked)}`, (now) => move(now, picked, right * step, down * step), 'nudge');
}

/** What the arrow keys move by: a step of the grid, or one unit without a grid. */
export const stepOf = (tools: EditorContext['tools']): number => tools.getState().grid || 1;

function zoomBy(context: EditorContext, factor: number): void {
  const { sight, window } = context.canvas.getState();
  setSight(context, zoomedAt(sight, { x: window.width / 2, y: window.height / 2 }, factor));
}

function zoomToPicked(context: EditorContext): void {
  const box = unionOf(pickedBoxes(context).map((one) => one.box));
  const { window } = context.canvas.getState();
  if (box !== null) setSight(context, sightOn(box, window, Math.min(window.width, window.height) / 4));
}

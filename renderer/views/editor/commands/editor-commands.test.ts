import { describe, expect, it } from 'vitest';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { createCanvasState } from '../canvas/canvas-state.ts';
import type { Drawing } from '../canvas/drawing.ts';
import type { Box } from '../geometry/box.ts';
import { createEditorSession } from '../session/editor-session.ts';
import { createEditorTools } from '../session/editor-tools.ts';
import { editorCommands, nudge, runCommand } from './editor-commands.ts';
import type { EditorContext } from './editor-context.ts';
import { pickable } from './picking.ts';

const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">
  <rect class="body" x="10" y="10" width="30" height="20"/>
  <rect class="body" x="60" y="50" width="30" height="40"/>
  <rect class="body" x="200" y="90" width="10" height="10"/>
  <g>
    <text class="label" x="5" y="200">One</text>
    <text class="label" x="5" y="220">Two</text>
  </g>
</svg>
`;
const boxes: Readonly<Record<string, Box>> = {
  '0': { x: 10, y: 10, width: 30, height: 20 },
  '1': { x: 60, y: 50, width: 30, height: 40 },
  '2': { x: 200, y: 90, width: 10, height: 10 },
};

function context(): EditorContext {
  const opened = createEditorSession({ text, basedOn: null, parse: (svg) => parseScreen(svg) });
  if (!opened.ok) throw new Error(opened.sentence);
  const { session } = opened;
  const canvas = createCanvasState();
  canvas.setState({ window: { width: 800, height: 600 } });
  const drawing = {
    boxOf: (path: readonly number[]) => boxes[path.join(' ')] ?? null,
    draft: session.store.getState().draft,
  } as Partial<Drawing> as Drawing;
  return {
    id: 'e',
    session,
    tools: createEditorTools(),
    canvas,
    drawing: () => drawing,
    editWords: () => undefined,
    templateParameters: () => null,
  };
}
const textOf = ({ session }: EditorContext): string => session.store.getState().draft.text;

describe('commands of the editor', () => {
  it('align by where things are drawn, as one step with its name', () => {
    const editor = context();
    editor.session.pick([[0], [1], [2]]);
    runCommand('align-left', editor);
    expect(textOf(editor).match(/x="10"/g)).toHaveLength(3);
    expect(editor.session.store.getState().undoLabel).toBe('Align left edges: 3 elements');
    runCommand('undo', editor);
    expect(textOf(editor)).toBe(text);
  });

  it('that cannot be done now say why and change nothing', () => {
    const editor = context();
    for (const command of editorCommands.values()) {
      const refusal = command.refusal(editor);
      if (refusal === null) continue;
      expect(refusal).toMatch(/^[A-Z].*\.$/);
      runCommand(command.id, editor);
      expect([command.id, editor.session.store.getState().refusal]).toEqual([command.id, refusal]);
    }
    expect(textOf(editor)).toBe(text);
    editor.session.pick([[0]]);
    runCommand('align-left', editor);
    expect(editor.session.store.getState().refusal).toBe('Select 2 elements or more.');
  });

  it('arrow keys move by steps of the grid, in a row as one step', () => {
    const editor = context();
    editor.session.pick([[0]]);
    for (let press = 0; press < 3; press++) nudge(editor, 1, 0);
    nudge(editor, 0, 10);
    expect(textOf(editor)).toContain('<rect class="body" x="22" y="50" width="30" height="20"/>');
    runCommand('undo', editor);
    expect(textOf(editor)).toBe(text);
  });

  it('a group is entered and left; Esc steps out one by one', () => {
    const editor = context();
    editor.session.pick([[3]]);
    runCommand('enter', editor);
    expect(editor.session.store.getState()).toMatchObject({ picked: [[3, 0]], scope: [3] });
    runCommand('next', editor);
    expect(editor.session.store.getState().picked).toEqual([[3, 1]]);
    runCommand('select-none', editor);
    expect(editor.session.store.getState()).toMatchObject({ picked: [[3]], scope: [] });
    runCommand('select-none', editor);
    expect(editor.session.store.getState().picked).toEqual([]);
  });

  it('what is locked or hidden is passed by', () => {
    const editor = context();
    editor.session.pick([[1]]);
    runCommand('lock', editor);
    editor.session.setHidden([[2]], true);
    expect(pickable(editor)).toEqual([[0], [3]]);
    runCommand('select-all', editor);
    expect(editor.session.store.getState().picked).toEqual([[0], [3]]);
    runCommand('show-all', editor);
    expect(pickable(editor)).toHaveLength(4);
  });

  it('delete and duplicate work on what is picked, and the copies are picked then', () => {
    const editor = context();
    editor.session.pick([[0]]);
    runCommand('duplicate', editor);
    expect(textOf(editor)).toContain('x="26" y="26" width="30" height="20"');
    expect(editor.session.store.getState().picked).toHaveLength(1);
    runCommand('delete', editor);
    expect(textOf(editor)).toBe(text);
  });
});

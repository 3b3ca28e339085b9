import { expect, it } from 'vitest';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { createCanvasState } from '../canvas/canvas-state.ts';
import type { EditorContext } from '../commands/editor-context.ts';
import { createEditorSession } from '../session/editor-session.ts';
import { createEditorTools } from '../session/editor-tools.ts';
import { cutPicked, pasteText } from './use-clipboard.ts';

const rect = '<rect class="body" x="10" y="10" width="30" height="20"/>';

it('cut and paste change nothing while the preview hides what is selected, and say so', () => {
  const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">\n  ${rect}\n</svg>\n`;
  const opened = createEditorSession({ text, basedOn: null, parse: (svg) => parseScreen(svg) });
  if (!opened.ok) throw new Error(opened.sentence);
  const { session } = opened;
  const context: EditorContext = {
    id: 'e',
    session,
    tools: createEditorTools(),
    canvas: createCanvasState(),
    drawing: () => null,
    editWords: () => undefined,
    templateParameters: () => null,
  };
  session.pick([[0]]);
  context.tools.setState({ isPreview: true });
  expect([cutPicked(context), pasteText(context, rect)]).toEqual([false, false]);
  expect(session.store.getState()).toMatchObject({ isChanged: false, refusal: expect.stringContaining('preview') });
  context.tools.setState({ isPreview: false });
  expect(cutPicked(context)).toBe(true);
  expect(session.store.getState().draft.text).not.toContain('<rect');
});

import { describe, expect, it } from 'vitest';
import { move } from '#shared/screen/edit/move.ts';
import { insert, remove } from '#shared/screen/edit/insert.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { createEditorSession, type EditorSession } from './editor-session.ts';
import { elementKeys } from './element-key.ts';
import { pickingOf } from './picks.ts';

const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">
  <title>Test</title>
  <g data-layer="Piping">
    <path class="pipe-main" d="M10 10H90"/>
    <g>
      <rect class="body" x="10" y="20" width="30" height="40"/>
      <rect class="body" x="60" y="20" width="30" height="40"/>
    </g>
  </g>
  <g data-symbol="pump" data-asset="P-1" transform="translate(100 100)"/>
</svg>
`;

function open(svg = text): EditorSession {
  const opened = createEditorSession({ text: svg, basedOn: 'h0', parse: (one) => parseScreen(one) });
  if (!opened.ok) throw new Error(opened.sentence);
  return opened.session;
}

describe('a drawing under the editor', () => {
  it('an edit shows in text and picture, can be taken back and done again, and each step has its name', () => {
    const session = open();
    expect(session.edit('Move pump', (draft) => move(draft, [[2]], 20, 0))).toBe(true);
    expect(session.store.getState().draft.text).toContain('translate(120 100)');
    expect(session.store.getState()).toMatchObject({ isChanged: true, undoLabel: 'Move pump', redoLabel: null, picked: [[2]] });
    session.undo();
    expect(session.store.getState().draft.text).toBe(text);
    expect(session.store.getState()).toMatchObject({ isChanged: false, undoLabel: null, redoLabel: 'Move pump', picked: [[2]] });
    session.redo();
    expect(session.store.getState().draft.text).toContain('translate(120 100)');
  });

  it('steps with one key become one, until something else is picked', () => {
    const session = open();
    for (let at = 0; at < 5; at++) session.edit('Nudge', (draft) => move(draft, [[2]], 4, 0), 'nudge');
    session.pick([[2]]);
    session.edit('Nudge', (draft) => move(draft, [[2]], 4, 0), 'nudge');
    session.undo();
    expect(session.store.getState().draft.text).toContain('translate(120 100)');
    session.undo();
    expect(session.store.getState().draft.text).toBe(text);
  });

  it('what is refused changes nothing and is said', () => {
    const session = open();
    expect(session.edit('Insert', (draft) => insert(draft, [], 9, '<rect'))).toBe(false);
    expect(session.store.getState().draft.text).toBe(text);
    expect(session.store.getState().refusal).toMatch(/not readable/);
    session.edit('Move', (draft) => move(draft, [[2]], 4, 0));
    expect(session.store.getState().refusal).toBeNull();
  });

  it('another whole text is one step: undo gives back what was there', () => {
    const session = open();
    session.edit('Move', (draft) => move(draft, [[2]], 4, 0));
    const mine = session.store.getState().draft.text;
    session.replaceText(text.replace('P-1', 'P-2'), 'Take the other version');
    expect(session.store.getState().draft.text).toBe(text.replace('P-1', 'P-2'));
    session.undo();
    expect(session.store.getState().draft.text).toBe(mine);
  });

  it('is changed until what was sent is what stands there', () => {
    const session = open();
    session.edit('Move', (draft) => move(draft, [[2]], 4, 0));
    const sent = session.store.getState().draft.text;
    session.edit('Move', (draft) => move(draft, [[2]], 4, 0));
    session.saved('h1', sent);
    expect(session.store.getState()).toMatchObject({ basedOn: 'h1', isChanged: true });
    session.undo();
    expect(session.store.getState().isChanged).toBe(false);
  });

  it('a press picks the outermost group, layers are passed by, an entered group gives its parts', () => {
    const { draft } = open().store.getState();
    expect(pickingOf(draft, [1, 0], [])).toEqual({ path: [1, 0], scope: [] });
    expect(pickingOf(draft, [1, 1, 0], [])).toEqual({ path: [1, 1], scope: [] });
    expect(pickingOf(draft, [1, 1, 0], [1, 1])).toEqual({ path: [1, 1, 0], scope: [1, 1] });
    expect(pickingOf(draft, [2], [1, 1])).toEqual({ path: [2], scope: [] });
    expect(pickingOf(draft, [1, 1, 1], [], true)).toEqual({ path: [1, 1, 1], scope: [1, 1] });
  });

  it('locks stay on their element while others come and go', () => {
    const session = open();
    session.pick([[2]]);
    session.setLocked([[2]], true);
    expect(session.store.getState().picked).toEqual([]);
    session.edit('Remove', (draft) => remove(draft, [[1]]));
    const { draft, locked } = session.store.getState();
    const keys = elementKeys(draft);
    expect([...locked].map((key) => keys.pathOf(key))).toEqual([[1]]);
    session.setLocked([[1]], false);
    expect(session.store.getState().locked.size).toBe(0);
  });

  it('a text that is no screen is not opened, with its line', () => {
    const opened = createEditorSession({ text: '<svg>\n<g>\n</svg>', basedOn: null, parse: (one) => parseScreen(one) });
    expect(opened.ok ? '' : opened.sentence).toMatch(/line 3/);
  });
});

import { elementAt, type ElementPath } from '#shared/screen/edit/draft.ts';
import { pickablePaths } from '../canvas/drawing.ts';
import { selectTool } from '../session/editor-tools.ts';
import { elementKeys } from '../session/element-key.ts';
import { isDrawn, isLayerGroup } from '../session/picks.ts';
import type { EditorContext } from './editor-context.ts';

/** Everything that can be picked where one is, without what is locked or hidden. */
export function pickable({ session }: EditorContext): readonly ElementPath[] {
  const { draft, scope, locked, hidden } = session.store.getState();
  const all = pickablePaths(draft, scope, isLayerGroup, isDrawn);
  if (locked.size + hidden.size === 0) return all;
  const keys = elementKeys(draft);
  return all.filter((path) => {
    const key = keys.keyOf(path);
    return key === null || (!locked.has(key) && !hidden.has(key));
  });
}

export function selectAll(context: EditorContext): void {
  context.session.pick(pickable(context), context.session.store.getState().scope);
}

export function stepPick(context: EditorContext, by: 1 | -1): void {
  const all = pickable(context);
  const { picked, scope } = context.session.store.getState();
  const last = picked.at(by === 1 ? -1 : 0);
  const at = last === undefined ? (by === 1 ? -1 : 0) : all.findIndex((path) => path.join() === last.join());
  const next = all[(at + by + all.length) % all.length];
  if (next !== undefined) context.session.pick([next], scope);
}

export function pickedGroup({
  draft,
  picked,
}: {
  readonly draft: Parameters<typeof elementAt>[0];
  readonly picked: readonly ElementPath[];
}): ElementPath | null {
  const [path] = picked;
  const element = picked.length === 1 && path !== undefined ? elementAt(draft, path) : null;
  const isGroup =
    element !== null && element.name === 'g' && !element.attributes.has('data-symbol') && !element.attributes.has('data-template');
  return isGroup && path !== undefined ? path : null;
}

export function enterGroup(context: EditorContext): void {
  const path = pickedGroup(context.session.store.getState());
  if (path === null) return;
  const { draft } = context.session.store.getState();
  const first = pickablePaths(draft, path, isLayerGroup, isDrawn)[0];
  context.session.pick(first === undefined ? [] : [first], path);
}

export function leaveGroup({ session }: EditorContext): void {
  const { scope } = session.store.getState();
  session.pick([scope], scope.slice(0, -1));
}

/** Esc: the tool goes back first, then the selection, then the group that was entered. */
export function stepOut(context: EditorContext): void {
  const { session, tools, canvas } = context;
  const { picked, scope } = session.store.getState();
  if (tools.getState().tool.kind !== 'select') {
    canvas.setState({ drawn: [] });
    return tools.setState({ tool: selectTool });
  }
  if (scope.length > 0) return leaveGroup(context);
  if (picked.length > 0) session.pick([]);
}

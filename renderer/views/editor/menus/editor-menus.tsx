import { useStore } from 'zustand';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { TemplateEntry } from '#shared/model/project.ts';
import type { BindAsk } from '../canvas/use-canvas-drop.ts';
import { type CommandId, editorCommands, runCommand } from '../commands/editor-commands.ts';
import { type EditorContext, wordsOf } from '../commands/editor-context.ts';
import { insertPiece } from '../canvas/draw-gestures.ts';
import { placingOfFaceplate } from '../palette/faceplate-fragment.ts';
import { placingOfAsset } from '../palette/part-fragment.ts';
import { valueFragments } from '../palette/value-fragment.ts';
import { assetChoices, bindChoices } from './bind-choices.ts';
import { PointMenu, type PointEntry } from './point-menu.tsx';

const groups: readonly (readonly CommandId[])[] = [
  ['duplicate', 'delete', 'select-all'],
  ['group', 'ungroup', 'enter', 'leave'],
  ['front', 'forward', 'backward', 'back'],
  ['turn-right', 'flip-horizontal', 'flip-vertical'],
  ['lock', 'hide', 'show-all'],
];

/** What a right press on the drawing offers. */
export function ElementMenu({
  context,
  at,
  onClose,
}: {
  readonly context: EditorContext;
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}) {
  const clip = (what: 'copy' | 'cut'): void => void document.execCommand(what);
  const picked = useStore(context.session.store, (now) => now.picked);
  const nothing = picked.length === 0 ? 'Nothing is selected.' : null;
  const entries: PointEntry[] = [
    { label: 'Cut', hint: 'Ctrl X', refusal: nothing, run: () => clip('cut') },
    { label: 'Copy', hint: 'Ctrl C', refusal: nothing, run: () => clip('copy') },
    {
      label: 'Paste',
      hint: 'Ctrl V',
      run: () => context.session.say('Press Ctrl V to paste: a window may not read the clipboard by itself.'),
    },
  ];
  for (const group of groups) {
    entries.push('line');
    for (const id of group) {
      const command = editorCommands.get(id);
      if (command !== undefined)
        entries.push({ label: command.title, hint: command.keys, refusal: command.refusal(context), run: () => runCommand(id, context) });
    }
  }
  return <PointMenu at={at} label="Element" entries={entries} onClose={onClose} />;
}

/** What a tag is to be to the element it fell on. */
export function BindMenu({
  context,
  directory,
  templates,
  ask,
  onClose,
}: {
  readonly context: EditorContext;
  readonly directory: DirectoryIndex;
  readonly templates: readonly TemplateEntry[];
  readonly ask: BindAsk;
  readonly onClose: () => void;
}) {
  const { draft } = context.session.store.getState();
  const { asset } = ask;
  const what = asset ?? ask.tags[0] ?? '';
  const choices = asset === undefined ? bindChoices(draft, ask.path, ask.tags, directory) : assetChoices(draft, ask.path, asset);
  const words = wordsOf(draft, [ask.path]);
  const entries: PointEntry[] = choices.map(({ title, apply }): PointEntry => ({
    label: title,
    run: () => context.session.edit(`Bind ${words}: ${title.toLowerCase()}`, apply),
  }));
  if (ask.place !== null) {
    const { place } = ask;
    const placing = asset === undefined ? null : placingOfAsset(asset, directory);
    if (placing !== null)
      entries.push('line', {
        label: 'Symbol of its own here',
        run: () => insertPiece(context, `Place: ${placing.title}`, placing.fragmentAt(place)),
      });
    const faceplate = asset === undefined ? null : placingOfFaceplate(asset, directory, templates);
    if (faceplate !== null)
      entries.push({
        label: 'Faceplate here',
        run: () => insertPiece(context, `Place: ${faceplate.title}`, faceplate.fragmentAt(place)),
      });
    if (asset === undefined)
      entries.push('line', {
        label: ask.tags.length === 1 ? 'Value of its own here' : 'Values of their own here',
        run: () => insertPiece(context, `Place value ${ask.tags[0] ?? ''}`, valueFragments(ask.tags, directory, place, false)),
      });
  }
  return (
    <PointMenu
      at={ask.at}
      label={`Bind ${what}`}
      entries={entries}
      onClose={onClose}
      head={
        <p className="menu-note">
          <span className="mono">{what}</span> {choices.length === 0 ? `cannot be bound to ${words}.` : `shows on ${words} as`}
        </p>
      }
    />
  );
}

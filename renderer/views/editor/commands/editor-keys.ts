import { type CommandId, nudge, runCommand } from './editor-commands.ts';
import type { EditorContext } from './editor-context.ts';

/** The part of a key press that decides. */
export type KeyPress = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
};

const plainKeys: Readonly<Record<string, CommandId>> = {
  Delete: 'delete',
  Backspace: 'delete',
  Escape: 'select-none',
  Enter: 'enter',
  Home: 'front',
  PageUp: 'forward',
  PageDown: 'backward',
  End: 'back',
  ']': 'next',
  '[': 'previous',
  f: 'zoom-selection',
  g: 'grid',
  s: 'snap',
};
const shiftKeys: Readonly<Record<string, CommandId>> = { h: 'flip-horizontal', v: 'flip-vertical' };
const controlKeys: Readonly<Record<string, CommandId>> = {
  z: 'undo',
  y: 'redo',
  d: 'duplicate',
  a: 'select-all',
  g: 'group',
  '[': 'turn-left',
  ']': 'turn-right',
  l: 'lock',
  h: 'hide',
  p: 'preview',
  b: 'left',
  '0': 'zoom-fit',
  '1': 'zoom-one',
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
};
const controlShiftKeys: Readonly<Record<string, CommandId>> = {
  z: 'redo',
  g: 'ungroup',
  h: 'show-all',
  b: 'right',
  '+': 'zoom-in',
  '*': 'zoom-in',
};
const ways: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The command of a key pressed on the canvas; null for none. */
export function commandOfKey({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): CommandId | null {
  if (altKey) return null;
  const letter = key.length === 1 ? key.toLowerCase() : key;
  const control = ctrlKey || metaKey;
  const table = control ? (shiftKey ? controlShiftKeys : controlKeys) : shiftKey ? shiftKeys : plainKeys;
  return Object.hasOwn(table, letter) ? (table[letter] ?? null) : null;
}

/** Does what a key on the canvas means; false where it means nothing here. */
export function pressKey(press: KeyPress, context: EditorContext): boolean {
  const way = Object.hasOwn(ways, press.key) ? ways[press.key] : undefined;
  if (way !== undefined && !press.ctrlKey && !press.metaKey && !press.altKey) {
    if (context.session.store.getState().picked.length === 0) return false;
    nudge(context, way[0] * (press.shiftKey ? 10 : 1), way[1] * (press.shiftKey ? 10 : 1));
    return true;
  }
  const command = commandOfKey(press);
  if (command === null) return false;
  runCommand(command, context);
  return true;
}

import { describe, expect, it } from 'vitest';
import { editorCommands } from './editor-commands.ts';
import { commandOfKey } from './editor-keys.ts';

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
/** A key as menus write it: "Ctrl Shift Z". */
function pressOf(words: string) {
  const parts = words.split(' ');
  const key = (parts.at(-1) ?? '').replace('−', '-').replace(/^Esc$/, 'Escape');
  const shiftKey = parts.includes('Shift');
  return {
    ...none,
    key: key.length === 1 ? (shiftKey ? key.toUpperCase() : key.toLowerCase()) : key,
    ctrlKey: parts.includes('Ctrl'),
    shiftKey,
  };
}

describe('keys of the editor', () => {
  it('every command does what the key written beside it in menus does', () => {
    for (const command of editorCommands.values()) {
      if (command.keys !== undefined) expect([command.keys, commandOfKey(pressOf(command.keys))]).toEqual([command.keys, command.id]);
    }
  });

  it('keys of the browser and of the console that are not the editor’s are left alone', () => {
    for (const key of ['k', 's', 'f', 'c', 'v', 'x', 'r', 'w']) expect(commandOfKey({ ...none, key, ctrlKey: true })).toBeNull();
    expect(commandOfKey({ ...none, key: 'ArrowLeft', altKey: true })).toBeNull();
    expect(commandOfKey({ ...none, key: 'constructor' })).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { keptAtMost, keptDraftsIn, largestKept } from './kept-drafts.ts';

function storage(room = Infinity) {
  const held = new Map<string, string>();
  return {
    held,
    getItem: (name: string) => held.get(name) ?? null,
    setItem(name: string, text: string) {
      if (text.length > room) throw new Error('QuotaExceededError');
      held.set(name, text);
    },
    removeItem: (name: string) => void held.delete(name),
    key: (at: number) => [...held.keys()][at] ?? null,
    get length() {
      return held.size;
    },
  };
}

describe('drafts that were not saved', () => {
  it('are there again after a reload, with the file they were made from', () => {
    const store = storage();
    expect(keptDraftsIn(store, 'harbour').keep('screen u100', { text: '<svg/>', basedOn: 'abc', timeMs: 5 })).toEqual({ isKept: true, dropped: [] });
    expect(keptDraftsIn(store, 'harbour').read('screen u100')).toEqual({ text: '<svg/>', basedOn: 'abc', timeMs: 5 });
    keptDraftsIn(store, 'harbour').forget('screen u100');
    expect(keptDraftsIn(store, 'harbour').read('screen u100')).toBeNull();
  });

  it('are bounded in number: the oldest goes and is named, what else is in the storage stays', () => {
    const store = storage();
    store.setItem('firstout.preferences', '{}');
    const drafts = keptDraftsIn(store, 'harbour');
    const dropped = Array.from(
      { length: keptAtMost + 1 },
      (_, at) => drafts.keep(`screen ${at}`, { text: String(at), basedOn: null, timeMs: 100 + at }).dropped,
    );
    expect(dropped.flat()).toEqual(['screen 0']);
    expect(drafts.list()).toHaveLength(keptAtMost);
    expect(drafts.read('screen 0')).toBeNull();
    expect(drafts.read('screen 1')?.text).toBe('1');
    expect(drafts.read(`screen ${keptAtMost}`)?.text).toBe(String(keptAtMost));
    expect(store.getItem('firstout.preferences')).toBe('{}');
  });

  it('are of one plant: another at the same address is offered none, and pushes none out', () => {
    const store = storage();
    const [harbour, other] = [keptDraftsIn(store, 'harbour'), keptDraftsIn(store, 'har')];
    harbour.keep('screen u100', { text: '<svg/>', basedOn: 'abc', timeMs: 5 });
    expect(other.read('screen u100')).toBeNull();
    expect(other.list()).toEqual([]);
    for (let at = 0; at <= keptAtMost; at++) other.keep(`screen ${at}`, { text: String(at), basedOn: null, timeMs: 100 + at });
    other.forget('screen u100');
    expect(harbour.list()).toEqual(['screen u100']);
    // Names of plants that begin alike, or hold the separator, are told apart.
    keptDraftsIn(store, 'a.b').keep('c', { text: 'x', basedOn: null, timeMs: 1 });
    expect(keptDraftsIn(store, 'a').list()).toEqual([]);
  });

  it('say so when they could not be kept, and leave no older text in their place', () => {
    const store = storage(200);
    const drafts = keptDraftsIn(store, 'harbour');
    expect(drafts.keep('screen u100', { text: 'short', basedOn: null, timeMs: 1 }).isKept).toBe(true);
    expect(drafts.keep('screen u100', { text: 'x'.repeat(300), basedOn: null, timeMs: 2 }).isKept).toBe(false);
    expect(drafts.read('screen u100')).toBeNull();
    expect(keptDraftsIn(storage(), 'harbour').keep('screen u100', { text: 'x'.repeat(largestKept + 1), basedOn: null, timeMs: 2 }).isKept).toBe(false);
  });

  it('a text in the storage that is no draft is none', () => {
    const store = storage();
    store.setItem('firstout.draft.2.harbour.screen a', 'no json');
    store.setItem('firstout.draft.2.harbour.screen b', '{"text":5}');
    expect(keptDraftsIn(store, 'harbour').read('screen a')).toBeNull();
    expect(keptDraftsIn(store, 'harbour').read('screen b')).toBeNull();
  });
});

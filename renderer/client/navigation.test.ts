import { describe, expect, it } from 'vitest';
import type { AssetId, TagId } from '#shared/model/ids.ts';
import { createNavigation } from './navigation.ts';
import { closeNotice, notices, notify } from './notices.ts';
import { createSelection } from './selection.ts';

describe('navigation', () => {
  it('goes back and forward over the places shown, and forgets what was ahead when it turns off', () => {
    const store = createNavigation();
    const at = (): string => `${store.getState().view} ${store.getState().screen ?? ''}`.trim();
    store.getState().open('process', { screen: 'u1' });
    store.getState().open('alarms');
    store.getState().back();
    expect(at()).toBe('process u1');
    store.getState().forward();
    expect(at()).toBe('alarms');
    store.getState().forward();
    expect(at()).toBe('alarms');
    store.getState().back();
    store.getState().open('explorer');
    store.getState().forward();
    expect(at()).toBe('explorer');
    store.getState().back();
    expect(at()).toBe('process u1');
  });
  it('counts every opening, so that the same place comes to the front again', () => {
    const store = createNavigation();
    store.getState().open('alarms');
    const { visit } = store.getState();
    store.getState().open('alarms');
    expect(store.getState().visit).toBe(visit + 1);
  });
});

describe('the selection', () => {
  it('finds the asset of a picked tag, and keeps the pinned one', () => {
    const store = createSelection((tag) => (tag === 'FT-1' ? ('P-1' as AssetId) : null));
    store.getState().select({ tag: 'FT-1' as TagId });
    expect(store.getState()).toMatchObject({ assetId: 'P-1', tagId: 'FT-1' });
    store.getState().togglePin();
    store.getState().select({ asset: 'U2' as AssetId });
    expect(store.getState()).toMatchObject({ assetId: 'U2', tagId: null, pinned: { assetId: 'P-1', tagId: 'FT-1' } });
    store.getState().togglePin();
    expect(store.getState().pinned).toBeNull();
  });
});

describe('notices', () => {
  it('are three at most, and a failure outlives what was merely done', () => {
    // Tests share a process: another may have told something.
    notices.setState({ list: [] });
    notify('failed', 'failed');
    for (const sentence of ['one', 'two', 'three']) notify(sentence);
    expect(notices.getState().list.map(({ sentence }) => sentence)).toEqual(['failed', 'two', 'three']);
    for (const { id } of notices.getState().list) closeNotice(id);
    expect(notices.getState().list).toEqual([]);
  });
});

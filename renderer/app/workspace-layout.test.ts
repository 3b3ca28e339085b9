import { describe, expect, it } from 'vitest';
import { createDirectoryIndex } from '../client/directory-index.ts';
import { readPreferences } from '../client/preferences.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import { panelId } from './panel-id.ts';
import { readLayout } from './workspace-layout.ts';

const directory = createDirectoryIndex(smallDirectory());
const layout = (...panels: readonly [view: string, screen?: string][]): string =>
  JSON.stringify({ panels: Object.fromEntries(panels.map(([view, screen], at) => [`p${at}`, { params: { view, params: screen === undefined ? {} : { screen } } }])) });

describe('a saved layout', () => {
  it('is taken when all its views and screens exist', () => {
    expect(readLayout(layout(['alarms'], ['process', 'u1']), directory)).not.toBeNull();
  });
  it('is left aside when a view or a screen is gone, or when it is damaged', () => {
    expect(readLayout(layout(['weather']), directory)).toBeNull();
    expect(readLayout(layout(['process', 'u9']), directory)).toBeNull();
    expect(readLayout('{"panels":', directory)).toBeNull();
    expect(readLayout('{}', directory)).toBeNull();
    expect(readLayout(null, directory)).toBeNull();
  });
  it('does not carry the tags a trend was opened with: they were an order of their time', () => {
    const text = JSON.stringify({ panels: { trends: { params: { view: 'trends', params: { tags: ['FT-1'] } } } } });
    expect(readLayout(text, directory)?.panels['trends']?.params).toEqual({ view: 'trends', params: {} });
  });
  it('has one panel for each screen and part, and one for a trend whatever its tags', () => {
    expect(panelId('process', { screen: 'u1' })).toBe('process:u1');
    expect(panelId('alarms', { part: 'history' })).toBe('alarms:history');
    expect(panelId('trends', { tags: ['A'] })).toBe(panelId('trends', {}));
  });
});

describe('preferences', () => {
  it('fall back field by field when an entry is damaged or foreign', () => {
    expect(readPreferences('{"theme":"light","textSize":400,"isHornOn":"yes"}')).toMatchObject({ theme: 'light', textSize: 100, isHornOn: true });
    expect(readPreferences('not json')).toMatchObject({ theme: 'dark', density: 'desk' });
    expect(readPreferences('null')).toMatchObject({ theme: 'dark' });
    expect(readPreferences(null)).toMatchObject({ textSize: 100 });
  });
});

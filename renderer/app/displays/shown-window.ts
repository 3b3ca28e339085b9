import { createStore } from 'zustand/vanilla';
import { windowKinds, type WindowKind } from '#shared/model/layout.ts';
import type { WindowContent } from '#shared/model/window-order.ts';

/** Which of the console's windows this is, and what it shows. */
export type ShownWindow = { readonly name: string; readonly content: WindowContent };

const plainWord = /^[^\s<>"']{1,120}$/;
const plainName = /^[a-z0-9][a-z0-9-]{0,39}$/;
const plainLayout = /^[a-z0-9][a-z0-9-]{0,59}$/;

/**
 * The window an address is for: "?kind=wall", "?kind=view&view=alarms&part=history", "?layout=day&window=left&kind=view". What
 * cannot be read is left out; without a kind it is the console.
 */
export function readAddress(search: string): ShownWindow {
  const words = new URLSearchParams(search);
  const word = (key: string, pattern: RegExp): string | undefined => {
    const value = words.get(key);
    return value !== null && pattern.test(value) ? value : undefined;
  };
  const asked = words.get('kind');
  const view = word('view', plainName);
  const layout = word('layout', plainLayout);
  const known: WindowKind = windowKinds.find((kind) => kind === asked) ?? 'console';
  // A view without a name of one has nothing to show.
  const kind = known === 'view' && view === undefined && layout === undefined ? 'console' : known;
  const [screen, part] = [word('screen', plainWord), word('part', plainWord)];
  return {
    name: word('window', plainName) ?? (kind === 'console' ? 'console' : (view ?? kind)),
    content: { kind, ...(view === undefined ? {} : { view }), ...(screen === undefined ? {} : { screen }), ...(part === undefined ? {} : { part }), ...(layout === undefined ? {} : { layout }) },
  };
}

/** The address of a window's page, from "?" on; empty for the console. */
export function addressWords({ name, content }: ShownWindow): string {
  if (content.kind === 'console' && content.layout === undefined) return '';
  const words = new URLSearchParams({ window: name });
  for (const [key, value] of Object.entries(content)) if (value !== undefined) words.set(key, value);
  return `?${words.toString()}`;
}

/** This window. Changes when an arrangement gives it something else to show. */
export const shownWindow = createStore<ShownWindow>(() => readAddress(typeof location === 'undefined' ? '' : location.search));

import { createContext, useContext } from 'react';
import type { Layout } from '#shared/model/layout.ts';
import type { ConsoleClient } from '../../client/console-client.ts';
import { faultText, notify } from '../../client/notices.ts';
import { dock } from '../dock.ts';
import { treeOf } from './dock-tree.ts';
import { arrangementOf, layoutOf, type WindowDock } from './layout-choice.ts';
import type { Peers } from './peers.ts';
import { addressWords, shownWindow } from './shown-window.ts';
import { openInBrowser, windowPicture } from './windows.ts';

/** Windows answer what stands in their docks within this; one that is silent is saved as it was opened, ms. */
const answersMs = 800;

export const PeersContext = createContext<Peers | null>(null);
export const usePeers = (): Peers | null => useContext(PeersContext);

/** Puts the windows of this layout on their displays, and closes the others. */
export function applyLayout(layout: Layout): void {
  const arrangement = arrangementOf(layout);
  const shell = window.firstoutShell;
  if (shell !== undefined) return shell.order({ t: 'arrange', arrangement });
  // A browser tells no displays and places no windows: each window of the layout is one of its own, this one the first.
  const [first, ...others] = [...arrangement.windows.filter(({ content }) => content.kind === 'console'), ...arrangement.windows.filter(({ content }) => content.kind !== 'console')];
  if (first !== undefined) {
    history.replaceState(null, '', location.pathname + addressWords(first));
    shownWindow.setState({ name: first.name, content: first.content });
  }
  for (const { name, content } of others) if (!openInBrowser(name, content)) break;
}

/** Back to the arrangement before the last one that was chosen. */
export const arrangementBefore = (): void => window.firstoutShell?.order({ t: 'back' });

/** What stands in the dock of this window. */
export function ownDock(): WindowDock {
  const { api, workspace } = dock.getState();
  return { workspace, dock: api === null || api.panels.length === 0 ? null : treeOf(api.toJSON()) };
}

/** Answers the other windows what stands in this one's dock, until the answer is called. */
export function answerDocks(peers: Peers): () => void {
  return peers.on('docks', () => peers.send({ t: 'dock', name: shownWindow.getState().name, ...ownDock() }));
}

/** The docks of all windows by name, as far as they answered in time. */
export async function askDocks(peers: Peers, wanted: readonly string[]): Promise<ReadonlyMap<string, WindowDock>> {
  const docks = new Map<string, WindowDock>([[shownWindow.getState().name, ownDock()]]);
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, answersMs);
    const isComplete = (): boolean => wanted.every((name) => docks.has(name));
    const stop = peers.on('dock', ({ name, workspace, dock: tree }) => {
      docks.set(name, { workspace, dock: tree });
      if (isComplete()) done();
    });
    peers.send({ t: 'docks' });
    if (isComplete()) done();
  });
  return docks;
}

/** Saves the arrangement that stands as a layout of the project; tells how it went. */
export async function saveArrangement(client: ConsoleClient, peers: Peers, facts: Parameters<typeof layoutOf>[0]): Promise<boolean> {
  const { picture } = windowPicture.getState();
  const { name, content } = shownWindow.getState();
  // A browser knows its own window only.
  const windows = picture?.windows ?? [{ name, content, display: { number: 1 }, place: 'maximised', kiosk: false, isHome: true }];
  const docks = await askDocks(peers, windows.filter((one) => one.content.kind !== 'wall').map((one) => one.name));
  const inForce = client.project.getState()?.layouts.find(({ id }) => id === (picture?.layout?.id ?? content.layout)) ?? null;
  const saved = await client.call('layout.save', { layout: layoutOf(facts, windows, docks, inForce) });
  if (saved.ok) notify(`The layout “${facts.title}” is saved in the project with ${windows.length} ${windows.length === 1 ? 'window' : 'windows'}.`);
  else notify(faultText(saved.fault), 'failed');
  return saved.ok;
}

import { createStore } from 'zustand/vanilla';
import { pickedAlarm } from '../../client/alarm-actions.ts';
import type { ConsoleClient } from '../../client/console-client.ts';
import { preferences } from '../../client/preferences.ts';
import { browserTimers } from '../../client/timers.ts';
import { type ConsoleServices, createServices } from '../../client/use-client.ts';
import { horn } from '../horn.ts';
import { followPreferences } from './follow-preferences.ts';
import { shareSilence, shareSound } from './follow-horn.ts';
import { shareSelection } from './follow-selection.ts';
import { shareTimeline } from './follow-time.ts';
import { soundsHere } from './sounds-here.ts';
import { createPeers, type PeerLine, type Peers } from './peers.ts';

const groupKey = 'firstout.group';

/**
 * The windows that follow each other: all of Electron's, and in a browser a tab with those it opened, which inherit its
 * session storage. Two tabs opened by themselves are two consoles.
 */
function groupOf(): string {
  if (window.firstoutShell !== undefined) return 'shell';
  const known = sessionStorage.getItem(groupKey);
  if (known !== null) return known;
  const made = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  sessionStorage.setItem(groupKey, made);
  return made;
}

function openLine(name: string): PeerLine {
  const channel = new BroadcastChannel(name);
  const line: PeerLine = { onmessage: null, postMessage: (message) => channel.postMessage(message), close: () => channel.close() };
  channel.onmessage = (event: MessageEvent<unknown>) => line.onmessage?.(event);
  return line;
}

export type JoinedWindow = { readonly services: ConsoleServices; readonly peers: Peers };

/** Puts this window among the others of its console: their moment, selection, silence and choices are its own, and its are theirs. */
export function joinWindows(client: ConsoleClient): JoinedWindow {
  const group = groupOf();
  const self = crypto.getRandomValues(new Uint32Array(2)).join('-');
  const peers = createPeers(openLine(`firstout.console.${group}`), self);
  const { timeline } = shareTimeline(client.timeline, peers, browserTimers, () => document.hidden);
  const services = createServices({ ...client, timeline });
  shareSelection(services.selection, pickedAlarm, peers);
  shareSilence(horn, peers);
  followPreferences(window);
  const isAble = createStore<boolean>(() => false);
  const judge = (): void => isAble.setState(horn.getState().isAllowed && preferences.getState().isHornOn, true);
  horn.subscribe(judge);
  preferences.subscribe(judge);
  judge();
  shareSound(navigator.locks as LockManager | undefined, `firstout.sound.${group}`, isAble, (isHere) => soundsHere.setState({ isHere }));
  // One that was covered drew no frames and may have fallen behind.
  document.addEventListener('visibilitychange', () => document.hidden || peers.send({ t: 'hello' }));
  peers.send({ t: 'hello' });
  return { services, peers };
}

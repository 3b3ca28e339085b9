import { readReplayLink, type ReplayLink, wholeLetters } from '#shared/model/replay-link.ts';
import type { ConsoleClient } from './console-client.ts';
import type { WindowShell } from './engine-endpoint.ts';
import { navigation } from './navigation.ts';
import { notify } from './notices.ts';

type Line = Pick<ConsoleClient, 'directory' | 'timeline' | 'present'>;

/** Why this console cannot go there, one sentence; null where it can. */
export function replayLinkRefusal({ directory, timeline, present }: Line, { plant, atMs }: ReplayLink): string | null {
  const here = directory.getState()?.directory.name ?? null;
  if (here === null) return 'The project of this console is not known yet.';
  if (wholeLetters(here) !== plant) return `This link is of ${plant}; this console shows ${here}.`;
  const { recording } = timeline.state.getState();
  if (recording !== null && (atMs < recording.fromMs || atMs > recording.toMs)) return 'The moment of this link is not in this recording.';
  return atMs > present.nowMs() ? 'The moment of this link has not been recorded yet.' : null;
}

/** Shows the moment in replay, standing, with the board of its incident in front. */
export function openReplayLink(client: Line, link: ReplayLink): void {
  const refusal = replayLinkRefusal(client, link);
  if (refusal !== null) return notify(refusal, 'failed');
  client.timeline.pause();
  client.timeline.seek(link.atMs);
  if (link.incident !== null) navigation.getState().open('incidents', { incident: link.incident });
}

/** Goes where links lead that people open elsewhere on this machine, once the project is known. Of any other text it says that it is no link. */
export function followReplayLinks(client: Line, shell: Pick<WindowShell, 'onLink'>): void {
  const open = (text: string): void => {
    const link = readReplayLink(text);
    if (link === null) return notify('What was opened is no link to a moment that this console can read.', 'failed');
    if (client.directory.getState() !== null) return openReplayLink(client, link);
    const stop = client.directory.subscribe((directory) => {
      if (directory === null) return;
      stop();
      openReplayLink(client, link);
    });
  };
  shell.onLink(open);
}

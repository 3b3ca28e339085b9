import { beforeEach, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { IncidentId } from '#shared/model/incident.ts';
import { replayLinkText } from '#shared/model/replay-link.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import type { ConsoleClient } from './console-client.ts';
import { createDirectoryIndex, type DirectoryIndex } from './directory-index.ts';
import { notices } from './notices.ts';
import { followReplayLinks, openReplayLink, replayLinkRefusal } from './open-replay-link.ts';

const index = createDirectoryIndex(smallDirectory());
const plant = index.directory.name;
const incident = IncidentId.parse('INC-0007');

function console(recording: { readonly fromMs: number; readonly toMs: number } | null = null, known: DirectoryIndex | null = index) {
  const sought: number[] = [];
  const directory = createStore<DirectoryIndex | null>(() => known);
  const client = { directory, present: { nowMs: () => 10_000 }, timeline: { state: createStore(() => ({ recording })), pause: () => undefined, seek: (atMs: number) => void sought.push(atMs) } } as unknown as ConsoleClient;
  return { client, sought, directory };
}
const said = (): string | undefined => notices.getState().list.at(-1)?.sentence;
beforeEach(() => notices.setState({ list: [] }));

it('a link leads to its moment; one of another plant, of a time to come, or outside a recording says why it does not', () => {
  const { client, sought } = console();
  openReplayLink(client, { plant, atMs: 5000, incident: null });
  expect(sought).toEqual([5000]);
  expect(replayLinkRefusal(client, { plant: 'Elsewhere', atMs: 5000, incident })).toBe(`This link is of Elsewhere; this console shows ${plant}.`);
  expect(replayLinkRefusal(client, { plant, atMs: 10_001, incident })).toContain('not been recorded yet');
  expect(replayLinkRefusal(console({ fromMs: 6000, toMs: 9000 }).client, { plant, atMs: 5000, incident })).toContain('not in this recording');
  openReplayLink(client, { plant: 'Elsewhere', atMs: 5000, incident });
  expect(sought).toEqual([5000]);
  expect(said()).toContain('This link is of Elsewhere');
});

it('a link that was opened before the console knows its plant is followed as soon as it does; any other text is told to be none', () => {
  const { client, sought, directory } = console(null, null);
  let open: (text: string) => void = () => undefined;
  followReplayLinks(client, { onLink: (receive) => void (open = receive) });
  open(replayLinkText({ plant, atMs: 4000, incident: null }));
  expect(sought).toEqual([]);
  directory.setState(index, true);
  expect(sought).toEqual([4000]);
  open('firstout://replay?plant=<script>');
  expect(said()).toContain('no link');
});

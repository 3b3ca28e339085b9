import { expect, it } from 'vitest';
import type { ConsoleClient } from '#renderer/client/console-client.ts';
import { createDirectoryIndex } from '#renderer/client/directory-index.ts';
import { smallDirectory } from '#renderer/testing/small-directory.ts';
import { pictureHead } from './take-picture.ts';

const directory = createDirectoryIndex({ ...smallDirectory(), isSimulated: true });
const client = (mode: 'live' | 'replay', isLinkLost: boolean, recording: object | null = null) =>
  ({ timeline: { state: { getState: () => ({ mode, recording }) } }, live: { isLinkLost }, nowMs: () => 5000 }) as unknown as ConsoleClient;

it.each([
  ['LIVE', client('live', false)],
  ['NO LINK', client('live', true)],
  ['REPLAY', client('replay', false)],
  ['RECORDING', client('replay', false, {})],
] as const)('a picture says of itself that it is %s, and of which moment and plant', (mark, from) => {
  expect(pictureHead(from, { title: 'Feed', directory })).toEqual({ title: 'Feed', plant: 'Test works', isSimulated: true, timeMs: 5000, mark });
});

import type { FirstoutContract } from '#shared/contract/index.ts';
import { refusedInRecording } from '#shared/contract/past-commands.ts';
import { refused } from '#shared/model/fault.ts';
import type { Handlers } from '#shared/rpc/server.ts';

/** The same handlers, but for commands on the plant and on its records, which are refused whoever asks. */
export function refuseInRecording(handlers: Handlers<FirstoutContract>): Handlers<FirstoutContract> {
  const refuse = () => refused('forbidden', 'This is a recording, opened to be read; there is no plant behind it, and nothing can be written into it.', 'Do it on the console of the plant.');
  return { ...handlers, ...Object.fromEntries(refusedInRecording.map((name) => [name, refuse])) };
}

import type { FirstoutContract } from '#shared/contract/index.ts';
import { refused } from '#shared/model/fault.ts';
import type { CallName } from '#shared/rpc/define.ts';
import type { Handlers } from '#shared/rpc/server.ts';

type CommandName = { [Name in CallName<FirstoutContract>]: FirstoutContract[Name] extends { readonly kind: 'command' } ? Name : never }[CallName<FirstoutContract>];

/**
 * Which commands a recording takes: those that make files of it. There is no plant behind it, and what is written into it
 * would be lost when it is closed. A new command does not compile until it has its line here.
 */
const inRecording: Readonly<Record<CommandName, 'allowed' | 'refused'>> = {
  'tag.write': 'refused',
  'alarm.acknowledge': 'refused',
  'alarm.reset': 'refused',
  'device.trustCertificate': 'refused',
  'import.open': 'refused',
  'import.start': 'refused',
  'note.write': 'refused',
  'note.withdraw': 'refused',
  'trend.save': 'refused',
  'trend.remove': 'refused',
  'export.start': 'allowed',
  'recording.start': 'allowed',
  'job.cancel': 'allowed',
  'job.remove': 'allowed',
};

/** The same handlers, but for commands on the plant, which are refused whoever asks. */
export function refuseInRecording(handlers: Handlers<FirstoutContract>): Handlers<FirstoutContract> {
  const refuse = () => refused('forbidden', 'This is a recording, opened to be read; there is no plant behind it, and nothing can be written into it.', 'Do it on the console of the plant.');
  const names = Object.entries(inRecording).filter(([, rule]) => rule === 'refused');
  return { ...handlers, ...Object.fromEntries(names.map(([name]) => [name, refuse])) };
}

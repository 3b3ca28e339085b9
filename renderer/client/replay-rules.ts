import type { FirstoutContract } from '#shared/contract/index.ts';
import type { Fault } from '#shared/model/fault.ts';
import type { CallName } from '#shared/rpc/define.ts';
import type { TimelineState } from './timeline.ts';

type CommandName = { [Name in CallName<FirstoutContract>]: FirstoutContract[Name] extends { readonly kind: 'command' } ? Name : never }[CallName<FirstoutContract>];

/**
 * What every command of the contract may do while the console shows the past. Whatever touches the plant, its alarms or
 * what is recorded is refused; notes, trend sets and files made of the past are what replay is for. A new command does
 * not compile until it has its line here.
 */
const inReplay: Readonly<Record<CommandName, 'allowed' | 'refused'>> = {
  'tag.write': 'refused',
  'alarm.acknowledge': 'refused',
  'alarm.reset': 'refused',
  'device.trustCertificate': 'refused',
  'import.open': 'refused',
  'import.start': 'refused',
  'export.start': 'allowed',
  'recording.start': 'allowed',
  'job.cancel': 'allowed',
  'job.remove': 'allowed',
  'note.write': 'allowed',
  'note.withdraw': 'allowed',
  'trend.save': 'allowed',
  'trend.remove': 'allowed',
};

/** One sentence for buttons that cannot be used in replay. */
export const replayRefusal = 'Replay shows the past; go back to live (L) to acknowledge or write.';
export const recordingRefusal = 'This is a recording; there is no plant behind it to acknowledge or write to.';

/** Why nothing may be acknowledged or written while this moment is shown; null while it is the present. */
export function pastRefusal({ mode, recording }: Pick<TimelineState, 'mode' | 'recording'>): string | null {
  if (recording !== null) return recordingRefusal;
  return mode === 'replay' ? replayRefusal : null;
}

/** Why this call is not made while the past is shown; null when it may be. Queries always may. */
export function refusedInReplay(name: string, isRecording: boolean): Fault | null {
  if (!Object.hasOwn(inReplay, name) || inReplay[name as CommandName] === 'allowed') return null;
  return { code: 'forbidden', message: isRecording ? recordingRefusal : replayRefusal };
}

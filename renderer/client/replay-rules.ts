import { isRefusedInReplay, refusedInRecording } from '#shared/contract/past-commands.ts';
import type { Fault } from '#shared/model/fault.ts';
import type { TimelineState } from './timeline.ts';

/** One sentence for buttons that cannot be used in replay. */
export const replayRefusal = 'Replay shows the past; go back to live (L) to acknowledge or write.';
export const recordingRefusal = 'This is a recording; there is no plant behind it to acknowledge or write to.';
/** For what people keep about the plant, notes and saved trends: a recording takes none, since it is thrown away when it is closed. */
export const recordingKeepsNothing = 'This is a recording, opened to be read; notes and trends are kept on the console of the plant.';

/** Why nothing may be acknowledged or written while this moment is shown; null while it is the present. */
export function pastRefusal({ mode, recording }: Pick<TimelineState, 'mode' | 'recording'>): string | null {
  if (recording !== null) return recordingRefusal;
  return mode === 'replay' ? replayRefusal : null;
}

/** Why no note is written and no trend saved in the project while this is shown; null when they are. Replay alone does not stand against it. */
export const recordRefusal = ({ recording }: Pick<TimelineState, 'recording'>): string | null => (recording === null ? null : recordingKeepsNothing);

/** Why this call is not made while the past is shown; null when it may be. Queries always may. By the table the engine itself goes by. */
export function refusedInPast(name: string, isRecording: boolean): Fault | null {
  const isOnPlant = isRefusedInReplay(name);
  if (!isRecording) return isOnPlant ? { code: 'forbidden', message: replayRefusal } : null;
  if (!(refusedInRecording as readonly string[]).includes(name)) return null;
  return { code: 'forbidden', message: isOnPlant ? recordingRefusal : recordingKeepsNothing };
}

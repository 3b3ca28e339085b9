import { isRefusedInReplay, refusedInRecording } from '#shared/contract/past-commands.ts';
import type { Fault } from '#shared/model/fault.ts';
import type { TimelineState } from './timeline.ts';

/** One sentence for buttons that cannot be used in replay. */
export const replayRefusal = 'Replay shows the past; go back to live (L) to acknowledge or write.';
export const recordingRefusal = 'This is a recording; there is no plant behind it to acknowledge or write to.';

/** Why nothing may be acknowledged or written while this moment is shown; null while it is the present. */
export function pastRefusal({ mode, recording }: Pick<TimelineState, 'mode' | 'recording'>): string | null {
  if (recording !== null) return recordingRefusal;
  return mode === 'replay' ? replayRefusal : null;
}

/** Why this call is not made while the past is shown; null when it may be. Queries always may. */
export function refusedInPast(name: string, isRecording: boolean): Fault | null {
  if (isRecording) return (refusedInRecording as readonly string[]).includes(name) ? { code: 'forbidden', message: recordingRefusal } : null;
  return isRefusedInReplay(name) ? { code: 'forbidden', message: replayRefusal } : null;
}

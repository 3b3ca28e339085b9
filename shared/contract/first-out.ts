import { z } from 'zod';
import { FirstOutGroup, TripLatch } from '../model/first-out.ts';
import { command, query, stateStream } from '../rpc/define.ts';
import { TimeSpan } from './columns.ts';

export const firstOutContract = {
  /** Bursts that are under way or ended within the last hours, newest first; trip groups that have latched. */
  'firstOut.current': stateStream({ role: 'view', params: z.strictObject({}), item: z.object({ groups: z.array(FirstOutGroup).max(20), trips: z.array(TripLatch) }) }),
  /** Bursts that touch a span, oldest first, from the journal, judged by the project as it is now; `isWhole` false where there were more. */
  'firstOut.in': query({
    role: 'view',
    input: z.strictObject({ span: TimeSpan, limit: z.number().int().min(1).max(200).default(50) }),
    output: z.object({ groups: z.array(FirstOutGroup), isWhole: z.boolean() }),
    faults: ['history-unavailable', 'cancelled'],
  }),
  /** The bursts and latches as they stood at a moment, from what was known by then: what replay shows. */
  'firstOut.at': query({
    role: 'view',
    input: z.strictObject({ atMs: z.number() }),
    output: z.object({ groups: z.array(FirstOutGroup), trips: z.array(TripLatch) }),
    faults: ['history-unavailable', 'cancelled'],
  }),
  /** Clears the latch of a trip group whose alarms are all normal again. */
  'tripGroup.reset': command({ role: 'operate', input: z.strictObject({ group: z.string().min(1).max(60) }), output: z.object({}), faults: ['not-found', 'still-active'] }),
};

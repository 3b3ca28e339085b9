import { z } from 'zod';
import { AlarmEvent, AlarmStanding } from '../model/alarm.ts';
import { query } from '../rpc/define.ts';
import { TimeSpan, uint32Column } from './columns.ts';

/** Alarms and actions as they were, for replay, marks on trends and the time bar. Times are UTC epoch ms. */
export const pastContract = {
  /** Every alarm that was not normal at a time, as the journal has it, and the number of its last event up to then. */
  'alarms.standingAt': query({
    role: 'view',
    input: z.strictObject({ atMs: z.number() }),
    output: z.object({ seq: z.number().int(), standings: z.array(AlarmStanding) }),
    faults: ['history-unavailable', 'cancelled'],
  }),
  /** Events of a span by engine time, oldest first; at most `limit`, then `reachMs` is where to go on. */
  'alarms.eventsIn': query({
    role: 'view',
    input: z.strictObject({ span: TimeSpan, limit: z.number().int().min(1).max(10_000).default(5000) }),
    output: z.object({ events: z.array(AlarmEvent), reachMs: z.number() }),
    faults: ['history-unavailable', 'cancelled'],
  }),
  /** Alarms raised per column of equal time: counts by priority 1 to 4, in one array, priority by priority. */
  'alarms.density': query({
    role: 'view',
    input: z.strictObject({ span: TimeSpan, width: z.number().int().min(1).max(2000) }),
    output: z.object({ counts: uint32Column }),
    faults: ['history-unavailable', 'cancelled'],
  }),
  /** The event of a raised alarm next after (`1`) or before (`-1`) a time; null when there is none. */
  'alarms.nextRaised': query({
    role: 'view',
    input: z.strictObject({ atMs: z.number(), direction: z.union([z.literal(1), z.literal(-1)]) }),
    output: z.object({ event: AlarmEvent.nullable() }),
    faults: ['history-unavailable', 'cancelled'],
  }),
  /** What people did in a span: writes, acknowledgements and the like, from the audit log, oldest first, the newest `limit`. */
  'actions.in': query({
    role: 'view',
    input: z.strictObject({ span: TimeSpan, limit: z.number().int().min(1).max(2000).default(500) }),
    output: z.object({
      actions: z.array(z.object({ seq: z.number().int(), timeMs: z.number(), user: z.string(), role: z.string(), action: z.string(), subject: z.string(), result: z.string().nullable() })),
    }),
    faults: ['history-unavailable', 'cancelled'],
  }),
};

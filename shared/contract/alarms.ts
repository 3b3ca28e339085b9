import { z } from 'zod';
import { AlarmEvent, AlarmStanding } from '../model/alarm.ts';
import { AlarmId } from '../model/ids.ts';
import { command, eventStream, query } from '../rpc/define.ts';

const occurrence = z.strictObject({
  alarm: AlarmId,
  /** `seq` of the standing the operator saw: a newer occurrence is not acknowledged by it. */
  seq: z.number().int(),
});
const handled = z.object({
  done: z.array(AlarmId),
  refused: z.array(z.object({ alarm: AlarmId, reason: z.string() })),
});

export const alarmsContract = {
  /** Every alarm that is not normal, and the journal number up to which this is true; events go on from there. */
  'alarms.standing': query({
    role: 'view',
    input: z.strictObject({}),
    output: z.object({ seq: z.number().int(), standings: z.array(AlarmStanding) }),
  }),
  /** The alarm journal from `afterSeq` on, without gaps; numbers no longer kept are named by a gap. */
  'alarms.events': eventStream({
    role: 'view',
    params: z.strictObject({ afterSeq: z.number().int().min(0) }),
    item: z.object({
      gap: z.object({ fromSeq: z.number(), toSeq: z.number() }).nullable(),
      events: z.array(AlarmEvent),
      /** Where the alarms named by these events stand after the last of them. */
      standings: z.array(AlarmStanding),
    }),
  }),
  /** Past events, newest first, from below `beforeSeq`. */
  'alarms.journal': query({
    role: 'view',
    input: z.strictObject({ beforeSeq: z.number().int().nullable(), limit: z.number().int().min(1).max(1000) }),
    output: z.object({ events: z.array(AlarmEvent) }),
  }),
  /** Acknowledges the occurrences named, each on its own; answers when the journal has them on disk. */
  'alarm.acknowledge': command({
    role: 'operate',
    input: z.strictObject({ occurrences: z.array(occurrence).min(1).max(500), comment: z.string().max(500).default('') }),
    output: handled,
  }),
  /** Resets latched alarms whose condition is gone. */
  'alarm.reset': command({
    role: 'operate',
    input: z.strictObject({ occurrences: z.array(occurrence).min(1).max(500) }),
    output: handled,
  }),
};

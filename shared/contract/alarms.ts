import { z } from 'zod';
import { AlarmDefinition, AlarmEvent, alarmEventKinds, AlarmStanding, Priority } from '../model/alarm.ts';
import { AlarmId, AssetId } from '../model/ids.ts';
import { command, eventStream, query } from '../rpc/define.ts';
import { TimeSpan } from './columns.ts';

const occurrence = z.strictObject({
  alarm: AlarmId,
  /** `seq` of the standing the operator saw: a newer occurrence is not acknowledged by it. */
  seq: z.number().int(),
});
const handled = z.object({
  done: z.array(AlarmId),
  refused: z.array(z.object({ alarm: AlarmId, reason: z.string() })),
});

const alarmIds = z.array(AlarmId).min(1).max(500);
const reason = z.string().trim().min(1).max(500);

/** What of the journal is wanted; all of it without one. Text is looked for in alarm, tag, message, user and comment, in any case. */
export const JournalFilter = z.strictObject({
  /** By engine time. */
  span: TimeSpan.optional(),
  text: z.string().max(200).optional(),
  alarms: z.array(AlarmId).max(500).optional(),
  /** Of these assets and those below them. */
  assets: z.array(AssetId).max(100).optional(),
  priorities: z.array(Priority).max(4).optional(),
  kinds: z.array(z.enum(alarmEventKinds)).max(alarmEventKinds.length).optional(),
  /** Who acted, in any case. */
  user: z.string().max(120).optional(),
});
export type JournalFilter = z.infer<typeof JournalFilter>;

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
  /**
   * Past events, newest first, from below `beforeSeq`. A filtered search looks at a bounded stretch of the journal a call:
   * `nextBeforeSeq` is where to go on, null at the end of the journal.
   */
  'alarms.journal': query({
    role: 'view',
    input: z.strictObject({ beforeSeq: z.number().int().nullable(), limit: z.number().int().min(1).max(1000), filter: JournalFilter.optional() }),
    output: z.object({
      events: z.array(AlarmEvent),
      nextBeforeSeq: z.number().int().nullable(),
      /** What these events are about where the project does not say: alarms that devices brought along. */
      definitions: z.array(AlarmDefinition).optional(),
    }),
    faults: ['history-unavailable', 'cancelled'],
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
  /** Hides alarms for a time: until then, or one-shot until the condition is gone, if that is sooner. P1 needs the role lead. */
  'alarm.shelve': command({
    role: 'operate',
    input: z.strictObject({ alarms: alarmIds, forMs: z.number().min(60_000).max(604_800_000), isOneShot: z.boolean().default(false), reason }),
    output: handled,
  }),
  'alarm.unshelve': command({ role: 'operate', input: z.strictObject({ alarms: alarmIds }), output: handled }),
  /** The caller answers for these shelved or out-of-service alarms from now on. */
  'alarm.takeOver': command({ role: 'operate', input: z.strictObject({ alarms: alarmIds, comment: z.string().max(500).default('') }), output: handled }),
  'alarm.removeFromService': command({ role: 'lead', input: z.strictObject({ alarms: alarmIds, reason }), output: handled }),
  'alarm.returnToService': command({ role: 'lead', input: z.strictObject({ alarms: alarmIds }), output: handled }),
};

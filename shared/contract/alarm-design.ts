import { z } from 'zod';
import { AlarmId } from '../model/ids.ts';
import { command, query } from '../rpc/define.ts';

/** Settings of an alarm that a rationalisation may change. What an alarm is (its id, tag and kind) is changed in the project's files. */
export const designSettings = [
  'priority',
  'message',
  'class',
  'cause',
  'consequence',
  'action',
  'respondWithinMin',
  'screen',
  'runbook',
  'documents',
  'limit',
  'deadband',
  'high',
  'low',
  'direction',
  'perS',
  'overMs',
  'band',
  'withinMs',
  'onDelayMs',
  'offDelayMs',
  'latching',
  'reAlarmMin',
  'maxShelveMin',
  'suppressWhen',
  'suppressIn',
] as const;
export type DesignSetting = (typeof designSettings)[number];

const settingValue = z.union([z.string().max(4000), z.number(), z.boolean(), z.array(z.string().max(300)).max(20), z.null()]);
export type DesignValue = z.infer<typeof settingValue>;
/** Settings by name; null stands for one that is not there. */
export const DesignValues = z.partialRecord(z.enum(designSettings), settingValue);
export type DesignValues = z.infer<typeof DesignValues>;

/** One rationalisation as the audit log has it. */
export const DesignChange = z.object({
  timeMs: z.number(),
  user: z.string(),
  why: z.string(),
  change: DesignValues,
  before: DesignValues,
  /** "done", the refusal, or null where nobody knows how it ended. */
  result: z.string().nullable(),
});
export type DesignChange = z.infer<typeof DesignChange>;

export const alarmDesignContract = {
  /**
   * Writes settings of one alarm into its project file, and who, when and why beside them; the rest of the file stays as
   * it is. Without changes it says that the design was looked at and is right. `before` holds what the person saw of the
   * settings changed: other values there now refuse it.
   */
  'alarm.rationalise': command({
    role: 'engineer',
    input: z.strictObject({ alarm: AlarmId, change: DesignValues, before: DesignValues, why: z.string().trim().min(1).max(1000) }),
    output: z.object({}),
    faults: ['not-found', 'changed-meanwhile', 'invalid', 'unwritable'],
  }),
  /** Rationalisations of one alarm, newest first, as far as the audit log reaches. */
  'alarm.designHistory': query({
    role: 'view',
    input: z.strictObject({ alarm: AlarmId }),
    output: z.object({ changes: z.array(DesignChange) }),
    faults: ['history-unavailable'],
  }),
};

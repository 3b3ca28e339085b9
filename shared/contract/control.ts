import { z } from 'zod';
import { ControlState, ValueShown, WriteCheck } from '../model/control.ts';
import { AssetId, TagId } from '../model/ids.ts';
import { command, query, stateStream } from '../rpc/define.ts';

const reason = z.string().trim().min(1).max(500);
const area = z.strictObject({ area: AssetId });

/** What a console may show before a write, all of it from the engine. */
export const WriteSelection = z.object({
  /** Lets the one who asked write this value to this tag, once, until `expiresMs`; null while a check is not met. */
  token: z.string().nullable(),
  /** Engine time, UTC epoch ms. */
  expiresMs: z.number().nullable(),
  tag: TagId,
  device: z.string(),
  /** As the console writes them, without their unit. */
  now: ValueShown,
  next: z.string(),
  unit: z.string(),
  /** What may be written, engineering units; null where nothing bounds it. */
  limits: z.object({ min: z.number().nullable(), max: z.number().nullable() }),
  checks: z.array(WriteCheck),
  consequences: z.array(z.string()),
  /** The tag that will show whether it took effect; null where nothing does. */
  feedback: TagId.nullable(),
  reasonRequired: z.boolean(),
});
export type WriteSelection = z.infer<typeof WriteSelection>;

/** One write as the audit log has it. */
export const WriteRecord = z.object({
  seq: z.number().int(),
  timeMs: z.number(),
  user: z.string(),
  role: z.string(),
  place: z.string(),
  /** As the console writes them, with their unit; empty where the line does not say. */
  before: z.string(),
  after: z.string(),
  reason: z.string(),
  /** "done", what happened instead, or null while nobody knows. */
  result: z.string().nullable(),
});
export type WriteRecord = z.infer<typeof WriteRecord>;

/** Writing to the plant: select, look, operate. There is no other way to write. */
export const controlContract = {
  /** What writing this value (engineering units, a state's number, text for text tags) would mean; changes nothing at the device. */
  'control.select': command({
    role: 'operate',
    input: z.strictObject({ tag: TagId, value: z.union([z.number(), z.string().max(1000)]) }),
    output: WriteSelection,
    faults: ['not-found', 'not-writable'],
  }),
  /**
   * Writes what was selected and answers when its feedback agrees, or when the time for that is over. Everything is checked
   * again; a write that could not be written down, or did not go out in time, is not made. `answered`: the device confirmed it.
   */
  'control.operate': command({
    role: 'operate',
    input: z.strictObject({ token: z.string().max(100), reason: z.string().trim().max(500).default('') }),
    output: z.object({
      outcome: z.enum(['confirmed', 'unconfirmed', 'in-doubt']),
      answered: z.boolean(),
      sentence: z.string(),
      /** What the feedback showed last, with its unit; null where there is none. */
      feedback: z.string().nullable(),
      /** From sending to the feedback that agreed, or to the end of waiting, ms. */
      tookMs: z.number(),
    }),
    faults: ['no-selection', 'changed-meanwhile', 'check-not-met', 'reason-missing', 'not-recorded', 'not-sent', 'rejected-by-device'],
  }),
  /** Who controls what, and the writes that need looking at. A console that follows it counts as being there. */
  'control.state': stateStream({ role: 'view', params: z.strictObject({}), item: ControlState }),
  /** Takes an area nobody holds; one's own stays one's own. */
  'control.take': command({ role: 'operate', input: area, output: z.object({}), faults: ['not-found', 'held'] }),
  'control.release': command({ role: 'operate', input: area, output: z.object({}), faults: ['not-found', 'not-held'] }),
  /** Asks the holder for it; forgotten after a minute. */
  'control.ask': command({ role: 'operate', input: area, output: z.object({}), faults: ['not-found', 'not-held', 'asked'] }),
  /** Hands an area over to who asked for it. */
  'control.give': command({ role: 'operate', input: area, output: z.object({}), faults: ['not-found', 'not-held', 'not-asked'] }),
  /** Takes an area from its holder. */
  'control.force': command({ role: 'lead', input: z.strictObject({ area: AssetId, reason }), output: z.object({}), faults: ['not-found'] }),
  /** Puts the mark of a write away. What happened stays in the audit log. */
  'control.dismiss': command({ role: 'operate', input: z.strictObject({ tag: TagId, seq: z.number().int() }), output: z.object({}), faults: ['not-found'] }),
  /** Writes to one tag, newest first, as far as the audit log reaches. */
  'control.history': query({
    role: 'view',
    input: z.strictObject({ tag: TagId, limit: z.number().int().min(1).max(200).default(20) }),
    output: z.object({ writes: z.array(WriteRecord) }),
    faults: ['history-unavailable'],
  }),
};

import { z } from 'zod';
import { TagId } from './ids.ts';

/** Who may write: roles from least to most, as `shared/rpc/define.ts` has them, less the one that may only look. */
export const writeRoles = ['operate', 'lead', 'engineer'] as const;
export type WriteRole = (typeof writeRoles)[number];

const sentence = z.string().trim().min(1).max(400);

/** What stands between a person and a write, as `write:` of a tag in the project. All of it is checked by the engine. */
export const WriteRule = z.strictObject({
  /** Limits of what may be written, engineering units; the tag's measuring range where absent. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** Largest change at once, engineering units. */
  maxStep: z.number().positive().optional(),
  /** An expression over tags that must be true, of good quality, for a write to go out. */
  interlock: z.string().min(1).max(4000).optional(),
  /** The interlock in words, as of something that is so: "Lube oil pressure is above 1.2 bar". */
  interlockText: z.string().trim().min(1).max(200).optional(),
  /** What the write does beside the value itself, one sentence or some, shown before it is made. */
  consequence: z
    .union([sentence.transform((one) => [one]), z.array(sentence).min(1).max(6)])
    .optional(),
  /** The tag that shows whether the write took effect; the tag itself where absent. */
  feedback: TagId.optional(),
  /** How far the feedback may be from what was written, engineering units. By default what device and display round away. */
  tolerance: z.number().min(0).optional(),
  /** How long the feedback may take to agree, ms. */
  feedbackTimeoutMs: z.number().min(200).max(600_000).default(5000),
  /** The device takes the value back by itself, as of a push button: without another `feedback` there is nothing to read back. */
  momentary: z.boolean().default(false),
  role: z.enum(writeRoles).default('operate'),
  reasonRequired: z.boolean().default(false),
});
export type WriteRule = z.infer<typeof WriteRule>;

/** The rule of a tag that brings none of its own. */
export const plainWriteRule: WriteRule = WriteRule.parse({});

/** `control` of project.yaml. */
export const ControlSettings = z.strictObject({
  /**
   * `off`: every console with the role may write. `areas`: one console at a time, the one that holds the area the tag
   * belongs to: the nearest asset above it with `control: true`; where no asset has it, the nearest of level unit, or area.
   */
  authority: z.enum(['off', 'areas']).default('off'),
});
export type ControlSettings = z.infer<typeof ControlSettings>;

/** What is asked before a write goes out, in the order it is shown. */
export const writeCheckKinds = ['value', 'limits', 'step', 'role', 'authority', 'link', 'quality', 'interlock', 'free'] as const;
export type WriteCheckKind = (typeof writeCheckKinds)[number];
export const WriteCheck = z.object({
  kind: z.enum(writeCheckKinds),
  isMet: z.boolean(),
  sentence: z.string(),
  /** The area nobody holds, which taking would meet this check. */
  takeArea: z.string().optional(),
});
export type WriteCheck = z.infer<typeof WriteCheck>;

/** A value as it stood at a moment. */
export const ValueShown = z.object({
  /** Engineering units, 0/1, a state's number; null when there is none. A text is in `text` alone. */
  value: z.number().nullable(),
  /** As the console writes it, without its unit; "----" for none. */
  text: z.string(),
  quality: z.number(),
  timeMs: z.number().nullable(),
});
export type ValueShown = z.infer<typeof ValueShown>;

/**
 * How a write that went out ended. `confirmed`: the feedback shows it. `unconfirmed`: the device took it and the feedback does
 * not agree. `in-doubt`: the device did not say, and the feedback does not show it. `failed`: the device refused it.
 */
export const writeOutcomes = ['confirmed', 'unconfirmed', 'in-doubt', 'failed'] as const;
export type WriteOutcome = (typeof writeOutcomes)[number];

/** A write somebody has to look at; it goes when its feedback agrees or somebody puts it away. */
export const WriteMark = z.object({
  /** Number of the write in the audit log. */
  seq: z.number().int(),
  tag: TagId,
  kind: z.enum(['unconfirmed', 'in-doubt', 'failed']),
  /** What happened, and what the feedback shows. */
  sentence: z.string(),
  /** What was written, as the console writes it, with its unit. */
  wanted: z.string(),
  user: z.string(),
  place: z.string(),
  timeMs: z.number(),
});
export type WriteMark = z.infer<typeof WriteMark>;

const Holder = z.object({
  user: z.string(),
  place: z.string(),
  /** This console. */
  isOwn: z.boolean(),
  sinceMs: z.number(),
});

/** One part of the plant that one console at a time has control of. */
export const ControlArea = z.object({
  area: z.string(),
  name: z.string(),
  /** `isGone`: its console is not connected any more; in a moment the area is free. */
  holder: Holder.extend({ isGone: z.boolean() }).nullable(),
  /** Who asks the holder for it. */
  asker: Holder.nullable(),
});
export type ControlArea = z.infer<typeof ControlArea>;

export const ControlState = z.object({
  authority: ControlSettings.shape.authority,
  areas: z.array(ControlArea),
  /** Newest first. */
  marks: z.array(WriteMark),
});
export type ControlState = z.infer<typeof ControlState>;

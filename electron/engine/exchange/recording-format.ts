import { z } from 'zod';
import type { RecordingFacts } from '#shared/model/history.ts';

/**
 * A recording is a database of the store with the span in it, and these entries in its table of facts: `recording` says what
 * it is and how many files of the project there are, `recording.file.<n>` holds one of them, gzip in base64.
 */
export const recordingEntry = 'recording';
export const fileEntry = (number: number): string => `recording.file.${number}`;

/** Bounds of the project in a recording: what a project of 100,000 tags has, and a hostile file does not exceed. */
export const mostFiles = 5000;
export const mostFileBytes = 64 * 1024 * 1024;
export const mostProjectBytes = 256 * 1024 * 1024;

const Facts = z.object({
  title: z.string().min(1).max(200),
  plant: z.string().max(200),
  fromMs: z.number(),
  toMs: z.number(),
  madeMs: z.number(),
  madeBy: z.string().max(200),
}) satisfies z.ZodType<RecordingFacts>;

const files = z.number().int().min(1).max(mostFiles);
/**
 * 1: samples, alarms, actions, notes. 2: the records of incidents, runs and handovers too, with their numbers and hashes, and the
 * newest record of the plant's chain when the recording was made.
 */
export const RecordingEntry = z.discriminatedUnion('format', [
  z.object({ format: z.literal(1), facts: Facts, files }),
  z.object({ format: z.literal(2), facts: Facts, files, chain: z.object({ seq: z.number().int().min(0), hash: z.string().regex(/^[0-9a-f]{64}$/) }) }),
]);
export type RecordingEntry = z.infer<typeof RecordingEntry>;

export const FileEntry = z.object({ path: z.string().min(1).max(400), gzip: z.string().max(mostFileBytes * 2) });

/** What every part of a path below the project may be called: nothing that leads elsewhere on any system. */
const partForm = /^[^\\/:*?"<>|\p{Cc}]{1,200}$/u;
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** True for a path below the project folder, with forward slashes, that stays there on every system. */
export const isPathBelow = (path: string): boolean =>
  path.split('/').every((part) => partForm.test(part) && !part.startsWith('.') && !part.endsWith('.') && !part.endsWith(' ') && !deviceName.test(part));

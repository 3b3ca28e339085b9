import { mostPhotoBytes } from '#shared/contract/runbook-runs.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { RunEventOf } from '#shared/model/runbook-run.ts';
import type { RunFault } from '#shared/runbook-run/decide.ts';
import type { OpenRun } from './open-run.ts';
import type { RunRecords } from './run-records.ts';

export type PhotoAsked = {
  readonly opId: string;
  readonly run: string;
  /** Null: of the run as a whole. `item`: a place in the step that asks for one. */
  readonly step: string | null;
  readonly item: number | null;
  readonly caption: string;
  readonly picture: Uint8Array;
};

/** Keeps a photo under its hash and gives the event that names it. Only what is a picture by its first bytes is taken. */
export async function readPhoto(records: RunRecords, { state }: OpenRun, { step: id, item, caption, picture }: PhotoAsked): Promise<Result<RunEventOf<'photo-added'>, RunFault | 'not-recorded' | 'bad-picture'>> {
  const step = id === null ? null : state.steps.find(({ plan }) => plan.id === id);
  if (step === undefined || (item !== null && step?.items[item]?.kind !== 'photo')) return refused('not-found', 'There is no such place for a photo in this run.');
  const mime = pictureType(picture);
  if (mime === null) return refused('bad-picture', 'What was sent is no JPEG, PNG or WebP picture, so it was not kept.');
  if (picture.length > mostPhotoBytes) return refused('bad-picture', `The photo has ${(picture.length / 1024 ** 2).toFixed(1)} MB; at most ${mostPhotoBytes / 1024 ** 2} MB are kept.`, 'Make it smaller and send it again.');
  try {
    // A copy: the column it came in is part of the whole message.
    const kept = await records.attach(mime, new Uint8Array(picture));
    if (!kept.ok) return refused('bad-picture', kept.fault.message, kept.fault.tip);
    return ok({ kind: 'photo-added', step: id, item, hash: kept.value, mime, bytes: picture.length, caption });
  } catch (error) {
    return refused('not-recorded', `The photo could not be kept: ${error instanceof Error ? error.message : String(error)}`, 'Look at the data store in the status bar; free space on its disk.');
  }
}

/** By the first bytes: JPEG (FF D8 FF), PNG (its signature), WebP (RIFF….WEBP); null for anything else. */
export function pictureType(bytes: Uint8Array): 'image/jpeg' | 'image/png' | 'image/webp' | null {
  const begins = (at: number, ...wanted: readonly number[]): boolean => wanted.every((one, i) => bytes[at + i] === one);
  if (begins(0, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (begins(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  return begins(0, 0x52, 0x49, 0x46, 0x46) && begins(8, 0x57, 0x45, 0x42, 0x50) ? 'image/webp' : null;
}

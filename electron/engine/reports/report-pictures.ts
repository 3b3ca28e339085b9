import type { TimelineEntry } from '#shared/model/incident-timeline.ts';
import type { ReportPicture } from './incident-paper.ts';

/** Of one report: more than this is named, not shown. */
const mostPictures = 60;
const mostBytes = 96 * 1024 ** 2;

/** What was attached to the timeline, each once and in its order. `read` gives the bytes kept under a hash, null where there are none. */
export async function reportPictures(timeline: readonly TimelineEntry[], read: (hash: string) => Promise<{ readonly body: Uint8Array } | null>, signal: AbortSignal): Promise<readonly ReportPicture[]> {
  const seen = new Set<string>();
  const pictures: ReportPicture[] = [];
  let bytes = 0;
  for (const entry of timeline) {
    for (const { hash, type, name, bytes: size } of entry.attachments) {
      if (seen.has(hash)) continue;
      seen.add(hash);
      signal.throwIfAborted();
      const shown = { entry, hash, type, name };
      if (type !== 'image/jpeg' && type !== 'image/png') {
        pictures.push({ ...shown, body: null, why: `Kept with the records as ${type}, which a paper does not show; a console does.` });
        continue;
      }
      if (seen.size > mostPictures || bytes + size > mostBytes) {
        pictures.push({ ...shown, body: null, why: 'Not shown: there are more pictures than one report takes. A console shows it.' });
        continue;
      }
      const found = await read(hash);
      bytes += found?.body.length ?? 0;
      pictures.push({ ...shown, body: found?.body ?? null, why: 'Its bytes are not kept any more.' });
    }
  }
  return pictures;
}

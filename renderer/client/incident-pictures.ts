import { createStore } from 'zustand/vanilla';
import { pictureMsOf } from '#shared/incident/moments.ts';
import type { Incident, IncidentAddition, PictureSubject } from '#shared/model/incident.ts';
import type { IncidentReport } from '#shared/model/incident-report.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import type { ConsoleClient } from './console-client.ts';
import { faultText } from './notices.ts';

/** One moment as this console draws it. */
export type MomentPicture = { readonly atMs: number; readonly of: PictureSubject; readonly asset: string | null; readonly png: Uint8Array<ArrayBuffer> };
/** What is wanted: of an asset, at these times. `isKept` tells of what there is one already. */
export type PictureWish = {
  readonly asset: string | null;
  readonly times: readonly number[];
  readonly kinds: readonly PictureSubject['kind'][];
  isKept(atMs: number, kind: PictureSubject['kind']): boolean;
  /** Takes each as soon as it is made. */
  onPicture(picture: MomentPicture): Promise<void>;
  readonly signal: AbortSignal;
};
/** Draws them out of sight; gives back what could not be drawn, a sentence each. */
export type PictureMaker = (client: ConsoleClient, wish: PictureWish) => Promise<readonly string[]>;

/** How this console makes pictures: told by the shell, which alone knows all views. Null where there is none, as in a test. */
export const pictureMaker = createStore<{ readonly make: PictureMaker | null }>(() => ({ make: null }));

/** Of a person's patience: a report is made without those that are not there by then. */
const withinMs = 60_000;
/** Moments of one report; a precursor may lie before all history. */
const mostMoments = 6;

/**
 * Times of which a report shows pictures, each once: its moments, and what came with them. That somebody opened the incident is no
 * moment of the plant; who wants to see it marks it.
 */
export function pictureTimes({ moments }: Pick<IncidentReport, 'moments'>): readonly number[] {
  return [...new Set(moments.flatMap(({ timeMs, what }) => (what === 'opened' ? [] : [pictureMsOf(timeMs)])))].slice(0, mostMoments);
}

/** True where the timeline has a picture of this kind of that very moment. */
export const hasPicture = (timeline: IncidentReport['timeline'], atMs: number, kind: PictureSubject['kind']): boolean => timeline.some(({ timeMs, picture }) => picture?.of.kind === kind && timeMs === atMs);

/**
 * Has this console draw the key moments of an incident, or `moments`, and keeps the pictures with its records; what is kept already is
 * not made again. Gives back what is missing, a sentence each. A recording, and a console that may not write, keep none and miss none.
 */
export async function keepMomentPictures(client: ConsoleClient, { id, seq, assets }: Pick<Incident, 'id' | 'seq' | 'assets'>, { moments, kinds = ['screen', 'scene'] }: { readonly moments?: readonly number[]; readonly kinds?: PictureWish['kinds'] } = {}): Promise<readonly string[]> {
  const { make } = pictureMaker.getState();
  if (make === null || client.timeline.state.getState().recording !== null || !mayWrite(client)) return [];
  const signal = AbortSignal.timeout(withinMs);
  const answer = await client.call('incident.report', { incident: id }, { signal });
  if (!answer.ok) return [`Pictures of the key moments were not made: ${faultText(answer.fault)}`];
  const { report } = answer.value;
  const missing: string[] = [];
  const wish: PictureWish = {
    asset: assets[0] ?? null,
    times: moments?.map(pictureMsOf) ?? pictureTimes(report),
    kinds,
    isKept: (atMs, kind) => hasPicture(report.timeline, atMs, kind),
    async onPicture({ atMs, of, asset, png }) {
      const act: IncidentAddition = { kind: 'picture', atMs, of, console: '', attachments: [], ...(asset === null ? {} : { asset: asset as Incident['assets'][number] }) };
      const name = `${of.kind === 'screen' ? of.id : `3D ${of.id}`} ${new Date(atMs).toISOString().slice(0, 19).replaceAll(':', '-')}.png`;
      const kept = await client.incidentQueue.add({ kind: 'add', incident: id, seenSeq: seq, act }, [{ name: name.slice(0, 200), type: 'image/png', body: png }]);
      if (!kept.ok) missing.push(faultText(kept.fault));
    },
    signal,
  };
  return [...(await make(client, wish)), ...missing];
}

/** In replay pictures are kept too: they are of the moment asked for, whatever is shown. */
const mayWrite = ({ link }: ConsoleClient): boolean => roleCovers(link.getState().session?.role ?? 'view', 'operate');

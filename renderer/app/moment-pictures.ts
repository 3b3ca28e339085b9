import { ScreenId } from '#shared/model/ids.ts';
import type { IncidentId } from '#shared/model/incident.ts';
import type { ConsoleClient } from '../client/console-client.ts';
import { begunHere } from '../client/incident-actions.ts';
import { keepMomentPictures, type PictureMaker, pictureMaker, type PictureWish } from '../client/incident-pictures.ts';
import { createMoment } from '../client/moment.ts';
import { notify } from '../client/notices.ts';
import { browserTimers } from '../client/timers.ts';
import { lockedLine } from '../widgets/lock-words.ts';
import type { PictureHead } from '../widgets/process-screen/picture/screen-picture.ts';
import './moment-pictures.css';

type Camera = { readonly kind: 'screen' | 'scene'; readonly id: string; readonly title: string; take(head: Omit<PictureHead, 'title'>): Promise<Blob>; close(): void };

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Process graphic and 3D of an asset at moments of the past, drawn one after the other beside what the console shows. */
const makePictures: PictureMaker = async (client, wish) => {
  const directory = client.directory.getState();
  if (directory === null) return ['Pictures of the key moments were not made: the project is not known yet.'];
  const missing: string[] = [];
  const moment = createMoment(client, browserTimers);
  const cameras: Camera[] = [];
  const { asset, times, signal } = wish;
  const open = async (what: string, make: () => Promise<Camera | null>): Promise<void> => {
    try {
      const camera = await make();
      if (camera !== null) cameras.push(camera);
    } catch (error) {
      missing.push(`${what} is missing in the pictures: ${sentenceOf(error)}`);
    }
  };
  const isWanted = (kind: Camera['kind']): boolean => wish.kinds.includes(kind) && times.some((atMs) => !wish.isKept(atMs, kind));
  try {
    const screen = asset === null ? directory.directory.home : directory.screenOf(asset as never);
    if (screen !== null && isWanted('screen')) await open(`The process graphic ${screen}`, async () => {
      // What draws comes with the first picture, as with the first view.
      const { screenCamera } = await import('../views/process/moment-picture.ts');
      return { kind: 'screen', id: screen, ...(await screenCamera(client, moment, directory, ScreenId.parse(screen), signal)) };
    });
    if (asset !== null && isWanted('scene')) {
      await open(`3D of ${asset}`, async () => {
        const { sceneCamera } = await import('../views/plant3d/moment-picture.ts');
        const camera = await sceneCamera(client, moment, directory, asset, signal);
        return camera === null ? null : { kind: 'scene', id: camera.scene.id, title: camera.scene.title, take: camera.take, close: camera.close };
      });
    }
    for (const atMs of times) missing.push(...(await takeAll({ client, moment, cameras, wish }, atMs)));
  } finally {
    for (const camera of cameras) camera.close();
  }
  return missing;
};

async function takeAll({ client, moment, cameras, wish }: { readonly client: ConsoleClient; readonly moment: ReturnType<typeof createMoment>; readonly cameras: readonly Camera[]; readonly wish: PictureWish }, atMs: number): Promise<readonly string[]> {
  const due = cameras.filter(({ kind }) => !wish.isKept(atMs, kind));
  if (due.length === 0) return [];
  const fault = await moment.show(atMs, wish.signal);
  const at = new Date(atMs).toISOString().slice(0, 19);
  if (fault !== null) return [`Pictures of ${at} UTC were not made: ${fault.message}`];
  const { name: plant, isSimulated } = client.directory.getState()?.directory ?? { name: '', isSimulated: false };
  const locked = lockedLine(moment.locks.getState().byAsset);
  const missing: string[] = [];
  for (const { kind, id, title, take } of due) {
    try {
      const png = await take({ plant: locked === '' ? plant : `${plant}, ${locked}`, isSimulated, timeMs: atMs, mark: 'REPLAY' });
      await wish.onPicture({ atMs, of: { kind, id, title: title.slice(0, 200) }, asset: wish.asset, png: new Uint8Array(await png.arrayBuffer()) });
    } catch (error) {
      missing.push(`The picture of ${title} at ${at} UTC was not made: ${sentenceOf(error)}`);
    }
  }
  return missing;
}

/**
 * From here on this console can make them, and keeps the process graphic of what it opens an incident for. 3D waits for the report:
 * drawn by a processor it would take this console's time when people need it most.
 */
export function offerPictures(client: ConsoleClient): void {
  pictureMaker.setState({ make: makePictures });
  begunHere.subscribe(({ incident }) => {
    if (incident !== null) void keepFirst(client, incident);
  });
}

async function keepFirst(client: ConsoleClient, id: IncidentId): Promise<void> {
  const answer = await client.call('incident.get', { incident: id });
  if (!answer.ok) return;
  const missing = await keepMomentPictures(client, answer.value.incident, { moments: [answer.value.incident.startMs], kinds: ['screen'] });
  for (const sentence of missing) notify(sentence, 'failed');
}

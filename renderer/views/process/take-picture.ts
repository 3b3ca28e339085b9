import type { ConsoleClient } from '#renderer/client/console-client.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { notify } from '#renderer/client/notices.ts';
import { copyOrSave, saveFile } from '#renderer/widgets/copy-picture.ts';
import { type PictureHead, pngOf, screenPicture } from '#renderer/widgets/process-screen/picture/screen-picture.ts';

/** A screen as it stands in its panel. */
export type ShownScreen = {
  readonly host: HTMLElement;
  readonly tileHost: HTMLElement | null;
  readonly screen: string;
  readonly title: string;
  readonly directory: DirectoryIndex;
};

/** What a picture made now says of itself. Values without a link are not live, whatever the clock says. */
export function pictureHead(client: Pick<ConsoleClient, 'timeline' | 'live' | 'nowMs'>, { title, directory }: Pick<ShownScreen, 'title' | 'directory'>): PictureHead {
  const { mode, recording } = client.timeline.state.getState();
  const mark = recording !== null ? 'RECORDING' : mode === 'replay' ? 'REPLAY' : client.live.isLinkLost ? 'NO LINK' : 'LIVE';
  return { title, plant: directory.directory.name, isSimulated: directory.directory.isSimulated, timeMs: client.nowMs(), mark };
}

/** Makes a picture of the screen and says what became of it. */
export async function takePicture(client: ConsoleClient, shown: ShownScreen, to: 'clipboard' | 'file'): Promise<void> {
  const head = pictureHead(client, shown);
  const png = screenPicture({ host: shown.host, tileHost: shown.tileHost, head }).then(pngOf);
  const name = `${shown.screen}-${new Date(head.timeMs).toISOString().slice(0, 19).replaceAll(':', '-')}.png`;
  try {
    if (to === 'file') saveFile(await png, name);
    else {
      const done = await copyOrSave(png, name);
      notify(done === 'copied' ? 'The screen is on the clipboard as an image.' : 'The clipboard was refused; the screen is handed over as a file instead.');
    }
  } catch (error) {
    notify(`The picture could not be made: ${error instanceof Error ? error.message : String(error)}.`, 'failed');
  }
}

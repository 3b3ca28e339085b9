import type { ConsoleClient } from '#renderer/client/console-client.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { Moment } from '#renderer/client/moment.ts';
import { browserTimers } from '#renderer/client/timers.ts';
import { lockSentences } from '#renderer/widgets/lock-words.ts';
import { type MountedScreen, mountScreen } from '#renderer/widgets/process-screen/mount-screen.ts';
import { type PictureHead, pngOf, screenPicture } from '#renderer/widgets/process-screen/picture/screen-picture.ts';
import { screenAlarms } from '#renderer/widgets/process-screen/screen-alarms.ts';
import type { ScreenId } from '#shared/model/ids.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';

/** Width of the drawing, px of the page: what is written in it can be read on A4. */
const widePx = 1400;
const mostHighPx = 1400;
/** Share of the width that the sheet takes: what stands over its edge is seen. */
const edge = 0.94;
const sizeWithinMs = 3000;

/** Something pictures are made of, moment after moment, out of sight. */
export type MomentCamera = {
  readonly title: string;
  /** A PNG of the moment that `moment.show` brought; rejects with a sentence. */
  take(head: Omit<PictureHead, 'title'>): Promise<Blob>;
  close(): void;
};

/** Draws a process graphic out of sight, of a moment of its own, the way a panel draws it. Rejects with a sentence where the screen cannot be drawn. */
export async function screenCamera(client: ConsoleClient, moment: Moment, directory: DirectoryIndex, screen: ScreenId, signal: AbortSignal): Promise<MomentCamera> {
  const answer = await client.call('project.screen', { screen }, { signal });
  if (!answer.ok) throw new Error(answer.fault.message);
  const parsed = parseScreen(answer.value.svg, { templates: new Map(Object.entries(answer.value.templates)) });
  if (!parsed.ok) throw new Error(`The screen ${screen} cannot be drawn: ${parsed.problem.message}`);
  const model = parsed.screen;
  const [place, tileHost, host] = [document.createElement('div'), document.createElement('div'), document.createElement('div')];
  place.className = 'moment-camera';
  place.inert = true;
  place.setAttribute('aria-hidden', 'true');
  // For paper: dark ink on a light ground, whatever theme the console has.
  place.dataset['theme'] = 'light';
  place.style.width = `${widePx}px`;
  tileHost.className = 'value-tiles';
  host.style.height = `${Math.min(mostHighPx, Math.round((widePx * edge * model.height) / model.width))}px`;
  place.append(...(model.tiles.length === 0 ? [] : [tileHost]), host);
  document.body.append(place);
  const pending = new Set<Promise<unknown>>();
  const made = mountScreen({
    model,
    host,
    tileHost: model.tiles.length === 0 ? null : tileHost,
    directory,
    live: moment.live,
    alarms: screenAlarms(() => moment.alarms.getState()),
    timers: browserTimers,
    nowMs: moment.nowMs,
    hasScreen: (id) => directory.screens.has(id as never),
    async history(indices, span, width) {
      const ids = indices.flatMap((index) => directory.tag(index)?.id ?? []);
      // Before the first moment there is no past to draw.
      if (!Number.isFinite(span.fromMs)) return null;
      const asked = client.call('history.decimated', { tags: ids, span, width }, { signal });
      pending.add(asked);
      const past = await asked.finally(() => pending.delete(asked));
      return past.ok ? past.value.pens : null;
    },
    onPick: () => undefined,
    onOpen: () => undefined,
    tagsOf: () => [],
  });
  made.setView({ role: client.link.getState().session?.role ?? 'view', hiddenLayers: new Set(), zoom: 1 });
  const close = (): void => {
    made.dispose();
    place.remove();
  };
  try {
    await hasSize(made, signal);
  } catch (error) {
    close();
    throw error;
  }
  return {
    title: model.title,
    async take(head) {
      made.momentChanged();
      made.setLocks([...moment.locks.getState().byAsset].map(([asset, all]) => ({ asset, words: lockSentences(all, moment.nowMs()) })));
      await Promise.allSettled([...pending]);
      // What came is painted at the end of its task and in the frame after.
      await frame();
      await frame();
      return pngOf(await screenPicture({ host, tileHost: model.tiles.length === 0 ? null : tileHost, head: { ...head, title: model.title }, scale: 1 }));
    },
    close,
  };
}

const frame = (): Promise<void> => new Promise((resolve) => browserTimers.frame(resolve));

/** The canvas of a screen gets its size with the first layout, which a window nobody sees may never have. */
async function hasSize(made: MountedScreen, signal: AbortSignal): Promise<void> {
  const untilMs = browserTimers.now() + sizeWithinMs;
  while (!made.isSized()) {
    if (signal.aborted) throw new Error('It was given up.');
    if (browserTimers.now() > untilMs) throw new Error('This window is not in sight, so it draws nothing.');
    await new Promise<void>((resolve) => browserTimers.after(20, resolve));
  }
}

import type { ConsoleClient } from '#renderer/client/console-client.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { navigation } from '#renderer/client/navigation.ts';
import { browserTimers } from '#renderer/client/timers.ts';
import { type MountedScreen, mountScreen } from '#renderer/widgets/process-screen/mount-screen.ts';
import { screenAlarms } from '#renderer/widgets/process-screen/screen-alarms.ts';
import type { ScreenModel } from '#shared/screen/screen-model.ts';

export type MountDraft = {
  readonly model: ScreenModel;
  readonly host: HTMLElement;
  readonly tileHost: HTMLElement | null;
  readonly client: ConsoleClient;
  readonly directory: DirectoryIndex;
  /** As an operator has it, or to be edited. */
  readonly isPreview: boolean;
};

/** Draws the draft with the plant's values, live or of the moment replayed, and follows them until it is disposed. */
export function mountDraft({ model, host, tileHost, client, directory, isPreview }: MountDraft): MountedScreen {
  const mounted = mountScreen({
    model,
    host,
    tileHost,
    directory,
    live: client.live,
    alarms: screenAlarms(() => client.alarms.getState()),
    timers: browserTimers,
    nowMs: client.nowMs,
    hasScreen: (id) => directory.screens.has(id as never),
    async history(indices, span, width) {
      const ids = indices.flatMap((index) => directory.tag(index)?.id ?? []);
      const answer = await client.call('history.decimated', { tags: ids, span, width });
      return answer.ok ? answer.value.pens : null;
    },
    onPick: () => undefined,
    onOpen: ({ screen }) => screen !== null && navigation.getState().open('process', { screen }),
    tagsOf: () => [],
    editing: !isPreview,
  });
  const stopAlarms = client.alarms.subscribe(mounted.alarmsChanged);
  const stopClock = client.timeline.state.subscribe((now, before) => now.seeks !== before.seeks && mounted.momentChanged());
  return {
    ...mounted,
    dispose() {
      stopAlarms();
      stopClock();
      mounted.dispose();
    },
  };
}

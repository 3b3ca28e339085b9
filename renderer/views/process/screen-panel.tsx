import { useEffect, useRef } from 'react';
import { browserTimers } from '#renderer/client/timers.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { navigation } from '#renderer/client/navigation.ts';
import { pensOfAsset } from '#renderer/client/pens-of-asset.ts';
import { useClient, useSelectionStore } from '#renderer/client/use-client.ts';
import type { ScreenModel, ScreenProblem } from '#shared/screen/screen-model.ts';
import { type MountedScreen, mountScreen } from '#renderer/widgets/process-screen/mount-screen.ts';
import type { ScreenTarget } from '#renderer/widgets/process-screen/screen-context.ts';
import { screenAlarms } from '#renderer/widgets/process-screen/screen-alarms.ts';

/** The drawing of one screen, alive while it is visible. React only makes the two hosts; everything inside is the screen's own. */
export function ScreenPanel(props: {
  readonly model: ScreenModel;
  readonly directory: DirectoryIndex;
  readonly isVisible: boolean;
  /** Id of the screen, so that it does not open itself. */
  readonly screen: string;
  readonly onProblems: (problems: readonly ScreenProblem[]) => void;
}) {
  const { model, directory, isVisible, screen, onProblems } = props;
  const client = useClient();
  const selection = useSelectionStore();
  const host = useRef<HTMLDivElement>(null);
  const tiles = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isVisible || host.current === null) return;
    const pick = ({ asset, tag }: ScreenTarget): void => {
      if (tag !== null) selection.getState().select({ tag: tag as never, ...(asset === null ? {} : { asset: asset as never }) });
      else if (asset !== null) selection.getState().select({ asset: asset as never });
    };
    const open = (target: ScreenTarget): void => {
      if (target.screen !== null && target.screen !== screen) navigation.getState().open('process', { screen: target.screen });
    };
    const mounted: MountedScreen = mountScreen({
      model,
      host: host.current,
      tileHost: tiles.current,
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
      onPick(target) {
        // A flag has nothing to show in the inspector: one click opens what it names.
        if (target.asset === null && target.tag === null) open(target);
        else pick(target);
      },
      onOpen: open,
      tagsOf: ({ tag, asset }) => (tag !== null ? [tag] : asset === null ? [] : pensOfAsset(directory, asset)),
    });
    const mark = (): void => mounted.setSelection(selection.getState().assetId, selection.getState().tagId);
    mark();
    onProblems(mounted.problems);
    const stopSelection = selection.subscribe(mark);
    const stopAlarms = client.alarms.subscribe(mounted.alarmsChanged);
    const stopClock = client.timeline.state.subscribe((now, before) => now.seeks !== before.seeks && mounted.momentChanged());
    return () => {
      stopSelection();
      stopAlarms();
      stopClock();
      mounted.dispose();
    };
  }, [client, selection, model, directory, isVisible, screen, onProblems]);
  return (
    <>
      {model.tiles.length === 0 ? null : <div ref={tiles} className="value-tiles" role="group" aria-label="Key values" />}
      <div ref={host} className="process-canvas" />
    </>
  );
}

import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { browserTimers } from '#renderer/client/timers.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { floats } from '#renderer/client/floats.ts';
import { navigation } from '#renderer/client/navigation.ts';
import { pensOfAsset } from '#renderer/client/pens-of-asset.ts';
import { pastRefusal } from '#renderer/client/replay-rules.ts';
import { useClient, useLink, useSelectionStore } from '#renderer/client/use-client.ts';
import type { ScreenModel, ScreenProblem } from '#shared/screen/screen-model.ts';
import { lockSentences } from '#renderer/widgets/lock-words.ts';
import { type MountedScreen, mountScreen } from '#renderer/widgets/process-screen/mount-screen.ts';
import type { ScreenTarget } from '#renderer/widgets/process-screen/screen-context.ts';
import { screenAlarms } from '#renderer/widgets/process-screen/screen-alarms.ts';
import { fitViewport, zoomAt, zoomOf, zoomToBox } from '#renderer/widgets/screen-viewport/viewport.ts';
import { listenToViewport } from '#renderer/widgets/screen-viewport/viewport-input.ts';
import type { FoundPart, SearchedPart } from './find-parts.ts';
import { ScreenFind } from './screen-find.tsx';
import { ScreenTools } from './screen-tools.tsx';
import { takePicture } from './take-picture.ts';
import { useModelInRoom } from './use-model-in-room.ts';

const noLayers: ReadonlySet<string> = new Set();

/** The drawing of one screen, alive while it is visible. React only makes the two hosts; everything inside is the screen's own. */
export function ScreenPanel(props: {
  readonly model: ScreenModel;
  readonly directory: DirectoryIndex;
  readonly isVisible: boolean;
  /** Id of the screen, so that it does not open itself. */
  readonly screen: string;
  readonly onProblems: (problems: readonly ScreenProblem[]) => void;
}) {
  const { model: drawn, directory, isVisible, screen, onProblems } = props;
  const client = useClient();
  const selection = useSelectionStore();
  const role = useLink().session?.role ?? 'view';
  const host = useRef<HTMLDivElement>(null);
  const tiles = useRef<HTMLDivElement>(null);
  const mounted = useRef<MountedScreen | null>(null);
  const model = useModelInRoom(drawn, host);
  // What is hidden is back when the screen is opened again: nobody must miss a layer that somebody else switched off.
  const [hidden, setHidden] = useState(noLayers);
  const [zoom, setZoom] = useState(1);
  const [isSearching, setSearching] = useState(false);

  useEffect(() => {
    if (!isVisible || host.current === null) return;
    const pick = ({ asset, tag }: ScreenTarget): void => {
      if (tag !== null) selection.getState().select({ tag: tag as never, ...(asset === null ? {} : { asset: asset as never }) });
      else if (asset !== null) selection.getState().select({ asset: asset as never });
    };
    const open = ({ screen: target, popup }: ScreenTarget): void => {
      if (popup !== null && popup !== undefined) floats.getState().open({ kind: 'screen', screen: popup.screen, values: popup.with });
      else if (target !== null && target !== screen) navigation.getState().open('process', { screen: target });
    };
    const made = mountScreen({
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
    mounted.current = made;
    setZoom(1);
    const mark = (): void => made.setSelection(selection.getState().assetId, selection.getState().tagId);
    mark();
    onProblems(made.problems);
    const stopInput = listenToViewport({
      host: host.current,
      extent: model,
      get: made.part.get,
      set(viewport) {
        made.part.set(viewport);
        setZoom(zoomOf(viewport, model));
      },
      toDrawing: made.part.toDrawing,
      isPart: (target) => target.closest('.ps-target') !== null,
    });
    const stopSelection = selection.subscribe(mark);
    const stopAlarms = client.alarms.subscribe(made.alarmsChanged);
    // They are of now: beside values of the past they would be a mix.
    const markWrites = (): void => made.setWrites(pastRefusal(client.timeline.state.getState()) === null ? (client.control.getState()?.marks ?? []) : []);
    markWrites();
    const stopWrites = [client.control.subscribe(markWrites), client.timeline.state.subscribe(markWrites)];
    const markLocks = (): void => made.setLocks([...client.locks.getState().byAsset].map(([asset, all]) => ({ asset, words: lockSentences(all, client.nowMs()) })));
    markLocks();
    const stopLocks = client.locks.subscribe(markLocks);
    const stopClock = client.timeline.state.subscribe((now, before) => now.seeks !== before.seeks && made.momentChanged());
    return () => {
      mounted.current = null;
      stopInput();
      stopSelection();
      stopAlarms();
      for (const stop of stopWrites) stop();
      stopLocks();
      stopClock();
      made.dispose();
    };
  }, [client, selection, model, directory, isVisible, screen, onProblems]);

  // Also for a screen that was just mounted: it begins with what least may see.
  useEffect(() => mounted.current?.setView({ role, hiddenLayers: hidden, zoom }), [role, hidden, zoom, client, selection, model, directory, isVisible, screen, onProblems]);

  const show = useCallback(
    (viewport: ReturnType<typeof fitViewport>): void => {
      mounted.current?.part.set(viewport);
      setZoom(zoomOf(viewport, model));
    },
    [model],
  );
  const zoomBy = (factor: number): void => {
    const now = mounted.current?.part.get();
    if (now !== undefined) show(zoomAt(now, model, factor, { x: now.x + now.width / 2, y: now.y + now.height / 2 }));
  };
  /** Comes near to what is picked. */
  const focusSelection = (): void => {
    const { assetId, tagId } = selection.getState();
    const elements = (mounted.current?.targets() ?? []).flatMap(({ element, target }) =>
      (tagId !== null && target.tag === tagId) || (assetId !== null && target.asset === assetId) ? [element] : [],
    );
    const box = mounted.current?.part.boxOf(elements) ?? null;
    if (box !== null) show(zoomToBox(box, model));
  };
  const parts = useCallback(
    (): readonly SearchedPart[] =>
      (mounted.current?.targets() ?? []).flatMap(({ element, target: { asset, tag, screen: to } }) => {
        const label = tag ?? asset ?? to;
        if (label === null) return [];
        const name = tag !== null ? directory.tagById(tag)?.name : asset !== null ? directory.asset(asset)?.name : directory.screens.get(to as never)?.title;
        return [{ label, name: name ?? '', element, asset, tag }];
      }),
    [directory],
  );
  const showPart = ({ element, asset, tag }: FoundPart): void => {
    if (tag !== null) selection.getState().select({ tag: tag as never });
    else if (asset !== null) selection.getState().select({ asset: asset as never });
    const box = mounted.current?.part.boxOf([element]) ?? null;
    const now = mounted.current?.part.get();
    // The whole screen shows it anyway; one that is zoomed moves there.
    if (box !== null && now !== undefined && zoomOf(now, model) > 1) show(zoomToBox(box, model));
  };
  const onKey = (event: KeyboardEvent): void => {
    const isFind = event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey;
    const isFocus = event.key.toLowerCase() === 'f' && !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey && !(event.target instanceof HTMLInputElement);
    if (isFind) setSearching(true);
    else if (isFocus) focusSelection();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const closeFind = (): void => {
    setSearching(false);
    host.current?.focus();
  };

  return (
    <div className="screen-panel" onKeyDown={onKey}>
      <ScreenTools
        level={model.displayLevel}
        layers={model.layers}
        hidden={hidden}
        zoom={zoom}
        isSearching={isSearching}
        onHide={setHidden}
        onZoom={zoomBy}
        onFit={() => show(fitViewport(model))}
        onSearch={() => setSearching((now) => !now)}
        onPicture={(to) => host.current !== null && void takePicture(client, { host: host.current, tileHost: tiles.current, screen, title: model.title, directory }, to)}
      />
      {model.tiles.length === 0 ? null : <div ref={tiles} className="value-tiles" role="group" aria-label="Key values" />}
      <div className="process-canvas-place">
        <div ref={host} className="process-canvas" tabIndex={-1} data-first-focus />
        {isSearching ? <ScreenFind parts={parts} onShow={showPart} onClose={closeFind} /> : null}
      </div>
    </div>
  );
}

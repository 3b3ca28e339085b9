import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { navigation } from '../../client/navigation.ts';
import { browserTimers } from '../../client/timers.ts';
import { useClient, useDirectory, useLink, useSelectionStore } from '../../client/use-client.ts';
import type { ViewProps } from '../../client/view-props.ts';
import { pensOfAsset, trendPen } from './trend-pens.ts';
import { createTrendChoice, type TrendChoiceStore } from './trend-choice.ts';
import { TrendEmpty } from './trend-empty.tsx';
import { TrendLegend } from './trend-legend.tsx';
import { createPointer } from './trend-pointer.ts';
import { TrendPlot } from './trend-plot.tsx';
import { createTrendSession, type TrendSession } from './trend-session.ts';
import { TrendToolbar } from './trend-toolbar.tsx';
import './trends-view.css';

/** Live and recorded values of up to 24 tags over one time axis. */
export function TrendsView(props: ViewProps) {
  const directory = useDirectory();
  const user = useLink().session?.user ?? null;
  if (directory === null || user === null) return <div className="trends" aria-busy="true" />;
  return <TrendWorkspace key={user} {...props} directory={directory} user={user} />;
}

const tagMime = 'application/x-firstout-tag';

function TrendWorkspace({ params, isVisible, directory, user }: ViewProps & { readonly directory: DirectoryIndex; readonly user: string }) {
  const client = useClient();
  const choice = useMemo(() => createTrendChoice(user, localStorage), [user]);
  const [session, setSession] = useState<TrendSession | null>(null);
  const pointer = useMemo(() => createPointer(), []);
  const pens = useStore(choice.store, (now) => now.pens);
  useEffect(() => {
    const made = createTrendSession(client, browserTimers, { spanMs: choice.store.getState().spanMs });
    setSession(made);
    return () => made.close();
  }, [client, choice]);
  useEffect(() => session?.setTags(directory, pens.map(({ tag }) => tag).filter((tag) => isDrawn(directory, tag))), [session, directory, pens]);
  useEffect(() => session?.setVisible(isVisible), [session, isVisible]);
  useEffect(
    () =>
      session?.state.subscribe((now, before) => {
        if (now.spanMs !== before.spanMs) choice.setSpan(now.spanMs);
      }),
    [session, choice],
  );
  useWantedTags(params.tags, directory, choice);
  const [isOver, setOver] = useState(false);
  if (session === null) return <div className="trends" aria-busy="true" />;
  return (
    <div
      className={`trends ${isOver ? 'is-drop' : ''}`}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(tagMime)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      }}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const tags = event.dataTransfer.getData(tagMime).split(/[\s,]+/).filter((tag) => tag !== '');
        if (tags.length === 0) return;
        event.preventDefault();
        addChecked(choice, directory, tags);
      }}
    >
      <TrendToolbar choice={choice} session={session} directory={directory} pointer={pointer} onAdd={(tags) => addChecked(choice, directory, tags)} />
      {pens.length === 0 ? (
        <TrendEmpty onAdd={(tags) => addChecked(choice, directory, tags)} directory={directory} />
      ) : (
        <>
          <TrendPlot choice={choice} session={session} directory={directory} pointer={pointer} isVisible={isVisible} />
          <TrendLegend choice={choice} session={session} directory={directory} pointer={pointer} isVisible={isVisible} />
        </>
      )}
    </div>
  );
}

const isDrawn = (directory: DirectoryIndex, tag: string): boolean => trendPen(directory, { tag, number: 1 }) !== null;

function addChecked(choice: TrendChoiceStore, directory: DirectoryIndex, tags: readonly string[]): void {
  const drawn = tags.filter((tag) => isDrawn(directory, tag));
  const left = tags.filter((tag) => !drawn.includes(tag));
  choice.add(drawn);
  if (left.length === 0) return;
  const isText = left.some((tag) => directory.tagById(tag) !== undefined);
  choice.say(isText ? `${left.join(', ')}: a text has no line. Only numbers and states can be pens.` : `The project has no tag ${left.join(', ')}.`);
}

/**
 * Adds the tags the view was opened with, once each time it is opened with them. A layout restored from last time carries
 * its old params: those are not an order to add the pens again, unless nothing is shown yet; then the selection is.
 */
function useWantedTags(tags: readonly string[] | undefined, directory: DirectoryIndex, choice: TrendChoiceStore): void {
  const { assetId, tagId } = useSelectionStore().getState();
  const taken = useRef<readonly string[] | undefined>(undefined);
  useEffect(() => {
    if (tags !== undefined && taken.current !== tags) {
      const isFirst = taken.current === undefined;
      taken.current = tags;
      const isOrder = !isFirst || sameTags(navigation.getState().params.tags, tags);
      if (isOrder) return addChecked(choice, directory, tags);
    }
    if (taken.current !== undefined) return;
    taken.current = [];
    if (choice.store.getState().pens.length > 0) return;
    if (tagId !== null) addChecked(choice, directory, [tagId]);
    else if (assetId !== null) addChecked(choice, directory, pensOfAsset(directory, assetId));
  }, [tags, directory, choice, assetId, tagId]);
}

const sameTags = (one: readonly string[] | undefined, other: readonly string[]): boolean => one !== undefined && one.join(' ') === other.join(' ');

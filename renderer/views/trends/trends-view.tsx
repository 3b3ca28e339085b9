import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import { notify } from '../../client/notices.ts';
import { pensOfAsset } from '../../client/pens-of-asset.ts';
import { browserTimers } from '../../client/timers.ts';
import { useClient, useDirectory, useLink, useSelectionStore, useTimeline } from '../../client/use-client.ts';
import type { ViewProps } from '../../client/view-props.ts';
import { copyOrSave } from '../../widgets/copy-picture.ts';
import { formatClock, formatDay } from '../../widgets/format-time.ts';
import { useTagDrop } from '../../widgets/tag-drag/tag-drop.ts';
import type { TrendChart } from '../../widgets/trend-chart/trend-chart.ts';
import type { TrendMark } from '../../widgets/trend-chart/trend-frame.ts';
import { NoteCard } from './note-card.tsx';
import { OverviewStrip } from './overview-strip.tsx';
import { TrendAnalysis } from './trend-analysis.tsx';
import { addAsked, isDrawn } from './add-pens.ts';
import { createTrendChoice, type TrendChoiceStore } from './trend-choice.ts';
import { createTrendCursors } from './trend-cursors.ts';
import { createEarlierRun, type EarlierRun } from './trend-earlier.ts';
import { TrendEmpty } from './trend-empty.tsx';
import { trendImage } from './trend-image.ts';
import { TrendLegend } from './trend-legend.tsx';
import type { TrendParts } from './trend-parts.ts';
import { createPointer } from './trend-pointer.ts';
import { TrendPlot } from './trend-plot.tsx';
import { createTrendSession, type TrendSession } from './trend-session.ts';
import { TrendState, TrendToolbar } from './trend-toolbar.tsx';
import { useTrendMarks } from './use-trend-marks.ts';
import './trends-view.css';

/** Live and recorded values of up to 24 tags over one time axis. */
export function TrendsView(props: ViewProps) {
  const directory = useDirectory();
  const user = useLink().session?.user ?? null;
  if (directory === null || user === null) return <div className="trends" aria-busy="true" />;
  return <TrendWorkspace key={user} {...props} directory={directory} user={user} />;
}

function TrendWorkspace({ params, isVisible, directory, user }: ViewProps & { readonly directory: DirectoryIndex; readonly user: string }) {
  const client = useClient();
  const choice = useMemo(() => createTrendChoice(user, localStorage), [user]);
  const [made, setMade] = useState<{ readonly session: TrendSession; readonly earlier: EarlierRun } | null>(null);
  const pointer = useMemo(() => createPointer(), []);
  const cursors = useMemo(() => createTrendCursors(), []);
  const pens = useStore(choice.store, (now) => now.pens);
  useEffect(() => {
    const session = createTrendSession(client, browserTimers, { spanMs: choice.store.getState().spanMs });
    const earlier = createEarlierRun(client, browserTimers);
    setMade({ session, earlier });
    return () => {
      session.close();
      earlier.close();
    };
  }, [client, choice]);
  const tags = useMemo(() => pens.map(({ tag }) => tag).filter((tag) => isDrawn(directory, tag)), [directory, pens]);
  useEffect(() => {
    made?.session.setTags(directory, [...new Set([...tags, ...tags.flatMap((tag) => directory.tagById(tag)?.setpoint ?? [])])]);
    made?.earlier.setTags(directory, tags);
  }, [made, directory, tags]);
  useEffect(() => made?.session.setVisible(isVisible), [made, isVisible]);
  useEffect(
    () =>
      made?.session.state.subscribe((now, before) => {
        if (now.spanMs !== before.spanMs) choice.setSpan(now.spanMs);
      }),
    [made, choice],
  );
  useWantedTags(params.tags, directory, choice);
  const playWindow = useTimeline((now) => now.window);
  useEffect(() => {
    // The window of the time bar limits the trend too; without one it goes on where it stands.
    if (playWindow !== null) made?.session.show(playWindow);
  }, [made, playWindow]);
  const add = (more: readonly string[]): void => addAsked(choice, directory, more);
  const target = useTagDrop(add);
  if (made === null) return <div className="trends" aria-busy="true" />;
  const parts: TrendParts = { ...made, choice, cursors, directory, pointer, isVisible };
  return (
    <div className="trends" {...target}>
      <TrendBody parts={parts} tags={tags} onAdd={add} />
    </div>
  );
}

function TrendBody({ parts, tags, onAdd }: { readonly parts: TrendParts; readonly tags: readonly string[]; readonly onAdd: (tags: readonly string[]) => void }) {
  const { choice, session, cursors, directory, isVisible } = parts;
  const client = useClient();
  const selection = useSelectionStore();
  const pens = useStore(choice.store, (now) => now.pens);
  const selected = useStore(choice.store, (now) => now.selected);
  const isAnalysisOpen = useStore(choice.store, (now) => now.isAnalysisOpen);
  const marks = useTrendMarks(session, directory, tags, isVisible);
  const [isNoting, setNoting] = useState(false);
  const [shownNotes, setShownNotes] = useState<readonly number[]>([]);
  const chart = useRef<TrendChart | null>(null);
  const host = useRef<HTMLDivElement>(null);
  const onChart = useCallback((next: TrendChart | null) => void (chart.current = next), []);
  const onNote = useCallback(() => setNoting(true), []);
  const onMarks = useCallback(
    (pressed: readonly TrendMark[]) => {
      const alarm = pressed.find(({ kind }) => kind === 'alarm');
      const definition = alarm === undefined ? undefined : directory.alarm(alarm.subject);
      const asset = definition === undefined ? null : directory.assetOfAlarm(definition);
      if (definition !== undefined && asset !== null) selection.getState().select({ asset, tag: definition.tag });
      setShownNotes(pressed.filter(({ kind }) => kind === 'note').map(({ subject }) => Number(subject)));
    },
    [directory, selection],
  );
  const copyImage = (): void => {
    const element = host.current;
    if (chart.current === null || element === null) return;
    const { fromMs, toMs } = session.window();
    const head = {
      title: client.directory.getState()?.directory.name ?? '',
      span: `${formatDay(fromMs)} ${formatClock(fromMs)} to ${formatDay(toMs)} ${formatClock(toMs)}`,
      pens: pens.map(({ tag, number }) => ({ number, colour: `--pen-${((number - 1) % 8) + 1}`, text: `${tag}  ${directory.tagById(tag)?.name ?? ''}` })),
    };
    copyOrSave(trendImage(chart.current, head, getComputedStyle(element)), `trend-${new Date(toMs).toISOString().slice(0, 19).replaceAll(':', '-')}.png`).then(
      (done) => notify(done === 'copied' ? 'The trend is on the clipboard as an image.' : 'The clipboard was refused; the trend was saved as an image file.'),
      (error: unknown) => notify(`The image could not be made: ${String(error)}`, 'failed'),
    );
  };
  const notes = marks.notes.filter(({ seq }) => shownNotes.includes(seq));
  return (
    <>
      <TrendToolbar parts={parts} notes={marks.notes} isNoting={isNoting} setNoting={setNoting} onAdd={onAdd} onImage={copyImage} />
      <TrendState parts={parts} />
      {pens.length === 0 ? (
        <TrendEmpty onAdd={onAdd} directory={directory} />
      ) : (
        <div className="trends-columns">
          <div ref={host} className="trends-main">
            <TrendPlot parts={parts} marks={marks} onMarks={onMarks} onNote={onNote} onChart={onChart} />
            {notes.length === 0 ? null : <NoteCard notes={notes} onClose={() => setShownNotes([])} />}
            <OverviewStrip session={session} choice={choice} directory={directory} isVisible={isVisible} />
            <TrendLegend {...parts} />
          </div>
          {isAnalysisOpen ? <TrendAnalysis parts={parts} selected={pens.find(({ tag }) => tag === selected)?.number ?? pens[0]?.number ?? 1} onCursor={(name, ms) => cursors.setState(name === 'A' ? { aMs: ms } : { bMs: ms })} /> : null}
        </div>
      )}
    </>
  );
}

/**
 * Adds the tags the view was opened with, once each time it is opened with them: a saved layout brings none, so tags are
 * always somebody's order. Opened without any, and while nothing is shown yet, it draws what is selected.
 */
function useWantedTags(tags: readonly string[] | undefined, directory: DirectoryIndex, choice: TrendChoiceStore): void {
  const { assetId, tagId } = useSelectionStore().getState();
  const taken = useRef<readonly string[] | undefined>(undefined);
  useEffect(() => {
    if (tags !== undefined) {
      if (taken.current === tags) return;
      taken.current = tags;
      return addAsked(choice, directory, tags);
    }
    if (taken.current !== undefined) return;
    taken.current = [];
    if (choice.store.getState().pens.length > 0) return;
    if (tagId !== null) addAsked(choice, directory, [tagId]);
    else if (assetId !== null) addAsked(choice, directory, pensOfAsset(directory, assetId));
  }, [tags, directory, choice, assetId, tagId]);
}

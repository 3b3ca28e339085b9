import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { ScreenId } from '#shared/model/ids.ts';
import { navigation } from '../client/navigation.ts';
import { preferences } from '../client/preferences.ts';
import { useAlarmBook, useDirectory, useLink, usePresentAlarms, useSelectionStore, useTimeline } from '../client/use-client.ts';
import { viewOf } from '../views/registry.ts';
import { watchDrags } from '../widgets/tag-drag/drag-watch.ts';
import { AlarmBanner } from './alarm-banner.tsx';
import { CommandPalette } from './command-palette.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { ExchangeDialogs } from './exchange/exchange-dialogs.tsx';
import { startFlashing } from './flash-clock.ts';
import { FloatLayer } from './floats/float-layer.tsx';
import { HelpSheet } from './help-sheet.tsx';
import { HideDialog } from './hide-dialog.tsx';
import { inspectorSheet, sheetQuery } from './inspector-place.ts';
import { Inspector } from './inspector/inspector.tsx';
import { LinkNotice } from './link-notice.tsx';
import { NavigationRail } from './navigation-rail.tsx';
import { NoticeStack } from './notice-stack.tsx';
import { StatusBar } from './status-bar.tsx';
import { GoToTime } from './time-bar/go-to-time.tsx';
import { TimeBar } from './time-bar/time-bar.tsx';
import { TitleBar } from './title-bar.tsx';
import { useHorn } from './use-horn.ts';
import { useSpeech } from './use-speech.ts';
import { useKeyboard } from './use-keyboard.ts';
import { useMedia } from './use-media.ts';
import { Workspace } from './workspace.tsx';
import './shell.css';

/** The whole window: title, banner, rail, workspace, inspector, time and status. */
export function Shell() {
  const { theme, density, textSize } = useStore(preferences);
  const isInspectorOpen = useInspectorOpen();
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  const isPast = useTimeline((now) => now.mode === 'replay');
  // The banner flashes for now, the panels for the moment they show.
  const hasUnackedNow = usePresentAlarms((book) => book.unacked > 0);
  const hasUnackedThen = useAlarmBook((book) => book.unacked > 0);
  const hasUnacked = hasUnackedNow || hasUnackedThen;
  useEffect(() => {
    const root = document.documentElement;
    root.dataset['theme'] = theme;
    root.dataset['density'] = density;
    root.style.setProperty('--text-scale', String(textSize / 100));
  }, [theme, density, textSize]);
  // Whoever asked for less motion gets glyphs that stay lit; the outer ring alone marks what is unacknowledged.
  useEffect(() => (hasUnacked && !isStill ? startFlashing(document.documentElement) : undefined), [hasUnacked, isStill]);
  useEffect(() => watchDrags(window), []);
  useFirstPlace();
  useHorn();
  useSpeech();
  useKeyboard();
  return (
    <div className={`shell ${isPast ? 'is-past' : ''}`}>
      <TitleBar />
      <ErrorBoundary what="The alarm banner">
        <AlarmBanner />
      </ErrorBoundary>
      <LinkNotice />
      <NavigationRail />
      <main className="workspace" data-panel="workspace" tabIndex={-1}>
        <ErrorBoundary what="The workspace">
          <Workspace />
        </ErrorBoundary>
      </main>
      {isInspectorOpen ? (
        <aside className="shell-inspector" data-panel="inspector" tabIndex={-1} aria-label="Inspector">
          <ErrorBoundary what="The inspector">
            <Inspector />
          </ErrorBoundary>
        </aside>
      ) : null}
      <FloatLayer />
      <TimeBar />
      <StatusBar />
      <GoToTime />
      <ExchangeDialogs />
      <HideDialog />
      <CommandPalette />
      <HelpSheet />
      <NoticeStack />
    </div>
  );
}

/** Beside the workspace as this console remembers; in a narrow window only once something was picked. */
function useInspectorOpen(): boolean {
  const isSheet = useMedia(sheetQuery);
  const selection = useSelectionStore();
  const isKept = useStore(preferences, (now) => now.isInspectorOpen);
  const isSheetOpen = useStore(inspectorSheet, (now) => now.isOpen);
  useEffect(() => {
    inspectorSheet.setState({ isOpen: false });
    if (!isSheet) return undefined;
    return selection.subscribe(({ assetId, tagId }) => inspectorSheet.setState({ isOpen: assetId !== null || tagId !== null }));
  }, [isSheet, selection]);
  return isSheet ? isSheetOpen : isKept;
}

/** Opens the project's home screen when the first directory comes, or the alarm list where there is no process view. */
function useFirstPlace(): void {
  const directory = useDirectory();
  const { session } = useLink();
  const isKnown = directory !== null && session !== null;
  useEffect(() => {
    if (!isKnown || navigation.getState().visit > 0) return;
    if (viewOf('process') === undefined) return navigation.getState().open('alarms');
    const { home } = directory.directory;
    navigation.getState().open('process', home === null || !directory.screens.has(home as ScreenId) ? {} : { screen: home });
  }, [isKnown, directory]);
}

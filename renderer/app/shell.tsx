import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { ScreenId } from '#shared/model/ids.ts';
import { navigation } from '../client/navigation.ts';
import { preferences } from '../client/preferences.ts';
import { useDirectory, useLink, useSelectionStore, useTimeline } from '../client/use-client.ts';
import { viewOf } from '../views/registry.ts';
import { AlarmBanner } from './alarm-banner.tsx';
import { shownWindow } from './displays/shown-window.ts';
import { useAnswerDocks } from './displays/use-answer-docks.ts';
import { useStartLayout } from './displays/use-start-layout.ts';
import { useWindowLayout } from './displays/use-window-layout.ts';
import { ViewShell } from './displays/view-shell.tsx';
import { WallShell } from './displays/wall-shell.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { FloatLayer } from './floats/float-layer.tsx';
import { IncidentBar } from './incident-bar/incident-bar.tsx';
import { inspectorSheet, sheetQuery } from './inspector-place.ts';
import { Inspector } from './inspector/inspector.tsx';
import { LinkNotice } from './link-notice.tsx';
import { NavigationRail } from './navigation-rail.tsx';
import { ShellDialogs } from './shell-dialogs.tsx';
import { StatusBar } from './status-bar.tsx';
import { TimeBar } from './time-bar/time-bar.tsx';
import { TitleBar } from './title-bar.tsx';
import { useFrame } from './use-frame.ts';
import { useKeyboard } from './use-keyboard.ts';
import { useMedia } from './use-media.ts';
import { Workspace } from './workspace.tsx';
import './shell.css';

/** One window of the console: all of it, one view, or the wall. */
export function Shell() {
  const kind = useStore(shownWindow, ({ content }) => content.kind);
  return kind === 'wall' ? <WallShell /> : kind === 'view' ? <ViewShell /> : <ConsoleShell />;
}

/** The whole console: title, banner, rail, workspace, inspector, time and status. */
function ConsoleShell() {
  const isInspectorOpen = useInspectorOpen();
  const isPast = useTimeline((now) => now.mode === 'replay');
  useFrame(false);
  useFirstPlace();
  useStartLayout();
  useAnswerDocks();
  useKeyboard();
  return (
    <div className={`shell ${isPast ? 'is-past' : ''}`}>
      <TitleBar />
      <IncidentBar />
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
      <ShellDialogs />
    </div>
  );
}

/** Beside the workspace as this console remembers; in a narrow window and on a tablet only once something was picked. */
function useInspectorOpen(): boolean {
  const isNarrow = useMedia(sheetQuery);
  const isTablet = useStore(preferences, (now) => now.density === 'tablet');
  const isSheet = isNarrow || isTablet;
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

/** Opens the workspace the layout of this window names, else the project's home screen, or the alarm list where there is no process view. */
function useFirstPlace(): void {
  const directory = useDirectory();
  const { session } = useLink();
  const layout = useWindowLayout();
  const isKnown = directory !== null && session !== null && layout.state !== 'waiting';
  const asked = layout.state === 'known' ? (layout.window.workspace ?? null) : null;
  const layoutKey = layout.state === 'known' ? `${layout.layout.id} ${layout.version} ${layout.window.name}` : null;
  useEffect(() => {
    const workspace = viewOf(asked ?? '')?.id;
    if (isKnown && workspace !== undefined) navigation.getState().open(workspace);
  }, [isKnown, asked, layoutKey]);
  useEffect(() => {
    if (!isKnown || navigation.getState().visit > 0) return;
    if (viewOf('process') === undefined) return navigation.getState().open('alarms');
    const { home } = directory.directory;
    navigation.getState().open('process', home === null || !directory.screens.has(home as ScreenId) ? {} : { screen: home });
  }, [isKnown, directory]);
}

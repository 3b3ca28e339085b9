import { type DockviewApi, DockviewReact, type DockviewTheme, type IDockviewHeaderActionsProps, type IDockviewPanelHeaderProps } from 'dockview-react';
import { Maximize2, Minimize2, Plus, X } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { DirectoryIndex } from '../client/directory-index.ts';
import { besides } from '../client/besides.ts';
import { navigation } from '../client/navigation.ts';
import { notify } from '../client/notices.ts';
import { useDirectory, useLink } from '../client/use-client.ts';
import { viewOf } from '../views/registry.ts';
import { type TagTarget, useTagDrop } from '../widgets/tag-drag/tag-drop.ts';
import { type DockPlace, useDockPlace } from './displays/use-dock-place.ts';
import { useDragOut } from './displays/use-drag-out.ts';
import { TabMenu } from './displays/tab-menu.tsx';
import { followScreens, goneScreens } from './followed-screens.ts';
import { LoadingBars } from './loading-bars.tsx';
import { openPalette } from './palette-state.ts';
import { panelId } from './panel-id.ts';
import { ReplayPill } from './replay-pill.tsx';
import { setToolHost } from './tool-hosts.ts';
import { type PanelParams, ViewPanel } from './view-panel.tsx';
import { addPanel, resetLayout, restoreLayout, saveLayout, titleOf } from './workspace-layout.ts';
import { dock } from './dock.ts';
import 'dockview-react/dist/styles/dockview.css';
import './workspace.css';

const theme: DockviewTheme = { name: 'firstout', className: 'dock-theme', gap: 1 };
const components = { view: ViewPanel };
const saveAfterMs = 400;

/**
 * The dock of the current workspace. Each view of the rail is a workspace with a layout of its own, saved per role. A window of
 * one view has one dock for whatever is opened in it; what the project says of a window is where its dock begins.
 */
export function Workspace() {
  const directory = useDirectory();
  const { session, state } = useLink();
  const place = useDockPlace();
  // Without a link the notice says so; bars would promise content that is not on its way.
  if (directory === null && state !== 'live') return null;
  if (directory === null) return <LoadingBars what="Loading the project" />;
  if (place === null) return <LoadingBars what="Loading the layout" />;
  const role = session?.role ?? 'view';
  return <Dock key={`${role} ${place.scope.key}`} role={role} directory={directory} place={place} />;
}

function Dock({ role, directory, place }: { readonly role: string; readonly directory: DirectoryIndex; readonly place: DockPlace }) {
  const { fixed, treeOf: treeOfWorkspace, scope } = place;
  const [api, setApi] = useState<DockviewApi | null>(null);
  const { view, params, visit } = useStore(navigation);
  const shown = useRef<typeof view | null>(null);
  const latest = useRef(directory);
  latest.current = directory;

  useEffect(() => {
    if (api === null) return;
    const workspace = fixed ?? view;
    if (shown.current !== workspace) {
      if (shown.current !== null) saveLayout(api, role, shown.current, scope);
      shown.current = null;
      restoreLayout(api, role, workspace, latest.current, view === workspace ? params : {}, { ...scope, tree: treeOfWorkspace(workspace) });
      shown.current = workspace;
      dock.setState({ workspace: fixed === null ? workspace : null, reset: () => resetLayout(api, role, workspace, latest.current, { ...scope, tree: treeOfWorkspace(workspace) }) });
    }
    // A window of one dock shows what stands in it until somebody opens something there.
    if (fixed !== null && visit === 0) return;
    const isPlain = Object.values(params).every((value) => value === undefined);
    if (isPlain && api.panels.some((panel) => (panel.params as PanelParams).view === view)) return;
    addPanel(api, view, titleOf(view, params, latest.current), params);
  }, [api, role, view, params, visit, fixed, scope, treeOfWorkspace]);

  useEffect(() => {
    if (api === null) return undefined;
    dock.setState({ api, role });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tellTitle = (): void => dock.setState({ title: api.activePanel?.title ?? '', screen: (api.activePanel?.params as PanelParams | undefined)?.params.screen ?? null });
    tellTitle();
    // A strip with more tabs than it has room for may have the one in front beyond its end, also once its tools stand beside it.
    const strip = new ResizeObserver(() => api.activePanel?.view.tab.element.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
    const showTab = (): void => {
      strip.disconnect();
      const tabs = api.activePanel?.view.tab.element.closest('.dv-tabs-container');
      if (tabs != null) strip.observe(tabs);
    };
    const activated = api.onDidActivePanelChange(() => {
      tellTitle();
      showTab();
    });
    const listening = api.onDidLayoutChange(() => {
      tellTitle();
      clearTimeout(timer);
      timer = setTimeout(() => shown.current !== null && saveLayout(api, role, shown.current, scope), saveAfterMs);
    });
    return () => {
      clearTimeout(timer);
      listening.dispose();
      activated.dispose();
      strip.disconnect();
      dock.setState({ api: null, role, title: '', screen: null });
    };
  }, [api, role, scope]);

  // Panels that a view wants beside itself stand in the workspace that is shown, whatever workspace is theirs.
  useEffect(() => {
    if (api === null) return undefined;
    return besides.subscribe(({ panels }) => panels.forEach((panel, at) => addPanel(api, panel.view, titleOf(panel.view, panel.params, latest.current), panel.params, { beside: at === 0 ? 'right' : 'below' })));
  }, [api]);

  // What stood in the project when the tabs were last looked through.
  const known = useRef(directory.screens);
  useEffect(() => {
    const gone = goneScreens(known.current, directory.screens);
    known.current = directory.screens;
    if (api !== null && gone.size > 0) followScreens(api, gone, directory, (sentence) => notify(sentence));
  }, [api, directory]);
  const left = useStore(navigation, (now) => now.left);
  // What was left before this dock stood is no order to it.
  const heard = useRef(left);
  useEffect(() => {
    if (api === null || left === null || left === heard.current) return;
    heard.current = left;
    api.getPanel(panelId(left.view, left.params))?.api.close();
  }, [api, left]);

  useDragOut(api);
  return (
    <DockviewReact
      className="workspace-dock"
      theme={theme}
      components={components}
      defaultTabComponent={Tab}
      rightHeaderActionsComponent={GroupActions}
      disableFloatingGroups
      onReady={(event) => setApi(event.api)}
    />
  );
}

function Tab(props: IDockviewPanelHeaderProps<PanelParams>) {
  return viewOf(props.params.view)?.takesTags === true ? <DropTab {...props} /> : <TabFace {...props} />;
}

/** Brings its view to the front with the tags that are dropped on it, in the workspace it stands in. */
function DropTab(props: IDockviewPanelHeaderProps<PanelParams>) {
  const { api, params } = props;
  const target = useTagDrop((tags) => {
    api.updateParameters({ view: params.view, params: { ...params.params, tags } } satisfies PanelParams);
    api.setActive();
  });
  return <TabFace {...props} target={target} />;
}

function TabFace({ api, params, target }: IDockviewPanelHeaderProps<PanelParams> & { readonly target?: TagTarget }) {
  const [title, setTitle] = useState(api.title ?? '');
  useEffect(() => {
    setTitle(api.title ?? '');
    const listening = api.onDidTitleChange((event) => {
      setTitle(event.title);
      if (api.isActive) dock.setState({ title: event.title });
    });
    return () => listening.dispose();
  }, [api]);
  // In its own workspace a view needs no sign: the rail says which one it is, and ten tabs are read more easily.
  const isOwn = useStore(navigation, ({ view }) => view === params.view);
  const Icon = isOwn ? undefined : viewOf(params.view)?.icon;
  return (
    <TabMenu panel={params} title={title} close={() => api.close()}>
      <div className="workspace-tab" onAuxClick={(event) => event.button === 1 && api.close()} {...target}>
        {Icon === undefined ? null : <Icon size={14} strokeWidth={1.75} />}
        <span className="workspace-tab-title">{title}</span>
        <button
          type="button"
          className="workspace-tab-close"
          // A stop at each of ten tabs would stand between every panel: by key the tab's menu closes it.
          tabIndex={-1}
          aria-label={`Close ${title}`}
          title="Close this tab"
          onPointerDown={(event) => event.stopPropagation()}
          onClick={(event) => {
            event.stopPropagation();
            api.close();
          }}
        >
          <X size={12} strokeWidth={1.75} />
        </button>
      </div>
    </TabMenu>
  );
}

function GroupActions({ containerApi, activePanel, group, isGroupActive }: IDockviewHeaderActionsProps) {
  const [isMax, setMax] = useState(containerApi.hasMaximizedGroup());
  useEffect(() => {
    const listening = containerApi.onDidMaximizedGroupChange(() => setMax(containerApi.hasMaximizedGroup()));
    return () => listening.dispose();
  }, [containerApi]);
  const takeTools = useCallback((element: HTMLElement | null) => setToolHost(group.id, element), [group.id]);
  return (
    <div className="workspace-actions">
      <div ref={takeTools} className="workspace-tools" />
      {isGroupActive ? <ReplayPill /> : null}
      <button
        type="button"
        aria-label="Add a tab"
        title="Add a tab"
        onClick={() => {
          group.api.setActive();
          openPalette('panel');
        }}
      >
        <Plus size={15} strokeWidth={1.75} />
      </button>
      <button
        type="button"
        aria-label={isMax ? 'Restore the panel' : 'Maximise the panel'}
        title={isMax ? 'Restore (F11)' : 'Maximise (F11)'}
        onClick={() => {
          if (isMax) containerApi.exitMaximizedGroup();
          else activePanel?.api.maximize();
        }}
      >
        {isMax ? <Minimize2 size={15} strokeWidth={1.75} /> : <Maximize2 size={15} strokeWidth={1.75} />}
      </button>
    </div>
  );
}

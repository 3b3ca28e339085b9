import { Activity, Bell, Box, ChartSpline, FlaskConical, LayoutDashboard, ListChecks, ListTree, type LucideIcon, PenTool, Siren, Workflow } from 'lucide-react';
import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { ScreenEntry } from '#shared/model/project.ts';
import type { Role } from '#shared/rpc/define.ts';
import type { DirectoryIndex } from '../client/directory-index.ts';
import type { ViewId } from '../client/navigation.ts';
import type { ViewParams, ViewProps } from '../client/view-props.ts';

/** A tab a workspace begins with. */
export type PanelSpec = { readonly title: string; readonly params: ViewParams };

export type ViewEntry = {
  readonly id: ViewId;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly role: Role;
  readonly component: LazyExoticComponent<ComponentType<ViewProps>>;
  /** Tabs its workspace begins with; one tab without params where absent. The first is in front unless `params` say else. */
  readonly panels?: (directory: DirectoryIndex) => readonly PanelSpec[];
  /** Tags can be dropped on its entry in the rail and on its tab: it is opened with them, as `params.tags`. */
  readonly takesTags?: boolean;
  /** Absent from rail and palette where this says no. */
  readonly isOffered?: (directory: DirectoryIndex) => boolean;
};

/** Overviews and units have tabs from the start; details and diagnosis (ISA-101 level 3 and 4) are opened from them. */
const standardScreens = (screens: readonly ScreenEntry[]): readonly ScreenEntry[] => {
  const upper = screens.filter(({ level }) => (level ?? 2) <= 2);
  return upper.length === 0 ? screens : upper;
};

/** Every view, in the order of the rail. To add one: its folder, and one entry here. */
export const views: readonly ViewEntry[] = [
  {
    id: 'overview',
    title: 'Overview',
    icon: LayoutDashboard,
    role: 'view',
    component: lazy(async () => ({ default: (await import('./process/overview-view.tsx')).OverviewView })),
  },
  {
    id: 'process',
    title: 'Process',
    icon: Workflow,
    role: 'view',
    component: lazy(async () => ({ default: (await import('./process/process-view.tsx')).ProcessView })),
    panels: ({ screenOrder }) => standardScreens(screenOrder).map(({ id, title }) => ({ title, params: { screen: id } })),
  },
  {
    id: 'alarms',
    title: 'Alarms',
    icon: Bell,
    role: 'view',
    component: lazy(async () => ({ default: (await import('./alarms/alarms-view.tsx')).AlarmsView })),
    panels: () => [
      { title: 'Active alarms', params: {} },
      { title: 'Flood', params: { part: 'flood' } },
      { title: 'History', params: { part: 'history' } },
      { title: 'Alarm health', params: { part: 'health' } },
      { title: 'Rationalise', params: { part: 'rationalise' } },
    ],
  },
  {
    id: 'trends',
    title: 'Trends',
    icon: ChartSpline,
    role: 'view',
    takesTags: true,
    component: lazy(async () => ({ default: (await import('./trends/trends-view.tsx')).TrendsView })),
  },
  {
    id: 'plant3d',
    title: '3D',
    icon: Box,
    role: 'view',
    component: lazy(async () => ({ default: (await import('./plant3d/plant3d-view.tsx')).Plant3dView })),
  },
  {
    id: 'incidents',
    title: 'Incident',
    icon: Siren,
    role: 'view',
    component: lazy(async () => ({ default: (await import('./incidents/incidents-view.tsx')).IncidentsView })),
    panels: () => [
      { title: 'Incidents', params: {} },
      { title: 'Shift handover', params: { part: 'handover' } },
    ],
  },
  {
    id: 'runbooks',
    title: 'Runbooks',
    icon: ListChecks,
    role: 'view',
    component: lazy(async () => ({ default: (await import('./runbooks/runbooks-view.tsx')).RunbooksView })),
  },
  {
    id: 'diagnose',
    title: 'Diagnose',
    icon: Activity,
    role: 'view',
    component: lazy(async () => ({ default: (await import('./diagnose/diagnose-view.tsx')).DiagnoseView })),
    panels: () => [
      { title: 'Devices', params: {} },
      { title: 'Project problems', params: { part: 'problems' } },
      { title: 'Records', params: { part: 'records' } },
    ],
  },
  {
    id: 'explorer',
    title: 'Explorer',
    icon: ListTree,
    role: 'view',
    component: lazy(async () => ({ default: (await import('./explorer/explorer-view.tsx')).ExplorerView })),
  },
  {
    id: 'editor',
    title: 'Editor',
    icon: PenTool,
    role: 'engineer',
    component: lazy(async () => ({ default: (await import('./editor/editor-view.tsx')).EditorView })),
    panels: () => [{ title: 'Drawings', params: {} }],
  },
  {
    id: 'simulation',
    title: 'Simulate',
    icon: FlaskConical,
    role: 'operate',
    component: lazy(async () => ({ default: (await import('./simulation/simulation-view.tsx')).SimulationView })),
    isOffered: (directory) => directory.directory.isSimulated,
  },
];

export const viewOf = (id: string): ViewEntry | undefined => views.find((view) => view.id === id);

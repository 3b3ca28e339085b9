import { Bell, Box, ChartSpline, Command, History, ListChecks, type LucideIcon, PanelsTopLeft, Tag } from 'lucide-react';
import type { StoreApi } from 'zustand/vanilla';
import type { RunbookEntry } from '#shared/contract/runbooks.ts';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import { readReplayLink } from '#shared/model/replay-link.ts';
import type { RunSummary } from '#shared/model/runbook-run.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import { addSelectionToTrend } from '../client/add-to-trend.ts';
import type { ConsoleClient } from '../client/console-client.ts';
import type { DirectoryIndex } from '../client/directory-index.ts';
import { openImport, openJobs, openRecording } from '../client/exchange.ts';
import { openIncidentNote } from '../client/incident-actions.ts';
import { openIncidentHere } from '../client/incident-here.ts';
import { navigation } from '../client/navigation.ts';
import { openReplayLink, replayLinkRefusal } from '../client/open-replay-link.ts';
import { preferences } from '../client/preferences.ts';
import { replayFromBefore } from '../client/replay-steps.ts';
import { showSelectionIn3d, showWorstFault } from '../client/scene-orders.ts';
import type { Selection } from '../client/selection.ts';
import { openRunbook } from '../client/use-runbooks.ts';
import type { ViewEntry } from '../views/registry.ts';
import { formatClock, formatDay } from '../widgets/format-time.ts';
import { acknowledgeShown } from './alarm-banner.tsx';
import { displayCommands } from './displays/display-commands.ts';
import { dock, movePanel, type MoveDirection, toggleMaximised } from './dock.ts';
import { silence } from './horn.ts';
import { toggleInspector } from './inspector-place.ts';
import { showHelp } from './palette-state.ts';
import { shiftSpeed, showGoToTime, toggleWindow, togglePlay } from './time-bar/time-bar-actions.ts';
import { viewKeyText } from './view-keys.ts';
import { addPanel } from './workspace-layout.ts';

export type PaletteKind = 'moment' | 'view' | 'screen' | 'runbook' | 'run' | 'command' | 'tag' | 'asset' | 'alarm' | 'add tab';
export type PaletteEntry = {
  readonly id: string;
  readonly kind: PaletteKind;
  readonly icon: LucideIcon;
  /** The identifier, where it has one. */
  readonly code?: string;
  readonly text: string;
  readonly keys?: string;
  /** What is searched, in lower case. */
  readonly haystack: string;
  readonly run: () => void;
};

type Context = {
  readonly client: ConsoleClient;
  readonly directory: DirectoryIndex | null;
  readonly views: readonly ViewEntry[];
  readonly selection: SelectionStore;
  readonly onlyPanels: boolean;
};
type SelectionStore = StoreApi<Selection>;

/** What the palette offers before anything is typed: views, screens and commands, or the tabs that can be added. */
export function fixedEntries(context: Context): readonly PaletteEntry[] {
  return context.onlyPanels ? panelEntries(context) : [...viewEntries(context), ...screenEntries(context), ...commandEntries(context)];
}

const plantCache = new WeakMap<DirectoryIndex, readonly PaletteEntry[]>();

/** Assets, tags and alarms of the project; built once per directory, since there may be 100,000 of them. */
export function plantEntries(directory: DirectoryIndex, selection: SelectionStore): readonly PaletteEntry[] {
  const kept = plantCache.get(directory);
  if (kept !== undefined) return kept;
  const { assets, alarms, tags } = directory.directory;
  const entries = [
    ...assets.map((asset) => assetEntry(selection, asset)),
    ...tags.map((tag) => tagEntry(selection, tag)),
    ...alarms.map((alarm) => alarmEntry(directory, selection, alarm)),
  ];
  plantCache.set(directory, entries);
  return entries;
}

/** One entry by its id without building all of them; undefined when there is no such thing any more. */
export function plantEntry(directory: DirectoryIndex, selection: SelectionStore, id: string): PaletteEntry | undefined {
  const colon = id.indexOf(':');
  const [kind, name] = [id.slice(0, colon), id.slice(colon + 1)];
  const asset = kind === 'asset' ? directory.asset(name) : undefined;
  const tag = kind === 'tag' ? directory.tagById(name) : undefined;
  const alarm = kind === 'alarm' ? directory.alarm(name) : undefined;
  if (asset !== undefined) return assetEntry(selection, asset);
  if (tag !== undefined) return tagEntry(selection, tag);
  return alarm === undefined ? undefined : alarmEntry(directory, selection, alarm);
}

/** Entries that hold every word of the query; those whose code or text begins with it come first. */
export function findEntries(all: readonly PaletteEntry[], query: string, most: number): readonly PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const whole = words.join(' ');
  const ranks: readonly [PaletteEntry[], PaletteEntry[], PaletteEntry[]] = [[], [], []];
  for (const entry of all) {
    if (!words.every((word) => entry.haystack.includes(word))) continue;
    const begins = entry.haystack.startsWith(whole) || entry.text.toLowerCase().startsWith(whole);
    const rank = begins ? 0 : entry.haystack.includes(` ${whole}`) ? 1 : 2;
    if (ranks[rank].length < most) ranks[rank].push(entry);
    if (ranks[0].length >= most) break;
  }
  return ranks.flat().slice(0, most);
}

/** What a pasted link to a moment leads to; null for anything else that was typed. */
export function linkEntry(client: ConsoleClient, query: string): PaletteEntry | null {
  const link = readReplayLink(query);
  if (link === null) return null;
  const words = `Replay ${formatDay(link.atMs)} ${formatClock(link.atMs)}${link.incident === null ? '' : ` with the board of ${link.incident}`}`;
  return make({ id: 'moment:link', kind: 'moment', icon: History, text: replayLinkRefusal(client, link) ?? words, run: () => openReplayLink(client, link) });
}

/** The code stands first in the haystack, so that "begins with" is one comparison. */
const make = (entry: Omit<PaletteEntry, 'haystack'>): PaletteEntry => ({
  ...entry,
  haystack: `${entry.code === undefined ? '' : `${entry.code} `}${entry.text} ${entry.kind}`.toLowerCase(),
});

const viewEntries = ({ views }: Context): PaletteEntry[] =>
  views.map((view, at) => {
    const keys = viewKeyText(at);
    return make({ id: `view:${view.id}`, kind: 'view', icon: view.icon, text: view.title, ...(keys === undefined ? {} : { keys }), run: () => navigation.getState().open(view.id) });
  });

const screenEntries = ({ directory, views }: Context): PaletteEntry[] =>
  views.some(({ id }) => id === 'process')
    ? (directory?.screenOrder ?? []).map((screen) =>
        make({ id: `screen:${screen.id}`, kind: 'screen', icon: PanelsTopLeft, text: screen.title, run: () => navigation.getState().open('process', { screen: screen.id }) }),
      )
    : [];

function panelEntries({ directory, views }: Context): PaletteEntry[] {
  return views.flatMap((view) => {
    const specs = view.panels === undefined || directory === null ? [{ title: view.title, params: {} }] : view.panels(directory);
    return specs.map(({ title, params }) =>
      make({
        id: `panel:${view.id}:${params.screen ?? params.part ?? ''}`,
        kind: 'add tab',
        icon: view.icon,
        text: title,
        run() {
          const { api } = dock.getState();
          if (api !== null) addPanel(api, view.id, title, params);
        },
      }),
    );
  });
}

function commandEntries({ client, directory, selection }: Context): PaletteEntry[] {
  const command = (id: string, text: string, run: () => void, keys?: string): PaletteEntry =>
    make({ id: `command:${id}`, kind: 'command', icon: Command, text, run, ...(keys === undefined ? {} : { keys }) });
  const move = (direction: MoveDirection, words: string): PaletteEntry => command(`move-${direction}`, `Move this panel ${words}`, () => movePanel(direction));
  return [
    command('ack-shown', 'Acknowledge the alarms shown', () => void acknowledgeShown(client), 'F9'),
    command('silence', 'Silence the horn', () => silence(client.present.alarms.getState()), 'F8'),
    command('theme', 'Change between dark and light theme', () => preferences.setState(({ theme }) => ({ theme: theme === 'dark' ? 'light' : 'dark' }))),
    command('inspector', 'Open or close the inspector', toggleInspector, 'I'),
    command('maximise', 'Maximise or restore this panel', toggleMaximised, 'F11'),
    command('replay', 'Replay from 60 s before the selected alarm', () => replayFromBefore(client, selection.getState()), 'R'),
    command('worst-fault', 'Fly to the first-out or the worst fault in 3D', () => showWorstFault(client), 'Shift F'),
    command('show-in-3d', 'Show the selected asset in 3D', () => showSelectionIn3d(selection.getState())),
    command('add-to-trend', 'Add the selected tag or asset to the trend', () => addSelectionToTrend(directory, selection.getState()), 'T'),
    command('incident-note', 'Write a note into the open incident', () => openIncidentNote(client), 'N'),
    command('incident-here', 'Open an incident of the alarm picked, or of the first-out', () => openIncidentHere(client), 'Shift N'),
    command('handover', 'Shift handover', () => navigation.getState().open('incidents', { part: 'handover' })),
    ...client.incidents.open.getState().incidents.map(({ id, title }) => command(`incident-${id}`, `Board of ${id}: ${title}`, () => navigation.getState().open('incidents', { incident: id }))),
    command('live', 'Back to live', () => client.timeline.live(), 'L'),
    command('go-to-time', 'Go to a date and time', () => showGoToTime(true), 'Ctrl G'),
    command('play', 'Play or pause the replay', () => togglePlay(client.timeline)),
    command('faster', 'Play the replay faster', () => shiftSpeed(client.timeline, 1)),
    command('slower', 'Play the replay slower', () => shiftSpeed(client.timeline, -1)),
    command('window', 'Set or take away the window of the time bar', () => toggleWindow(client.timeline)),
    command('jobs', 'Exports, imports and recordings', openJobs),
    command('import', 'Import history from a file', openImport),
    command('recording', 'Save a span as a recording', () => openRecording(client.timeline.state.getState().window ?? { fromMs: client.nowMs() - 3_600_000, toMs: client.nowMs() })),
    move('left', 'to the left'),
    move('right', 'to the right'),
    move('above', 'up'),
    move('below', 'down'),
    command('close-panel', 'Close this panel', () => dock.getState().api?.activePanel?.api.close()),
    command('reset-layout', 'Reset the layout of this workspace', () => dock.getState().reset()),
    ...displayCommands(client.project.getState()?.layouts ?? [], client.link.getState().session?.role ?? 'view').map(({ id, text, run }) => command(id, text, run)),
    command('help', 'Show the keyboard map', () => showHelp(true), '?'),
  ];
}

/** Runs that go on, then the runbooks of the project, found by their symptoms too. */
export const runbookEntries = (runbooks: readonly RunbookEntry[], runs: readonly RunSummary[]): readonly PaletteEntry[] => [
  ...runs
    .filter(({ endedMs }) => endedMs === null)
    .map(({ run, number, runbook, title, dry }) => make({ id: `run:${run}`, kind: 'run', icon: ListChecks, code: `${dry === undefined ? 'Run' : 'Dry run'} ${number}`, text: `${runbook} ${title}`, run: () => navigation.getState().open('runbooks', { run }) })),
  ...runbooks.map(({ id, title, symptoms }) => {
    const entry = make({ id: `runbook:${id}`, kind: 'runbook', icon: ListChecks, code: id, text: title, run: () => openRunbook(id) });
    return { ...entry, haystack: `${entry.haystack} ${symptoms.join(' ').toLowerCase()}` };
  }),
];

const assetEntry = (selection: SelectionStore, asset: AssetDefinition): PaletteEntry =>
  make({ id: `asset:${asset.id}`, kind: 'asset', icon: Box, code: asset.id, text: asset.name, run: () => selection.getState().select({ asset: asset.id }) });

const tagEntry = (selection: SelectionStore, tag: TagDefinition): PaletteEntry =>
  make({ id: `tag:${tag.id}`, kind: 'tag', icon: tag.type === 'float' ? ChartSpline : Tag, code: tag.id, text: tag.name, run: () => selection.getState().select({ asset: tag.asset, tag: tag.id }) });

function alarmEntry(directory: DirectoryIndex, selection: SelectionStore, alarm: AlarmDefinition): PaletteEntry {
  const run = (): void => {
    const asset = directory.assetOfAlarm(alarm);
    selection.getState().select(asset === null ? { tag: alarm.tag } : { asset, tag: alarm.tag });
  };
  return make({ id: `alarm:${alarm.id}`, kind: 'alarm', icon: Bell, code: alarm.tag, text: alarm.message, run });
}

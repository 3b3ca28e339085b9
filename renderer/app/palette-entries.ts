import { Bell, Box, ChartSpline, Command, type LucideIcon, PanelsTopLeft, Tag } from 'lucide-react';
import type { StoreApi } from 'zustand/vanilla';
import { acknowledgeShown } from './alarm-banner.tsx';
import type { ConsoleClient } from '../client/console-client.ts';
import type { DirectoryIndex } from '../client/directory-index.ts';
import { navigation } from '../client/navigation.ts';
import { preferences } from '../client/preferences.ts';
import type { Selection } from '../client/selection.ts';
import type { ViewEntry } from '../views/registry.ts';
import { dock, movePanel, type MoveDirection, toggleMaximised } from './dock.ts';
import { silence } from './horn.ts';
import { showHelp } from './palette-state.ts';
import { addPanel, resetLayout } from './workspace-layout.ts';

export type PaletteKind = 'view' | 'screen' | 'command' | 'tag' | 'asset' | 'alarm' | 'add tab';
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
  readonly selection: StoreApi<Selection>;
  readonly views: readonly ViewEntry[];
  readonly onlyPanels: boolean;
};

/** Everything the palette can find. Tags come last, so that a search of few letters names views and assets first. */
export function paletteEntries(context: Context): readonly PaletteEntry[] {
  return context.onlyPanels ? panelEntries(context) : [...viewEntries(context), ...screenEntries(context), ...commandEntries(context), ...plantEntries(context)];
}

/** Entries that hold every word of the query; those whose code or text begins with it come first. */
export function findEntries(all: readonly PaletteEntry[], query: string, most: number): readonly PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const whole = words.join(' ');
  const ranks: PaletteEntry[][] = [[], [], []];
  for (const entry of all) {
    if (!words.every((word) => entry.haystack.includes(word))) continue;
    const code = entry.code?.toLowerCase() ?? '';
    const rank = code === whole || code.startsWith(whole) || entry.text.toLowerCase().startsWith(whole) ? 0 : entry.haystack.includes(` ${whole}`) ? 1 : 2;
    ranks[rank]?.push(entry);
    if ((ranks[0]?.length ?? 0) >= most) break;
  }
  return ranks.flat().slice(0, most);
}

const make = (entry: Omit<PaletteEntry, 'haystack'>): PaletteEntry => ({ ...entry, haystack: `${entry.code ?? ''} ${entry.text} ${entry.kind}`.toLowerCase() });

const viewEntries = ({ views }: Context): PaletteEntry[] =>
  views.map((view, at) =>
    make({ id: `view:${view.id}`, kind: 'view', icon: view.icon, text: view.title, keys: `Alt ${at + 1}`, run: () => navigation.getState().open(view.id) }),
  );

const screenEntries = ({ directory, views }: Context): PaletteEntry[] =>
  views.some(({ id }) => id === 'process')
    ? (directory?.directory.screens ?? []).map((screen) =>
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

function commandEntries({ client, directory }: Context): PaletteEntry[] {
  const command = (id: string, text: string, run: () => void, keys?: string): PaletteEntry =>
    make({ id: `command:${id}`, kind: 'command', icon: Command, text, run, ...(keys === undefined ? {} : { keys }) });
  const move = (direction: MoveDirection, words: string): PaletteEntry => command(`move-${direction}`, `Move this panel ${words}`, () => movePanel(direction));
  return [
    command('ack-shown', 'Acknowledge the alarms shown', () => void acknowledgeShown(client), 'F9'),
    command('silence', 'Silence the horn', () => silence(client.alarms.getState()), 'F8'),
    command('theme', 'Change between dark and light theme', () => preferences.setState(({ theme }) => ({ theme: theme === 'dark' ? 'light' : 'dark' }))),
    command('inspector', 'Open or close the inspector', () => preferences.setState(({ isInspectorOpen }) => ({ isInspectorOpen: !isInspectorOpen })), 'I'),
    command('maximise', 'Maximise or restore this panel', toggleMaximised, 'F11'),
    move('left', 'to the left'),
    move('right', 'to the right'),
    move('above', 'up'),
    move('below', 'down'),
    command('close-panel', 'Close this panel', () => dock.getState().api?.activePanel?.api.close()),
    command('reset-layout', 'Reset the layout of this workspace', () => {
      const { api, role } = dock.getState();
      if (api !== null && directory !== null) resetLayout(api, role, navigation.getState().view, directory);
    }),
    command('help', 'Show the keyboard map', () => showHelp(true), '?'),
  ];
}

function plantEntries({ directory, selection }: Context): PaletteEntry[] {
  if (directory === null) return [];
  const { assets, alarms, tags } = directory.directory;
  return [
    ...assets.map((asset) =>
      make({ id: `asset:${asset.id}`, kind: 'asset', icon: Box, code: asset.id, text: asset.name, run: () => selection.getState().select({ asset: asset.id }) }),
    ),
    ...tags.map((tag) =>
      make({ id: `tag:${tag.id}`, kind: 'tag', icon: tag.type === 'float' ? ChartSpline : Tag, code: tag.id, text: tag.name, run: () => selection.getState().select({ asset: tag.asset, tag: tag.id }) }),
    ),
    ...alarms.map((alarm) =>
      make({ id: `alarm:${alarm.id}`, kind: 'alarm', icon: Bell, code: alarm.tag, text: alarm.message, run: () => selectAlarm(directory, selection, alarm.id) }),
    ),
  ];
}

function selectAlarm(directory: DirectoryIndex, selection: StoreApi<Selection>, id: string): void {
  const alarm = directory.alarm(id);
  if (alarm === undefined) return;
  const asset = directory.assetOfAlarm(alarm);
  selection.getState().select(asset === null ? { tag: alarm.tag } : { asset, tag: alarm.tag });
}

import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useClient, useDirectory, useSelectionStore } from '../client/use-client.ts';
import { useRunbookList, useRuns } from '../client/use-runbooks.ts';
import { useOfferedViews } from './navigation-rail.tsx';
import { findEntries, fixedEntries, linkEntry, type PaletteEntry, plantEntries, plantEntry, runbookEntries } from './palette-entries.ts';
import { closePalette, palette } from './palette-state.ts';
import { recentEntries, rememberEntry } from './palette-recent.ts';
import './command-palette.css';

const shownAtMost = 60;
/** What is in sight when it opens; the rest is built a moment later, so that the field is there at once. */
const shownFirst = 16;

/** Finds tags, assets, screens, alarms, runbooks, views and commands; what was used last comes first. */
export function CommandPalette() {
  const mode = useStore(palette, (now) => now.mode);
  const directory = useDirectory();
  const selection = useSelectionStore();
  useEffect(() => {
    if (directory === null) return undefined;
    const idle = requestIdleCallback(() => plantEntries(directory, selection), { timeout: 10_000 });
    return () => cancelIdleCallback(idle);
  }, [directory, selection]);
  if (mode === null) return null;
  return <OpenPalette key={mode} onlyPanels={mode === 'panel'} />;
}

function OpenPalette({ onlyPanels }: { readonly onlyPanels: boolean }) {
  const client = useClient();
  const directory = useDirectory();
  const selection = useSelectionStore();
  const views = useOfferedViews();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [most, setMost] = useState(shownFirst);
  useEffect(() => {
    const idle = requestIdleCallback(() => setMost(shownAtMost), { timeout: 500 });
    return () => cancelIdleCallback(idle);
  }, []);
  const runbooks = useRunbookList().answer;
  const { runs } = useRuns();
  const fixed = useMemo(() => [...fixedEntries({ client, directory, selection, views, onlyPanels }), ...(onlyPanels ? [] : runbookEntries(runbooks ?? [], runs))], [client, directory, selection, views, onlyPanels, runbooks, runs]);
  const found = useMemo(() => {
    const hasPlant = directory !== null && !onlyPanels;
    const link = onlyPanels ? null : linkEntry(client, query);
    if (link !== null) return [link];
    if (query.trim() === '') return recentEntries(fixed, (id) => (hasPlant ? plantEntry(directory, selection, id) : undefined), shownAtMost);
    return findEntries(hasPlant ? [...fixed, ...plantEntries(directory, selection)] : fixed, query, shownAtMost);
  }, [client, fixed, directory, selection, onlyPanels, query]);
  const run = (entry: PaletteEntry): void => {
    closePalette();
    // A link is pasted anew each time: there is nothing to find again.
    if (entry.kind !== 'moment') rememberEntry(entry.id);
    entry.run();
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && closePalette()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop command-palette-backdrop" />
        <Dialog.Popup className="command-palette" initialFocus={input} aria-label={onlyPanels ? 'Add a tab' : 'Command palette'}>
          <Command label={onlyPanels ? 'Add a tab' : 'Command palette'} shouldFilter={false} loop>
      <Command.Input ref={input} value={query} onValueChange={setQuery} placeholder={onlyPanels ? 'Add a tab: screens and views' : 'Search tags, assets, alarms, screens, runbooks and commands'} />
      <Command.List>
        <Command.Empty>Nothing in this project is called “{query}”.</Command.Empty>
        {found.slice(0, most).map((entry) => (
          <Command.Item key={entry.id} value={entry.id} onSelect={() => run(entry)}>
            <entry.icon size={16} strokeWidth={1.75} aria-hidden="true" />
            {entry.code === undefined ? null : <span className="mono command-palette-code">{entry.code}</span>}
            <span className="command-palette-text">{entry.text}</span>
            {entry.keys === undefined ? null : <kbd className="kbd">{entry.keys}</kbd>}
            <span className="command-palette-kind">{entry.kind}</span>
          </Command.Item>
        ))}
      </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

import type { KeyboardEvent, RefObject } from 'react';
import { rowActions } from '../../client/alarm-row-actions.ts';
import type { AlarmRow } from '../../client/alarm-rows.ts';
import type { ConsoleClient } from '../../client/console-client.ts';
import { notify } from '../../client/notices.ts';
import { preferences } from '../../client/preferences.ts';
import type { RowSelection } from './row-selection.ts';

export type ListKeyParts = {
  readonly rows: readonly AlarmRow[];
  readonly rowAt: (index: number) => AlarmRow | null;
  readonly selection: RowSelection;
  readonly chosen: readonly AlarmRow[];
  readonly client: Pick<ConsoleClient, 'call' | 'timeline' | 'link'>;
  /** Where the keys' row stood last: when it leaves the list, the next step goes on from there. */
  readonly lastAt: RefObject<number>;
  readonly choose: (row: AlarmRow, how: 'one' | 'too' | 'span') => void;
  readonly open: (row: AlarmRow) => void;
  readonly onStep: (index: number) => void;
  readonly onSearch: () => void;
  readonly pageRows: number;
};

/** What the keys of a list do: steps choose, with Shift a span; letters act on what is chosen. */
export function listKeys(parts: ListKeyParts): (event: KeyboardEvent) => void {
  const { rows, rowAt, selection, lastAt, choose, open, onStep, onSearch } = parts;
  return (event) => {
    // Buttons in rows and heads have keys of their own.
    if (event.target !== event.currentTarget) return;
    const found = rows.findIndex(({ standing }) => standing.alarm === selection.at);
    const step = stepOf(event.key, rows.length, parts.pageRows);
    const row = rowAt(found);
    if (step !== 0) {
      // The row that had been chosen is gone: the one in its place is next.
      const from = found >= 0 ? found : selection.at === null ? -1 : lastAt.current - (step > 0 ? 1 : 0);
      const to = Math.min(rows.length - 1, Math.max(0, from + step));
      const next = rowAt(to);
      if (next === null) return;
      lastAt.current = to;
      choose(next, event.shiftKey ? 'span' : 'one');
      onStep(to);
    } else if (event.key === 'Enter' && row !== null) open(row);
    else if (event.key === ' ' && row !== null) choose(row, event.ctrlKey ? 'too' : 'one');
    else if (event.key === '/' && preferences.getState().hasLetterKeys) onSearch();
    else if (!actByLetter(event, parts)) return;
    event.preventDefault();
  };
}

function stepOf(key: string, rows: number, page: number): number {
  switch (key) {
    case 'ArrowDown':
      return 1;
    case 'ArrowUp':
      return -1;
    case 'PageDown':
      return page;
    case 'PageUp':
      return -page;
    case 'Home':
      return -rows;
    case 'End':
      return rows;
    default:
      return 0;
  }
}

/** Does what the letter stands for to those of the chosen it fits, or says why not. False where the letter is none of the list's. */
function actByLetter({ key, ctrlKey, altKey, metaKey }: KeyboardEvent, { client, chosen }: ListKeyParts): boolean {
  if (ctrlKey || altKey || metaKey || key.length !== 1 || !preferences.getState().hasLetterKeys || chosen.length === 0) return false;
  const action = rowActions(client, chosen).find(({ letter }) => letter === key.toUpperCase());
  if (action === undefined) return false;
  if (action.refusal === null) action.run();
  else notify(action.refusal, 'failed');
  return true;
}

import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';

export type RowActions = {
  /** Space, or a press: picks what the row is about. */
  readonly onPick: (row: number) => void;
  /** Enter, or two presses: opens the events it was counted from. */
  readonly onOpen: (row: number) => void;
  /** R, where the row has a moment. */
  readonly onReplay?: (row: number) => void;
};

/** A table whose rows are one stop of Tab, with arrow keys among them. `children` draws the cells of a row. */
export function KeyedTable({
  label,
  head,
  rows,
  actions,
  children,
}: {
  readonly label: string;
  readonly head: ReactNode;
  readonly rows: number;
  readonly actions: RowActions;
  readonly children: (row: number) => ReactNode;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [at, setAt] = useState(0);
  const current = Math.min(at, rows - 1);
  const go = (row: number): void => {
    setAt(row);
    const next = body.current?.children[row];
    if (next instanceof HTMLElement) next.focus();
  };
  const key = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLTableRowElement) || event.ctrlKey || event.altKey || event.metaKey) return;
    const by = { ArrowDown: 1, ArrowUp: -1, Home: -rows, End: rows }[event.key];
    if (by !== undefined) go(Math.min(rows - 1, Math.max(0, current + by)));
    else if (event.key === 'Enter') actions.onOpen(current);
    else if (event.key === ' ') actions.onPick(current);
    else if (event.key.toLowerCase() === 'r' && actions.onReplay !== undefined) actions.onReplay(current);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <table className="health-table" aria-label={label}>
      <thead>{head}</thead>
      <tbody ref={body} onKeyDown={key}>
        {Array.from({ length: rows }, (_none, row) => (
          <tr
            key={row}
            tabIndex={row === current ? 0 : -1}
            onFocus={() => setAt(row)}
            onClick={() => actions.onPick(row)}
            onDoubleClick={() => actions.onOpen(row)}
          >
            {children(row)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import { useMemo } from 'react';
import type { AlarmBook } from '#renderer/client/alarm-book.ts';
import { toldOf, worstOf } from '#renderer/client/alarm-roll-up.ts';
import type { AlarmRow } from '#renderer/client/alarm-rows.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { useDirectory, useLink } from '#renderer/client/use-client.ts';
import { useSlowBook } from '#renderer/client/use-slow-book.ts';
import { AlarmGlyph } from '#renderer/widgets/alarm-glyph.tsx';
import { rowsInRoom, type UnitRow, unitRows } from './unit-rows.ts';
import { useSiteScreen } from './use-site-screen.ts';
import { WallValue } from './wall-value.tsx';

/** Rows that are read from afar: more would be smaller than that. */
const mostRows = 7;

/** One row for each unit: name, how it is in words, and up to three values. Units in alarm always have room. */
export function WallUnits() {
  const directory = useDirectory();
  const site = useSiteScreen();
  const book = useSlowBook();
  const all = useMemo(() => (directory === null ? [] : unitRows(directory, site)), [directory, site]);
  const rank = ({ asset }: UnitRow): number => {
    const worst = worstOf(book.below.get(asset) ?? nothing);
    return worst === null ? 9 : worst.priority;
  };
  const { rows, left } = rowsInRoom(all, rank, all.length > mostRows ? mostRows - 1 : mostRows);
  if (directory === null) return <div className="wall-units" aria-busy="true" />;
  if (all.length === 0) {
    return (
      <div className="wall-units wall-none">
        <b>This project has no units.</b>
        <span>Give assets the level unit, or draw a screen for the site.</span>
      </div>
    );
  }
  return (
    <div className="wall-units">
      {rows.map((row) => (
        <Unit key={row.asset} row={row} book={book} directory={directory} />
      ))}
      {left === 0 ? null : <p className="wall-more">and {left} more {left === 1 ? 'unit' : 'units'} without alarms of higher priority</p>}
    </div>
  );
}

const nothing = { active: [0, 0, 0, 0], activeUnacked: [0, 0, 0, 0], returned: [0, 0, 0, 0], shelved: 0, suppressed: 0, outOfService: 0 } as const;

function Unit({ row, book, directory }: { readonly row: UnitRow; readonly book: AlarmBook; readonly directory: DirectoryIndex }) {
  const sums = book.below.get(row.asset) ?? nothing;
  const worst = worstOf(sums);
  const told = toldOf(sums);
  const isLive = useLink().state === 'live';
  const first = told === 0 ? undefined : book.told.find(({ asset }) => asset !== null && directory.isWithin(asset, row.asset));
  return (
    <section className={`wall-unit ${worst === null ? '' : `is-alarmed p${worst.priority}`} ${worst !== null && worst.priority <= 2 ? 'is-hot' : ''}`} aria-label={row.name}>
      <div className="wall-unit-head">
        <h2>
          {worst === null ? null : <AlarmGlyph priority={worst.priority} state={worst.state} />}
          <span>{row.name}</span>
        </h2>
        <p>{first !== undefined ? unitWords(first, told) : isLive ? 'no alarms' : 'alarms not known'}</p>
      </div>
      {row.values.map(({ tagIndex, label }) => (
        <WallValue key={tagIndex} tagIndex={tagIndex} label={label} />
      ))}
    </section>
  );
}

/** What is said of a unit in alarm: its worst alarm, and how many there are beside it. */
const unitWords = (first: AlarmRow, told: number): string => `${first.definition?.message ?? first.standing.alarm}${told > 1 ? `, ${told - 1} more` : ''}`;

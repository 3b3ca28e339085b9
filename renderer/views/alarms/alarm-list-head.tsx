import { ArrowDown, ArrowUp } from 'lucide-react';
import type { AlarmColumn } from './alarm-columns.ts';
import type { RowSort } from './row-order.ts';

/** The heads of the columns: a press sorts by one, another turns the order round. */
export function AlarmListHead({ columns, sort, onSort }: { readonly columns: readonly AlarmColumn[]; readonly sort: RowSort; readonly onSort: (sort: RowSort) => void }) {
  return (
    <div className="alarms-head alarms-row" role="row">
      {columns.map(({ id, title, isNumber, sort: key }) => {
        const isSorted = key !== undefined && sort.key === key;
        const Arrow = sort.isReversed ? ArrowUp : ArrowDown;
        return (
          <span key={id} role="columnheader" className={isNumber === true ? 'is-number' : ''} aria-sort={isSorted ? (sort.isReversed ? 'ascending' : 'descending') : undefined}>
            {key === undefined ? (
              title
            ) : (
              <button type="button" className="alarms-sort" aria-label={title === '' ? 'Sort by priority' : undefined} title={`Sort by ${title === '' ? 'priority' : title.toLowerCase()}`} onClick={() => onSort({ key, isReversed: isSorted && !sort.isReversed })}>
                {title === '' ? 'P' : title}
                {isSorted ? <Arrow size={12} strokeWidth={1.75} aria-hidden="true" /> : null}
              </button>
            )}
          </span>
        );
      })}
    </div>
  );
}

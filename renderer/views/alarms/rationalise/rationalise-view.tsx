import { useMemo, useState } from 'react';
import type { AlarmId } from '#shared/model/ids.ts';
import { numberOf } from '#shared/model/number-of.ts';
import { useDirectory, useSelectionStore } from '../../../client/use-client.ts';
import { AlarmGlyph } from '../../../widgets/alarm-glyph.tsx';
import { Segmented } from '../../../widgets/segmented.tsx';
import { type DesignFilter, designRows, filterDesign, priorityShares } from './design-choice.ts';
import { DesignEditor } from './design-editor.tsx';
import { DesignOfMany } from './design-of-many.tsx';
import { DesignTable } from './design-table.tsx';
import './rationalise.css';

/** Share of alarms a priority should have, in words: ISA-18.2 and EEMUA 191 as quoted in secondary texts, not read in the original. */
const wantedShares = 'Aim for about 5 % P1, 15 % P2 and 80 % P3 and P4 (EEMUA 191 and ISA-18.2 as quoted by others; check your own philosophy).';

/** The design of every alarm: what it says, what is missing, who judged it; edited here, kept in the project's files. */
export function RationaliseView() {
  const directory = useDirectory();
  const selection = useSelectionStore();
  const [filter, setFilter] = useState<DesignFilter>({ which: 'all', text: '', priority: null });
  const [picked, setPicked] = useState<readonly AlarmId[]>([]);
  const all = useMemo(() => (directory === null ? [] : designRows(directory)), [directory]);
  const rows = useMemo(() => filterDesign(all, filter), [all, filter]);
  const shares = useMemo(() => priorityShares(all), [all]);
  const chosen = useMemo(() => picked.flatMap((id) => all.find(({ alarm }) => alarm.id === id) ?? []), [picked, all]);
  const change = (next: Partial<DesignFilter>): void => setFilter((before) => ({ ...before, ...next }));
  const pick = (next: readonly AlarmId[]): void => {
    setPicked(next);
    const row = next.length === 1 ? all.find(({ alarm }) => alarm.id === next[0]) : undefined;
    if (row !== undefined && row.asset !== null) selection.getState().select({ asset: row.asset, tag: row.alarm.tag });
  };
  if (directory === null) return null;
  const [one] = chosen;
  return (
    <div className="alarms-view rationalise">
      <div className="alarms-bar">
        <Segmented
          label="Which alarms"
          value={filter.which}
          onChange={(which) => change({ which })}
          segments={[
            { id: 'all', label: 'All', count: all.length },
            { id: 'incomplete', label: 'Incomplete', count: all.filter(({ missing }) => missing.length > 0).length },
            { id: 'unjudged', label: 'Never judged', count: all.filter(({ alarm }) => alarm.rationalised === undefined).length },
          ]}
        />
        <input className="rationalise-search" type="search" placeholder="Alarm, tag, asset, words" aria-label="Find alarms" data-first-focus value={filter.text} onChange={(event) => change({ text: event.target.value })} />
        <span className="alarms-bar-space" />
        <div className="rationalise-shares" role="group" aria-label="Share of each priority" title={wantedShares}>
          {shares.map(({ priority, count, percent }) => (
            <button key={priority} type="button" aria-pressed={filter.priority === priority} title={`${numberOf(count, 'alarm')} of priority ${priority}. ${wantedShares}`} onClick={() => change({ priority: filter.priority === priority ? null : priority })}>
              <AlarmGlyph priority={priority} state="active-acked" size={20} />
              <span className="num">{Math.round(percent)} %</span>
            </button>
          ))}
        </div>
      </div>
      <div className="rationalise-body">
        <DesignTable rows={rows} picked={picked} onPick={pick} isFiltered={rows.length < all.length} />
        <aside className="rationalise-side" aria-label="Design of the chosen alarm">
          {one === undefined ? (
            <div className="empty-note">
              <b>No alarm chosen</b>
              <span>Choose one to see and judge its design; with Ctrl or Shift several.</span>
            </div>
          ) : chosen.length === 1 ? (
            <DesignEditor key={JSON.stringify(one.alarm)} alarm={one.alarm} directory={directory} />
          ) : (
            <DesignOfMany key={picked.join(' ')} alarms={chosen.map(({ alarm }) => alarm)} directory={directory} />
          )}
        </aside>
      </div>
    </div>
  );
}

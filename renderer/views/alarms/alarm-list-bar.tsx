import { type ReactNode, useMemo } from 'react';
import type { Priority } from '#shared/model/alarm.ts';
import type { AssetId } from '#shared/model/ids.ts';
import { priorities } from '../../client/alarm-book.ts';
import { useAlarmBook, useDirectory } from '../../client/use-client.ts';
import { AlarmGlyph } from '../../widgets/alarm-glyph.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { type AlarmFilter, groupCounts } from './alarm-filter.ts';

/** Filters with exact counts; what is hidden stays counted here. `children` are the actions at the right. */
export function AlarmListBar({ filter, onChange, children }: { readonly filter: AlarmFilter; readonly onChange: (filter: AlarmFilter) => void; readonly children: ReactNode }) {
  const book = useAlarmBook((now) => now);
  const directory = useDirectory();
  const counts = useMemo(() => groupCounts(book), [book]);
  const areas = useMemo(() => (directory?.directory.assets ?? []).filter(({ level }) => level === 'area' || level === 'line'), [directory]);
  const toggle = (priority: Priority): void => {
    const next = new Set(filter.priorities);
    if (!next.delete(priority)) next.add(priority);
    onChange({ ...filter, priorities: next });
  };
  return (
    <div className="alarms-bar">
      <Segmented
        label="Which alarms"
        value={filter.group}
        onChange={(group) => onChange({ ...filter, group })}
        segments={[
          { id: 'active', label: 'All active', count: counts.active },
          { id: 'unacked', label: 'Unacked', count: counts.unacked },
          { id: 'shelved', label: 'Shelved', count: counts.shelved },
          { id: 'suppressed', label: 'Suppressed', count: counts.suppressed },
          { id: 'out-of-service', label: 'Out of service', count: counts['out-of-service'] },
        ]}
      />
      <div className="alarms-priorities" role="group" aria-label="Priorities">
        {priorities.map((priority) => (
          <button key={priority} type="button" aria-pressed={filter.priorities.has(priority)} title={`Show priority ${priority} only, or together with others chosen`} onClick={() => toggle(priority)}>
            <AlarmGlyph priority={priority} state="active-acked" size={20} />
          </button>
        ))}
      </div>
      <label className="alarms-area">
        <span className="visually-hidden">Area</span>
        <select value={filter.area ?? ''} onChange={(event) => onChange({ ...filter, area: event.target.value === '' ? null : (event.target.value as AssetId) })}>
          <option value="">All areas</option>
          {areas.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <span className="alarms-bar-space" />
      {children}
    </div>
  );
}

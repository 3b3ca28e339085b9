import { ArrowDownWideNarrow, ListFilter, Search, X } from 'lucide-react';
import { type ReactNode, useLayoutEffect, useMemo, useRef } from 'react';
import type { AlarmKind, Priority } from '#shared/model/alarm.ts';
import type { AssetId } from '#shared/model/ids.ts';
import { priorities } from '../../client/alarm-book.ts';
import { useAlarmBook, useDirectory } from '../../client/use-client.ts';
import type { AlarmGroup } from '../../client/view-props.ts';
import { AlarmGlyph } from '../../widgets/alarm-glyph.tsx';
import { alarmKindWords } from '../../widgets/alarm-kind-words.ts';
import { Button } from '../../widgets/button.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { type AlarmFilter, allActive, groupCounts, narrowings } from './alarm-filter.ts';

type Props = {
  readonly filter: AlarmFilter;
  readonly onChange: (filter: AlarmFilter) => void;
  /** Members of the burst the list can show; null where there is none. */
  readonly burstCount: number | null;
  readonly isEventOrder: boolean;
  readonly onEventOrder: () => void;
  /** 0 while the row of filters is closed; each higher number opens it anew and puts the focus into it. */
  readonly filterTurn: number;
  readonly onFilterTurn: (turn: number) => void;
  readonly children: ReactNode;
};

/** Groups with exact counts, and what narrows them; what is hidden stays counted here. `children` are the actions at the right. */
export function AlarmListBar({ filter, onChange, burstCount, isEventOrder, onEventOrder, filterTurn, onFilterTurn, children }: Props) {
  const book = useAlarmBook((now) => now);
  const counts = groupCounts(book);
  const narrowed = narrowings(filter);
  const isOpen = filterTurn > 0 || narrowed > 0;
  const groups: readonly { readonly id: AlarmGroup; readonly label: string; readonly count: number }[] = [
    ...(burstCount === null ? [] : [{ id: 'first-out' as const, label: 'First-out group', count: burstCount }]),
    { id: 'active', label: 'All active', count: counts.active },
    { id: 'unacked', label: 'Unacked', count: counts.unacked },
    { id: 'shelved', label: 'Shelved', count: counts.shelved },
    { id: 'suppressed', label: 'Suppressed', count: counts.suppressed },
    { id: 'out-of-service', label: 'Out of service', count: counts['out-of-service'] },
  ];
  return (
    <>
      <div className="alarms-bar">
        <Segmented label="Which alarms" value={filter.group} onChange={(group) => onChange({ ...filter, group })} segments={groups} />
        <span className="alarms-bar-space" />
        {isEventOrder ? null : (
          <Button icon={<ArrowDownWideNarrow size={14} strokeWidth={1.75} />} onClick={onEventOrder} title="Back to the order of events, newest first">
            Event order
          </Button>
        )}
        <Button
          icon={<ListFilter size={14} strokeWidth={1.75} />}
          aria-expanded={isOpen}
          title="Narrow the list by words, priority, area, kind or class (/)"
          onClick={() => onFilterTurn(filterTurn > 0 ? 0 : 1)}
        >
          {narrowed === 0 ? 'Filter' : `Filter ${narrowed}`}
        </Button>
        {children}
      </div>
      {isOpen ? <FilterRow filter={filter} onChange={onChange} filterTurn={filterTurn} onClose={() => onFilterTurn(0)} /> : null}
    </>
  );
}

type FilterRowProps = Pick<Props, 'filter' | 'onChange' | 'filterTurn'> & { readonly onClose: () => void };

function FilterRow({ filter, onChange, filterTurn, onClose }: FilterRowProps) {
  const search = useRef<HTMLInputElement>(null);
  // In the same turn as the key that asked for it: what is typed next belongs here already.
  useLayoutEffect(() => {
    if (filterTurn > 0) search.current?.focus();
  }, [filterTurn]);
  const directory = useDirectory();
  const areas = useMemo(() => (directory?.directory.assets ?? []).filter(({ level }) => level === 'area' || level === 'line' || level === 'unit'), [directory]);
  const kinds = useMemo(() => [...new Set((directory?.directory.alarms ?? []).map(({ kind }) => kind))].sort(), [directory]);
  const classes = directory?.directory.logic.classes ?? [];
  const toggle = (priority: Priority): void => {
    const next = new Set(filter.priorities);
    if (!next.delete(priority)) next.add(priority);
    onChange({ ...filter, priorities: next });
  };
  return (
    <div className="alarms-bar alarms-filter">
      <label className="alarms-search">
        <Search size={14} strokeWidth={1.75} aria-hidden="true" />
        <input
          ref={search}
          value={filter.text}
          placeholder="Tag, message or asset"
          aria-label="Words of the alarm"
          onChange={(event) => onChange({ ...filter, text: event.target.value })}
          onKeyDown={(event) => {
            // From what was typed straight to the rows it leaves.
            if (event.key === 'Enter') event.currentTarget.closest('.alarms-view')?.querySelector<HTMLElement>('.alarms-scroller')?.focus();
            if (event.key !== 'Escape') return;
            if (filter.text !== '') onChange({ ...filter, text: '' });
            else onClose();
          }}
        />
      </label>
      <PriorityToggles chosen={filter.priorities} onToggle={toggle} />
      <Choice label="Area" all="All areas" value={filter.area} options={areas.map(({ id, name }) => ({ id, name }))} onChange={(area) => onChange({ ...filter, area: area as AssetId | null })} />
      <Choice label="Kind" all="All kinds" value={filter.kind} options={kinds.map((kind) => ({ id: kind, name: alarmKindWords[kind] }))} onChange={(kind) => onChange({ ...filter, kind: kind as AlarmKind | null })} />
      {classes.length === 0 ? null : <Choice label="Class" all="All classes" value={filter.class} options={classes} onChange={(className) => onChange({ ...filter, class: className })} />}
      {narrowings(filter) === 0 ? null : (
        <Button look="ghost" icon={<X size={14} strokeWidth={1.75} />} onClick={() => onChange({ ...allActive, group: filter.group })}>
          Show all
        </Button>
      )}
    </div>
  );
}

/** The four priorities as switches; none pressed means all. */
export function PriorityToggles({ chosen, onToggle }: { readonly chosen: ReadonlySet<Priority>; readonly onToggle: (priority: Priority) => void }) {
  return (
    <div className="alarms-priorities" role="group" aria-label="Priorities">
      {priorities.map((priority) => (
        <button key={priority} type="button" aria-pressed={chosen.has(priority)} title={`Show priority ${priority} only, or together with others chosen`} onClick={() => onToggle(priority)}>
          <AlarmGlyph priority={priority} state="active-acked" size={20} />
        </button>
      ))}
    </div>
  );
}

type ChoiceProps = { readonly label: string; readonly all: string; readonly value: string | null; readonly options: readonly { readonly id: string; readonly name: string }[]; readonly onChange: (id: string | null) => void };

export function Choice({ label, all, value, options, onChange }: ChoiceProps) {
  return (
    <label className="alarms-choice">
      <span className="visually-hidden">{label}</span>
      <select value={value ?? ''} onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}>
        <option value="">{all}</option>
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

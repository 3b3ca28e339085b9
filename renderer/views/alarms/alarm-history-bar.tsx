import { Download, Search, X } from 'lucide-react';
import { useId, useMemo } from 'react';
import type { Priority } from '#shared/model/alarm.ts';
import { useDirectory } from '../../client/use-client.ts';
import { Button } from '../../widgets/button.tsx';
import { MomentField } from '../../widgets/moment-field/moment-field.tsx';
import { Choice, PriorityToggles } from './alarm-list-bar.tsx';
import { allEvents, type JournalWish, kindChoices } from './journal-wish.ts';

type Props = {
  readonly wish: JournalWish;
  readonly onChange: (wish: JournalWish) => void;
  /** Names seen in the journal so far, offered where one is typed. */
  readonly users: readonly string[];
  readonly exportRefusal: string | null;
  readonly onExport: (format: 'csv' | 'xlsx') => void;
};

/** What the journal is narrowed by, and its export as shown. */
export function AlarmHistoryBar({ wish, onChange, users, exportRefusal, onExport }: Props) {
  const directory = useDirectory();
  const areas = useMemo(() => (directory?.directory.assets ?? []).filter(({ level, id }) => level === 'area' || level === 'line' || level === 'unit' || id === wish.asset), [directory, wish.asset]);
  const names = useId();
  const change = (next: Partial<JournalWish>): void => onChange({ ...wish, ...next });
  const toggle = (priority: Priority): void => {
    const priorities = new Set(wish.priorities);
    if (!priorities.delete(priority)) priorities.add(priority);
    change({ priorities });
  };
  const isAsked = wish.kinds !== null && !kindChoices.some(({ id }) => id === wish.kinds);
  return (
    <div className="alarms-bar alarms-filter">
      <label className="alarms-search">
        <Search size={14} strokeWidth={1.75} aria-hidden="true" />
        <input data-first-focus value={wish.text} maxLength={200} placeholder="Alarm, tag, message, user or comment" aria-label="Words of the event" onChange={(event) => change({ text: event.target.value })} onKeyDown={(event) => event.key === 'Escape' && change({ text: '' })} />
      </label>
      <PriorityToggles chosen={wish.priorities} onToggle={toggle} />
      <Choice label="Events" all="All events" value={wish.kinds} options={isAsked ? [...kindChoices, { id: wish.kinds ?? '', name: 'As asked' }] : kindChoices} onChange={(kinds) => change({ kinds })} />
      <Choice label="Area" all="All areas" value={wish.asset} options={areas} onChange={(asset) => change({ asset })} />
      <input className="alarms-user" list={names} value={wish.user} maxLength={120} placeholder="Anybody" aria-label="Who" onChange={(event) => change({ user: event.target.value })} />
      <datalist id={names}>
        {users.map((user) => (
          <option key={user} value={user} />
        ))}
      </datalist>
      <span className="alarms-span">
        <MomentField label="From" value={wish.from} onChange={(from) => change({ from })} />
        <span className="tx-3">to</span>
        <MomentField label="To" value={wish.to} onChange={(to) => change({ to })} />
      </span>
      {wish.alarms.length === 0 ? null : (
        <Button look="ghost" icon={<X size={14} strokeWidth={1.75} />} title={wish.alarms.join(', ')} onClick={() => change({ alarms: [] })}>
          {wish.alarms.length === 1 ? `Only ${wish.alarms[0]}` : `Only ${wish.alarms.length} alarms`}
        </Button>
      )}
      {wish === allEvents ? null : (
        <Button look="ghost" icon={<X size={14} strokeWidth={1.75} />} onClick={() => onChange(allEvents)}>
          Show all
        </Button>
      )}
      <span className="alarms-bar-space" />
      <span className="alarms-span">
        {(['csv', 'xlsx'] as const).map((format) => (
          <Button key={format} icon={<Download size={14} strokeWidth={1.75} />} refusal={exportRefusal} title={`Exports the events of this filter as ${format.toUpperCase()}`} onClick={() => onExport(format)}>
            {format.toUpperCase()}
          </Button>
        ))}
      </span>
    </div>
  );
}

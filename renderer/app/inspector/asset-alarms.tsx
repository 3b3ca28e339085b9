import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { AlarmId, AssetId } from '#shared/model/ids.ts';
import { pickedAlarm } from '../../client/alarm-actions.ts';
import type { AlarmRow } from '../../client/alarm-rows.ts';
import { useAlarmBook, useDirectory } from '../../client/use-client.ts';
import { AlarmGlyph } from '../../widgets/alarm-glyph.tsx';
import { stateText } from '../../widgets/alarm-hiding-words.ts';
import { formatClockMs } from '../../widgets/format-time.ts';
import { limitText } from '../../widgets/limit-text.ts';
import { dragsTags } from '../../widgets/tag-drag/tag-drag.ts';
import { AlarmDetail } from './alarm-detail.tsx';

const noRows: readonly AlarmRow[] = [];

/** Standing alarms of the asset, hidden ones too, then the others defined for it. One is open with all there is to it: the one picked last, else the worst. */
export function AssetAlarms({ asset }: { readonly asset: AssetId }) {
  const directory = useDirectory();
  const told = useAlarmBook((book) => book.byAsset.get(asset) ?? noRows);
  const hidden = useAlarmBook((book) => book.hiddenByAsset.get(asset) ?? noRows);
  const picked = useStore(pickedAlarm, (now) => now.picked?.alarm ?? null);
  const [open, setOpen] = useState<AlarmId | null>(picked);
  useEffect(() => {
    if (picked !== null) setOpen(picked);
  }, [picked]);
  const rows = [...told, ...hidden];
  const standing = new Set(rows.map((row) => row.standing.alarm));
  const defined = useMemo(() => (directory?.directory.alarms ?? []).filter((alarm) => directory?.assetOfAlarm(alarm) === asset), [directory, asset]);
  const others = defined.filter(({ id }) => !standing.has(id));
  const isHere = (open !== null && standing.has(open)) || others.some(({ id }) => id === open);
  const shown = isHere ? open : (rows[0]?.standing.alarm ?? null);
  const toggle = (alarm: AlarmId): void => setOpen(alarm === shown && isHere ? null : alarm);
  return (
    <div className="inspector-alarms">
      {rows.length === 0 ? <p className="panel-note">No alarm stands here.</p> : null}
      {rows.map((row) => (
        <StandingAlarm key={row.standing.alarm} row={row} isOpen={row.standing.alarm === shown} onToggle={toggle} />
      ))}
      {others.length === 0 ? null : <h4>{rows.length === 0 ? 'Defined alarms' : 'Other alarms'}</h4>}
      {others.map((alarm) => (
        <DefinedAlarm key={alarm.id} alarm={alarm} isOpen={alarm.id === shown} onToggle={toggle} />
      ))}
    </div>
  );
}

type Toggle = { readonly isOpen: boolean; readonly onToggle: (alarm: AlarmId) => void };

function StandingAlarm({ row, isOpen, onToggle }: Toggle & { readonly row: AlarmRow }) {
  const { standing, definition, priority } = row;
  const isHidden = standing.hiding !== undefined;
  return (
    <article className={`inspector-alarm ${isHidden ? 'is-hidden' : `p${priority}`}`}>
      {/* Its head alone, so that what to do can be selected and copied. */}
      <header {...dragsTags(row.tag === null ? [] : [row.tag])}>
        <button type="button" aria-expanded={isOpen} onClick={() => onToggle(standing.alarm)}>
          <AlarmGlyph priority={priority} state={standing.state} size={24} />
          <span>
            <b>{definition?.message ?? standing.alarm}</b>
            {isOpen ? null : (
              <small className="tx-3 num">
                {standing.raisedMs === 0 ? '' : `${formatClockMs(standing.raisedMs)}, `}
                {stateText(standing).toLowerCase()}
              </small>
            )}
          </span>
          <Chevron isOpen={isOpen} />
        </button>
      </header>
      {isOpen ? <AlarmDetail alarm={standing.alarm} definition={definition} row={row} /> : null}
    </article>
  );
}

function DefinedAlarm({ alarm, isOpen, onToggle }: Toggle & { readonly alarm: AlarmDefinition }) {
  const directory = useDirectory();
  return (
    <article className="inspector-alarm is-defined" title={alarm.id}>
      <header {...dragsTags([alarm.tag])}>
        <button type="button" aria-expanded={isOpen} onClick={() => onToggle(alarm.id)}>
          <AlarmGlyph priority={alarm.priority} state="normal" size={18} />
          <span>{alarm.message}</span>
          <span className="tx-3 num">{limitText(alarm, directory?.tagById(alarm.tag))}</span>
          <Chevron isOpen={isOpen} />
        </button>
      </header>
      {isOpen ? <AlarmDetail alarm={alarm.id} definition={alarm} row={null} /> : null}
    </article>
  );
}

const Chevron = ({ isOpen }: { readonly isOpen: boolean }) => (isOpen ? <ChevronDown size={14} strokeWidth={1.75} aria-hidden="true" /> : <ChevronRight size={14} strokeWidth={1.75} aria-hidden="true" />);

import { Lock } from 'lucide-react';
import { memo, type KeyboardEvent, useRef } from 'react';
import { useLink } from '#renderer/client/use-client.ts';
import { AlarmGlyph } from '#renderer/widgets/alarm-glyph.tsx';
import { formatClock } from '#renderer/widgets/format-time.ts';
import { RankFlag } from '#renderer/widgets/rank-flag.tsx';
import type { SceneMode } from './scene-states.ts';
import type { SceneRow } from './scene-rows.ts';

const headings: Readonly<Record<SceneMode, string>> = { fault: 'Faults in this scene', heat: 'From the highest', flow: 'Flow in pipes', level: 'Levels' };
const nothing: Readonly<Record<SceneMode, string>> = {
  fault: 'No alarm stands here and every value is good.',
  heat: 'Nothing here measures a quantity that compares.',
  flow: 'No pipe of this scene has a flow.',
  level: 'Nothing of this scene has a level.',
};

/** Everything the scene shows, row by row: whatever stands in 3D is readable here, and reachable by keys. */
export function SceneList({ mode, rows, cutAway, selected, onPick, onGo }: {
  readonly mode: SceneMode;
  readonly rows: readonly SceneRow[];
  readonly cutAway: ReadonlySet<string>;
  readonly selected: string | null;
  readonly onPick: (row: SceneRow) => void;
  readonly onGo: (row: SceneRow) => void;
}) {
  const link = useLink();
  const list = useRef<HTMLUListElement>(null);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const all = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = all.findIndex((one) => one === document.activeElement);
    all[Math.max(0, Math.min(all.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <h3 className="plant3d-heading">
        {headings[mode]} <span className="num tx-3">{rows.length}</span>
      </h3>
      {rows.length === 0 ? <p className="plant3d-note tx-2">{link.state === 'live' ? nothing[mode] : `Nothing is known here since ${formatClock(link.sinceMs)}: no link to the engine.`}</p> : null}
      <ul ref={list} className="plant3d-rows" aria-label={headings[mode]} onKeyDown={onKey}>
        {rows.map((row) => (
          <Row key={row.key} row={row} isCutAway={cutAway.has(row.key)} isSelected={row.asset !== null && row.asset === selected} onPick={onPick} onGo={onGo} />
        ))}
      </ul>
    </>
  );
}

const Row = memo(function Row({ row, isCutAway, isSelected, onPick, onGo }: { readonly row: SceneRow; readonly isCutAway: boolean; readonly isSelected: boolean; readonly onPick: (row: SceneRow) => void; readonly onGo: (row: SceneRow) => void }) {
  const { code, words, reading, glyph, flag, note, locked, lockNote } = row;
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    onGo(row);
  };
  return (
    <li>
      <button type="button" className={`plant3d-row ${isSelected ? 'is-selected' : ''}`} aria-pressed={isSelected} data-row={row.key} title="Selects it; Enter or a double click flies there" onClick={() => onPick(row)} onDoubleClick={() => onGo(row)} onKeyDown={key}>
        <span className="plant3d-row-mark">{glyph === null ? null : <AlarmGlyph priority={glyph.priority} state={glyph.state} size={20} />}</span>
        <span className="plant3d-row-text">
          <span>
            {flag === null ? null : <RankFlag flag={flag} size={15} />}
            <b className="mono">{code}</b>
          </span>
          <span className="tx-2">{words}</span>
          {isCutAway ? <span className="tx-3">cut away</span> : null}
          {note === '' ? null : <span className="tx-3">{note}</span>}
          {locked === '' ? null : (
            <span className="plant3d-row-lock" title={locked}>
              <Lock size={12} aria-hidden="true" /> {lockNote}
            </span>
          )}
        </span>
        {reading === null ? null : (
          <span className={`plant3d-row-value num is-${reading.kind}`}>
            {reading.mark}
            {reading.text}
            {reading.unit === '' ? null : <small> {reading.unit}</small>}
            {reading.shortNote === '' ? null : <small className="plant3d-row-age">{reading.shortNote}</small>}
          </span>
        )}
      </button>
    </li>
  );
});

import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { type ReportFormat, reportFormats } from '#shared/contract/alarm-load.ts';
import type { LoadNow, LoadWindow } from '#shared/model/alarm-load.ts';
import { exchangeRefusal, openJobs } from '../../../client/exchange.ts';
import { faultText, notify } from '../../../client/notices.ts';
import { useClient, useLink } from '../../../client/use-client.ts';
import { Button } from '../../../widgets/button.tsx';
import { formatClock, fromLocalInput, toLocalInput } from '../../../widgets/format-time.ts';
import { MomentField } from '../../../widgets/moment-field/moment-field.tsx';
import { Segmented } from '../../../widgets/segmented.tsx';
import { askedSpan, type SpanChoice } from './use-load.ts';

const windows: readonly { readonly id: LoadWindow; readonly label: string }[] = [
  { id: 'hour', label: '1 h' },
  { id: 'shift', label: 'Shift' },
  { id: '8-hours', label: '8 h' },
  { id: 'day', label: '24 h' },
  { id: 'week', label: '7 days' },
  { id: 'month', label: '30 days' },
];
const formatWords: Readonly<Record<ReportFormat, string>> = { xlsx: 'Workbook (XLSX)', html: 'Page to print (HTML)', csv: 'Tables (CSV)' };
const dayMs = 86_400_000;

type Props = {
  readonly choice: SpanChoice;
  readonly onChoice: (choice: SpanChoice) => void;
  readonly now: LoadNow | null;
  readonly nowMs: number;
  /** The moment shown where that is past. */ readonly pastMs: number | null;
};

/** Which span, with how many alarms each running window has, the last 10 minutes, and the report. */
export function HealthBar({ choice, onChoice, now, nowMs, pastMs }: Props) {
  const countOf = (window: LoadWindow): number | undefined => now?.windows.find(({ id }) => id === window)?.alarms;
  const isOwn = !('window' in choice);
  const setEnd = (end: 'fromMs' | 'toMs', text: string): void => {
    const ms = fromLocalInput(text);
    if (isOwn && Number.isFinite(ms)) onChoice({ ...choice, [end]: ms });
  };
  return (
    <div className="alarms-bar">
      <Segmented
        label="Span"
        value={isOwn ? 'own' : choice.window}
        onChange={(id) => onChoice(id === 'own' ? { fromMs: nowMs - dayMs, toMs: nowMs } : { window: id })}
        segments={[
          ...windows.map(({ id, label }) => ({ id, label, ...(countOf(id) === undefined ? {} : { count: countOf(id) as number }) })),
          { id: 'own' as const, label: 'Own' },
        ]}
      />
      {isOwn ? (
        <span className="alarms-span">
          <MomentField label="Begins" value={toLocalInput(choice.fromMs)} onChange={(text) => setEnd('fromMs', text)} />
          to
          <MomentField label="Ends" value={toLocalInput(choice.toMs)} onChange={(text) => setEnd('toMs', text)} />
        </span>
      ) : null}
      {now === null ? null : (
        <span className="health-now num" role="status">
          <b>{now.last10}</b> in the last 10 min
          {now.floodSinceMs === null ? '' : `, alarm flood since ${formatClock(now.floodSinceMs)}`}
          {now.isWhole ? '' : '; counted since the start only'}
        </span>
      )}
      <span className="alarms-bar-space" />
      <SaveReport choice={choice} pastMs={pastMs} />
    </div>
  );
}

function SaveReport({ choice, pastMs }: { readonly choice: SpanChoice; readonly pastMs: number | null }) {
  const client = useClient();
  const link = useLink();
  const [format, setFormat] = useState<ReportFormat>('xlsx');
  const span = askedSpan(choice, pastMs);
  const refusal = exchangeRefusal(link, 'Saving a report', 'operate') ?? (span === null ? 'The span has no length.' : null);
  const save = async (): Promise<void> => {
    if (span === null) return;
    const answer = await client.call('loadReport.start', { span, format });
    if (answer.ok) openJobs();
    else notify(`No report was made: ${faultText(answer.fault)}`, 'failed');
  };
  return (
    <span className="health-save">
      <label className="alarms-choice">
        <span className="visually-hidden">Kind of file</span>
        <select value={format} onChange={(event) => setFormat(event.target.value as ReportFormat)}>
          {reportFormats.map((id) => (
            <option key={id} value={id}>
              {formatWords[id]}
            </option>
          ))}
        </select>
      </label>
      <Button icon={<FileDown size={15} strokeWidth={1.75} />} refusal={refusal} onClick={() => void save()}>
        Save report
      </Button>
    </span>
  );
}

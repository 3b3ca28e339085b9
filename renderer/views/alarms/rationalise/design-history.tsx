import { useEffect, useState } from 'react';
import type { DesignChange, DesignValue } from '#shared/contract/alarm-design.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { faultText } from '../../../client/notices.ts';
import { useClient } from '../../../client/use-client.ts';
import { formatClock, formatDay } from '../../../widgets/format-time.ts';

type Read = { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly sentence: string } | { readonly kind: 'read'; readonly changes: readonly DesignChange[] };

/** Who changed or confirmed the design of an alarm, when and why, newest first. Read anew when `again` moves. */
export function DesignHistory({ alarm, again }: { readonly alarm: AlarmId; readonly again: number }) {
  const client = useClient();
  const [read, setRead] = useState<Read>({ kind: 'loading' });
  useEffect(() => {
    let isGone = false;
    void client.call('alarm.designHistory', { alarm }).then((answer) => {
      if (!isGone) setRead(answer.ok ? { kind: 'read', changes: answer.value.changes } : { kind: 'failed', sentence: faultText(answer.fault) });
    });
    return () => {
      isGone = true;
    };
  }, [client, alarm, again]);
  if (read.kind === 'loading') return null;
  return (
    <section className="rationalise-history">
      <h3>History of the design</h3>
      {read.kind === 'failed' ? <p className="tx-3">{read.sentence}</p> : null}
      {read.kind === 'read' && read.changes.length === 0 ? <p className="tx-3">Nobody has changed or confirmed it in this console.</p> : null}
      {read.kind === 'read' ? (
        <ol>
          {read.changes.map((one) => (
            <li key={`${one.timeMs} ${one.user}`}>
              <span className="num tx-3">
                {formatDay(one.timeMs)} {formatClock(one.timeMs)}
              </span>{' '}
              <b>{one.user}</b> {one.why}
              {one.result === 'done' ? null : <em> ({one.result ?? 'nobody knows how it ended'})</em>}
              <ul className="tx-2">
                {Object.entries(one.change).map(([setting, value]) => (
                  <li key={setting}>
                    {setting}: {words((one.before as Readonly<Record<string, DesignValue>>)[setting] ?? null)} to {words(value ?? null)}
                  </li>
                ))}
                {Object.keys(one.change).length === 0 ? <li>Judged right as it was.</li> : null}
              </ul>
            </li>
          ))}
        </ol>
      ) : null}
    </section>
  );
}

const words = (value: DesignValue): string => (value === null ? 'nothing' : Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? `“${value}”` : String(value));

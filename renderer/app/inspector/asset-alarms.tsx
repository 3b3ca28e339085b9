import type { AssetId } from '#shared/model/ids.ts';
import { acknowledgeRows, resetRows } from '../../client/alarm-actions.ts';
import { type AlarmRow, isUnacked } from '../../client/alarm-book.ts';
import { useAlarmBook, useClient, useDirectory } from '../../client/use-client.ts';
import { useAckRefusal } from '../../client/use-refusal.ts';
import { AlarmGlyph } from '../../widgets/alarm-glyph.tsx';
import { alarmStateWords } from '../../widgets/alarm-glyph-markup.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClockMs } from '../../widgets/format-time.ts';
import { limitText } from '../../widgets/limit-text.ts';
import { dragsTags } from '../../widgets/tag-drag/tag-drag.ts';

const noRows: readonly AlarmRow[] = [];

/** Standing alarms of the asset with what to do about them, then the alarms defined for it. */
export function AssetAlarms({ asset }: { readonly asset: AssetId }) {
  const client = useClient();
  const directory = useDirectory();
  const refusal = useAckRefusal();
  const rows = useAlarmBook((book) => book.byAsset.get(asset) ?? noRows);
  const defined = (directory?.tagsOfAsset(asset) ?? []).flatMap((index) => directory?.alarmsOfTag(index) ?? []);
  return (
    <div className="inspector-alarms">
      {rows.length === 0 ? <p className="panel-note">No alarm stands here.</p> : null}
      {rows.map((row) => (
        <article key={row.standing.alarm} className={`inspector-alarm p${row.priority}`}>
          {/* Its head alone, so that what to do can be selected and copied. */}
          <header {...dragsTags(row.tag === null ? [] : [row.tag])}>
            <AlarmGlyph priority={row.priority} state={row.standing.state} size={24} />
            <b>{row.definition?.message ?? row.standing.alarm}</b>
          </header>
          <p className="tx-3 num">
            {formatClockMs(row.standing.raisedMs)}, {alarmStateWords(row.standing.state).toLowerCase()}
          </p>
          {row.definition?.cause === undefined ? null : <Text label="Cause" text={row.definition.cause} />}
          {row.definition?.consequence === undefined ? null : <Text label="If nothing is done" text={row.definition.consequence} />}
          {row.definition?.action === undefined ? null : <Text label="Do" text={row.definition.action} />}
          <div className="inspector-alarm-actions">
            {isUnacked(row.standing.state) ? (
              <Button refusal={refusal} onClick={() => void acknowledgeRows(client, [row])}>
                Acknowledge
              </Button>
            ) : null}
            {row.standing.state === 'latched-acked' || row.standing.state === 'latched-unacked' ? (
              <Button refusal={refusal} onClick={() => void resetRows(client, [row])}>
                Reset
              </Button>
            ) : null}
          </div>
        </article>
      ))}
      {defined.length === 0 ? null : (
        <>
          <h4>Defined alarms</h4>
          <ul className="inspector-defined">
            {defined.map((alarm) => (
              <li key={alarm.id} title={alarm.id} {...dragsTags([alarm.tag])}>
                <AlarmGlyph priority={alarm.priority} state="normal" size={18} />
                <span>{alarm.message}</span>
                <span className="tx-3 num">{limitText(alarm, directory?.tagById(alarm.tag))}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Text({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <p>
      <span className="tx-3">{label}: </span>
      {text}
    </p>
  );
}

import { FileText, ListChecks, MonitorDot } from 'lucide-react';
import { useMemo } from 'react';
import type { AlarmDefinition, AlarmGuidance } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { isDocumentFile } from '#shared/model/project-document.ts';
import { rowActions } from '../../client/alarm-row-actions.ts';
import { rowGuidance } from '../../client/alarm-row-guidance.ts';
import type { AlarmRow } from '../../client/alarm-rows.ts';
import { errorText } from '../../client/first-out-words.ts';
import { navigation } from '../../client/navigation.ts';
import { openDocument } from '../../client/open-document.ts';
import { useClient, useDirectory, useLink, useTimeline } from '../../client/use-client.ts';
import { useNow } from '../../client/use-now.ts';
import { openRunbook, useSuggestions } from '../../client/use-runbooks.ts';
import { hidingEnd, stateText } from '../../widgets/alarm-hiding-words.ts';
import { alarmEventWords, alarmKindWords } from '../../widgets/alarm-kind-words.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatClockMs, formatDay } from '../../widgets/format-time.ts';
import { limitText } from '../../widgets/limit-text.ts';
import { SuggestedRunbooks } from '../../widgets/runbook-step/suggested-runbook.tsx';
import { respondWords } from './respond-words.ts';
import { useAlarmEvents } from './use-alarm-events.ts';

const shownEvents = 6;

/** All there is to one alarm: how it stands, what it means and what to do, what can be done to it, what it did before. `row` null for one that is normal. */
export function AlarmDetail({ alarm, definition, row }: { readonly alarm: AlarmId; readonly definition: AlarmDefinition | null; readonly row: AlarmRow | null }) {
  const directory = useDirectory();
  const guidance = rowGuidance(row ?? { definition, asset: definition === null ? null : (directory?.assetOfAlarm(definition) ?? null) }, directory);
  return (
    <div className="alarm-detail">
      <Facts alarm={alarm} definition={definition} row={row} guidance={guidance} />
      <Text label="Cause" text={guidance.cause} />
      <Text label="If nothing is done" text={guidance.consequence} />
      <Text label="Do" text={guidance.action} />
      <Places alarm={alarm} guidance={guidance} />
      <Suggested alarm={alarm} named={guidance.runbook} />
      {row === null ? null : <Actions row={row} />}
      {definition?.rationalised === undefined ? null : (
        <p className="tx-3" title={definition.rationalised.why}>
          Judged by {definition.rationalised.by} on {formatDay(Date.parse(definition.rationalised.at))}: {definition.rationalised.why}
        </p>
      )}
      <History alarm={alarm} row={row} />
    </div>
  );
}

function Text({ label, text }: { readonly label: string; readonly text: string | undefined }) {
  return text === undefined ? null : (
    <p>
      <span className="tx-3">{label}: </span>
      {text}
    </p>
  );
}

function Facts({ alarm, definition, row, guidance }: { readonly alarm: AlarmId; readonly definition: AlarmDefinition | null; readonly row: AlarmRow | null; readonly guidance: AlarmGuidance }) {
  const directory = useDirectory();
  const nowMs = useNow(1000);
  const standing = row?.standing ?? null;
  const error = standing?.uncertaintyMs === undefined ? '' : ` ${errorText(standing.uncertaintyMs)}`;
  const limit = definition === null ? '' : limitText(definition, directory?.tagById(definition.tag));
  const className = directory?.directory.logic.classes.find(({ id }) => id === guidance.class)?.name ?? guidance.class;
  const facts: readonly (readonly [string, string])[] = [
    ['State', standing === null ? 'Normal' : `${stateText(standing)}${standing.hiding === undefined ? '' : `, ${hidingEnd(standing.hiding, nowMs)}`}`],
    ['Reason', standing?.hiding?.reason ?? ''],
    ['Raised', standing === null || standing.raisedMs === 0 ? '' : `${formatDay(standing.raisedMs).slice(4)} ${formatClockMs(standing.raisedMs)}${error}`],
    ['Acknowledged', standing === null || standing.acknowledgedMs === null ? '' : `${formatClock(standing.acknowledgedMs)}${standing.acknowledgedBy === null ? '' : ` by ${standing.acknowledgedBy}`}`],
    ['Respond', guidance.respondWithinMin === undefined ? '' : respondWords(guidance.respondWithinMin, standing ?? { state: 'normal', raisedMs: 0 }, nowMs)],
    ['Alarm', alarm],
    ['Kind', definition === null ? '' : `${alarmKindWords[definition.kind]}${limit === '' ? '' : `, ${limit}`}`],
    ['Class', className ?? ''],
  ];
  return (
    <dl className="alarm-detail-facts">
      {facts.flatMap(([name, text]) =>
        text === ''
          ? []
          : [
              <dt key={name} className="tx-3">
                {name}
              </dt>,
              <dd key={`${name} text`} className={name === 'Alarm' ? 'mono' : 'num'}>
                {text}
              </dd>,
            ],
      )}
    </dl>
  );
}

/** The screen that shows it, the runbook and the documents that help. */
function Places({ alarm, guidance: { screen, runbook, documents = [] } }: { readonly alarm: AlarmId; readonly guidance: AlarmGuidance }) {
  const client = useClient();
  const directory = useDirectory();
  const entry = screen === undefined ? undefined : directory?.screens.get(screen);
  if (entry === undefined && runbook === undefined && documents.length === 0) return null;
  return (
    <ul className="alarm-detail-places">
      {entry === undefined ? null : (
        <li>
          <Button icon={<MonitorDot size={14} strokeWidth={1.75} />} onClick={() => navigation.getState().open('process', { screen: entry.id })}>
            {entry.title}
          </Button>
        </li>
      )}
      {runbook === undefined ? null : (
        <li>
          <Button icon={<ListChecks size={14} strokeWidth={1.75} />} title="Named by the project for this alarm" onClick={() => openRunbook(runbook, { alarm })}>
            Runbook {runbook}
          </Button>
        </li>
      )}
      {documents.map((document) => (
        <li key={document}>
          {isDocumentFile(document.replace(/^documents\//, '')) ? (
            <Button icon={<FileText size={14} strokeWidth={1.75} />} title="Shows the file of the project" onClick={() => void openDocument(client, document)}>
              {document}
            </Button>
          ) : (
            <>
              <FileText size={14} strokeWidth={1.75} aria-hidden="true" />
              {document}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The runbook that fits best where the project names none, with the reason. */
function Suggested({ alarm, named }: { readonly alarm: AlarmId; readonly named: string | undefined }) {
  const alarms = useMemo(() => [alarm], [alarm]);
  const { list } = useSuggestions({ alarms: named === undefined ? alarms : [] }, 1);
  return list === null || list.length === 0 ? null : (
    <div className="alarm-detail-suggested">
      <SuggestedRunbooks list={list} isCompact onOpen={(id) => openRunbook(id, { alarm })} />
    </div>
  );
}

function Actions({ row }: { readonly row: AlarmRow }) {
  const client = useClient();
  // Rights and the moment shown decide what is refused.
  useLink();
  useTimeline(({ mode, recording }) => `${mode} ${recording === null}`);
  return (
    <div className="inspector-alarm-actions">
      {rowActions(client, [row]).map(({ id, label, refusal, run }) => (
        <Button key={id} refusal={refusal} onClick={run}>
          {label}
        </Button>
      ))}
    </div>
  );
}

function History({ alarm, row }: { readonly alarm: AlarmId; readonly row: AlarmRow | null }) {
  const key = row === null ? '' : `${row.standing.seq} ${row.standing.state}`;
  const { events, problem } = useAlarmEvents(alarm, key, shownEvents);
  return (
    <section className="alarm-detail-history" aria-label={`History of ${alarm}`}>
      <div className="alarm-detail-head">
        <span className="tx-3">{problem ?? (events?.length === 0 ? 'It was never raised.' : 'Before')}</span>
        <button type="button" className="alarm-detail-link" onClick={() => navigation.getState().open('alarms', { part: 'history', alarms: { alarms: [alarm] } })}>
          All events
        </button>
      </div>
      <ol>
        {(events ?? []).map((event) => (
          <li key={event.seq}>
            <span className="num tx-3" title={new Date(event.timeMs).toISOString()}>
              {formatDay(event.timeMs).slice(4)} {formatClock(event.timeMs)}
            </span>
            <span title={event.comment ?? event.hiding?.reason}>
              {alarmEventWords[event.kind]}
              {event.user === undefined ? '' : `, ${event.user}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

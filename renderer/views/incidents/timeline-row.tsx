import { Camera, Check, Gauge, Link, ListChecks, ListTodo, type LucideIcon, MapPin, Megaphone, MessageSquare, MousePointerClick, Radio, Search, Siren, TriangleAlert, UserRound } from 'lucide-react';
import { useState } from 'react';
import type { Incident } from '#shared/model/incident.ts';
import type { TimelineEntry, TimelineSource } from '#shared/model/incident-timeline.ts';
import { keepMomentPictures } from '../../client/incident-pictures.ts';
import { navigation } from '../../client/navigation.ts';
import { notify } from '../../client/notices.ts';
import { leadMs } from '../../client/replay-steps.ts';
import { useClient, useDirectory, useSelectionStore } from '../../client/use-client.ts';
import { useAdditionRefusal } from '../../client/use-incidents.ts';
import { AlarmGlyph } from '../../widgets/alarm-glyph.tsx';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatClockMs, formatDay } from '../../widgets/format-time.ts';
import { RankFlag } from '../../widgets/rank-flag.tsx';
import { AttachmentThumb } from './attachment-thumb.tsx';
import { offsetText } from './offset-text.ts';

const icons: Readonly<Record<TimelineSource, LucideIcon>> = { alarm: TriangleAlert, action: MousePointerClick, run: ListChecks, note: MessageSquare, incident: Siren };

/** Records of the incident itself, by their kind. */
const ownIcons: Readonly<Record<string, LucideIcon>> = { note: MessageSquare, reading: Gauge, message: Radio, update: Megaphone, asset: MapPin, link: Link, picture: Camera, task: ListTodo, 'task-done': Check, 'task-change': ListTodo, 'task-drop': ListTodo, commander: UserRound, assignment: UserRound };

/** One entry: when, how long after what began it, what, and by whom. Its time replays that moment; its subject is picked everywhere. */
export function TimelineRow({ entry, isFirst, incident }: { readonly entry: TimelineEntry; readonly isFirst: boolean; readonly incident: Pick<Incident, 'id' | 'seq' | 'assets'> }) {
  const client = useClient();
  const directory = useDirectory();
  const selection = useSelectionStore();
  const { timeMs, uncertaintyMs, writtenMs, alarm, tag, run, source, what, user } = entry;
  const definition = alarm === null ? undefined : directory?.alarm(alarm);
  const asset = entry.asset ?? (tag === null ? null : (directory?.tagById(tag)?.asset ?? null));
  const exact = uncertaintyMs === null ? 'as people told it' : `± ${uncertaintyMs} ms`;
  const Icon = entry.isPrecursor ? Search : source === 'alarm' && what === 'returned' ? Check : source === 'alarm' && what !== 'raised' ? MousePointerClick : source === 'incident' ? (ownIcons[what] ?? Siren) : icons[source];
  const subject = tag ?? asset;
  return (
    <li className={`incident-entry is-${source} ${entry.isPrecursor ? 'is-precursor' : ''}`}>
      <button type="button" className="incident-entry-time num" title={`${formatDay(timeMs)} ${formatClockMs(timeMs)}, ${exact}. Replays from 60 s before`} onClick={() => client.timeline.playFrom(timeMs - leadMs)}>
        {source === 'alarm' ? formatClockMs(timeMs) : formatClock(timeMs)}
        <small>{offsetText(entry.offsetMs)}</small>
      </button>
      <span className="incident-entry-mark">{source === 'alarm' && what === 'raised' ? <AlarmGlyph priority={definition?.priority ?? 4} state="active-acked" size={20} /> : <Icon size={15} strokeWidth={1.75} aria-hidden="true" />}</span>
      <div className="incident-entry-text">
        {isFirst ? <RankFlag flag="1ST" /> : null}
        {subject === null ? null : (
          <button type="button" className="mono incident-entry-subject" title="Pick it everywhere" onClick={() => (asset !== null ? selection.getState().select(tag === null ? { asset } : { asset, tag }) : tag !== null && selection.getState().select({ tag }))}>
            {subject}
          </button>
        )}
        <span>{entry.text}</span>
        {run === null ? null : (
          <button type="button" className="incident-entry-subject" onClick={() => navigation.getState().open('runbooks', { run })}>
            open the run
          </button>
        )}
        {user === null && writtenMs === null && !entry.isPrecursor ? null : (
          <span className="tx-3 incident-entry-who">
            {user ?? ''}
            {writtenMs === null ? '' : `${user === null ? '' : ', '}written down ${formatClock(writtenMs)}`}
            {entry.isPrecursor ? ', found later' : ''}
          </span>
        )}
        {entry.attachments.length === 0 ? null : (
          <span className="incident-entry-files">
            {entry.attachments.map((one) => (
              <AttachmentThumb key={one.hash} attachment={one} />
            ))}
          </span>
        )}
      </div>
      {entry.picture === undefined ? <MarkMoment incident={incident} timeMs={timeMs} /> : null}
    </li>
  );
}

/** Marks a moment as one to show in the report: this console draws process graphic and 3D as they were, and keeps them. */
function MarkMoment({ incident, timeMs }: { readonly incident: Pick<Incident, 'id' | 'seq' | 'assets'>; readonly timeMs: number }) {
  const client = useClient();
  const mayNot = useAdditionRefusal();
  const [isBusy, setBusy] = useState(false);
  const mark = async (): Promise<void> => {
    setBusy(true);
    const missing = await keepMomentPictures(client, incident, { moments: [timeMs] });
    setBusy(false);
    notify(missing[0] ?? `Pictures of ${formatClock(timeMs)} are kept with ${incident.id}.`, missing.length === 0 ? 'done' : 'failed');
  };
  return <Button look="ghost" className="incident-entry-mark-moment" icon={<Camera size={14} strokeWidth={1.75} />} refusal={mayNot ?? (isBusy ? 'The pictures are being made.' : null)} aria-label={`Keep pictures of ${formatClock(timeMs)} for the report`} title="Keep process graphic and 3D of this moment for the report" onClick={() => void mark()} />;
}

import { useMemo } from 'react';
import { isActive, isUnacked } from '#renderer/client/alarm-rows.ts';
import { errorText, memberMessage, openFlood, rankFlags, tiedWithFirst } from '#renderer/client/first-out-words.ts';
import { useDirectory, useFirstOut, useLink } from '#renderer/client/use-client.ts';
import { useNow } from '#renderer/client/use-now.ts';
import { useSlowBook } from '#renderer/client/use-slow-book.ts';
import { watchNext } from '#renderer/client/watch-next.ts';
import { AlarmGlyph } from '#renderer/widgets/alarm-glyph.tsx';
import { formatClock, formatClockMs } from '#renderer/widgets/format-time.ts';
import { RankFlag } from '#renderer/widgets/rank-flag.tsx';
import type { AlarmBook } from '#renderer/client/alarm-book.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import { WallOpenIncident } from './wall-open-incident.tsx';
import { elapsedText } from './unit-rows.ts';
import { WallValue } from './wall-value.tsx';

const shownEvidence = 2;
const shownWatched = 2;
const shownCandidates = 2;
const shownAlarms = 6;

/** What is going on: the first-out of the open burst with the time since, why it is taken for it and what may be next; else the alarms that stand. */
export function WallIncident() {
  const directory = useDirectory();
  const picture = useFirstOut((now) => now);
  const book = useSlowBook();
  const group = useMemo(() => openFlood(picture.groups, book), [picture, book]);
  if (directory === null) return <aside className="wall-incident" aria-busy="true" />;
  return group === null || group.ranked.length === 0 ? <Standing book={book} directory={directory} last={picture.groups[0] ?? null} isKnown={picture.isKnown} /> : <Burst group={group} book={book} directory={directory} />;
}

function Burst({ group, book, directory }: { readonly group: FirstOutGroup; readonly book: AlarmBook; readonly directory: DirectoryIndex }) {
  const now = useNow(1000);
  const watched = useMemo(
    () => watchNext(group, directory, (alarm) => isActive(book.byAlarm.get(alarm)?.standing.state ?? 'normal') || book.byAlarm.get(alarm)?.standing.isConditionTrue === true, shownWatched),
    [group, book, directory],
  );
  const [first] = group.ranked;
  if (first === undefined) return null;
  const row = book.byAlarm.get(first.alarm);
  const tied = tiedWithFirst(group);
  const flags = rankFlags(group);
  const priority = row?.priority ?? directory.alarm(first.alarm)?.priority ?? 4;
  return (
    <aside className="wall-incident" aria-label="First out">
      <WallOpenIncident />
      <p className="wall-pair">
        <span>
          {group.alarmCount} {group.alarmCount === 1 ? 'alarm' : 'alarms'}
          {group.isOver ? '' : ', more are joining'}
        </span>
        <span>since first-out</span>
      </p>
      <p className="wall-elapsed num">{elapsedText(now - first.timeMs)}</p>
      <p className="wall-first">
        <RankFlag flag="1ST" size={23} />
        <span className="mono">{first.tag ?? first.alarm}</span>
        <AlarmGlyph priority={priority} state={row?.standing.state ?? 'normal'} />
      </p>
      <p className="wall-message">{memberMessage(first.alarm, directory)}</p>
      <p className="wall-pair num">
        <span>{formatClockMs(first.timeMs)} field time{errorText(first.uncertaintyMs) === '' ? '' : `, ${errorText(first.uncertaintyMs)}`}</span>
        <span>score {first.score.toFixed(2)}</span>
      </p>
      <ul className="wall-evidence">
        {tied.length === 0 ? null : <li>The clocks cannot tell it from {tied.slice(0, 2).map((alarm) => directory.alarm(alarm)?.tag ?? alarm).join(', ')}</li>}
        {first.why.slice(0, shownEvidence - (tied.length === 0 ? 0 : 1)).map(({ text }) => (
          <li key={text}>{text.replaceAll('**', '')}</li>
        ))}
      </ul>
      <ol className="wall-candidates" aria-label="Next candidates">
        {group.ranked.slice(1, 1 + shownCandidates).map(({ alarm, tag }) => (
          <li key={alarm}>
            <RankFlag flag={flags.get(alarm) ?? ''} />
            <span className="mono">{tag ?? alarm}</span>
            <span>{memberMessage(alarm, directory)}</span>
          </li>
        ))}
      </ol>
      {watched.length === 0 ? null : (
        <section className="wall-watch" aria-label="Watch next">
          <h3>Watch next</h3>
          {watched.map(({ tagIndex }) => (
            <WallValue key={tagIndex} tagIndex={tagIndex} label={directory.tag(tagIndex)?.name ?? ''} isWide />
          ))}
        </section>
      )}
    </aside>
  );
}

function Standing({ book, directory, last, isKnown }: { readonly book: AlarmBook; readonly directory: DirectoryIndex; readonly last: FirstOutGroup | null; readonly isKnown: boolean }) {
  const rows = book.told.slice(0, shownAlarms);
  const isLive = useLink().state === 'live';
  const first = last?.ranked[0];
  return (
    <aside className="wall-incident" aria-label="Alarms">
      <WallOpenIncident />
      <p className="wall-pair">
        <span>{isKnown && isLive ? 'No open first-out' : isLive ? 'First-out is not known yet' : 'First-out is not known'}</span>
        <span>{book.told.length === 0 ? '' : `${book.told.length} standing`}</span>
      </p>
      {rows.length === 0 ? (
        <p className="wall-quiet">{isLive ? 'No alarms' : 'Alarms are not known'}</p>
      ) : (
        <ol className="wall-alarms">
          {rows.map((row) => (
            <li key={row.standing.alarm} className={isUnacked(row.standing.state) ? 'is-unacked' : ''}>
              <AlarmGlyph priority={row.priority} state={row.standing.state} />
              <div>
                <b className="mono">{row.tag ?? row.standing.alarm}</b>
                <span>{row.definition?.message ?? row.standing.alarm}</span>
              </div>
              <time className="num">{formatClock(row.standing.raisedMs).slice(0, 5)}</time>
            </li>
          ))}
        </ol>
      )}
      {first === undefined || last === null ? null : (
        <div className="wall-last">
          <p className="wall-pair num">
            <span>Last first-out</span>
            <span>{formatClock(last.startMs).slice(0, 5)}</span>
          </p>
          <p className="wall-first is-small">
            <RankFlag flag="1ST" />
            <span className="mono">{first.tag ?? first.alarm}</span>
          </p>
          <p>{memberMessage(first.alarm, directory)}</p>
        </div>
      )}
    </aside>
  );
}

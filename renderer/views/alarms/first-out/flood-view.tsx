import { type KeyboardEvent, type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import { preferences } from '../../../client/preferences.ts';
import { leadMs } from '../../../client/replay-steps.ts';
import { floodToShow, showFlood, shownFlood } from '../../../client/shown-flood.ts';
import { useClient, useDirectory, useFirstOut, useTimeline } from '../../../client/use-client.ts';
import { useSlowBook } from '../../../client/use-slow-book.ts';
import { formatHourMinute } from '../../../widgets/format-time.ts';
import { Segmented } from '../../../widgets/segmented.tsx';
import { FirstOutPanel } from './first-out-panel.tsx';
import { SuggestedForFlood } from './suggested.tsx';
import { TripPanel } from './trip-panel.tsx';
import { WatchNextPanel } from './watch-next-panel.tsx';
import './first-out.css';

const shownChoices = 6;

/** One burst whole: what failed first, the sequence of events, its alarms (`children`), trip groups and what to watch. */
export function FloodView({ isVisible, setTitle, children }: { readonly isVisible: boolean; readonly setTitle: (title: string) => void; readonly children: ReactNode }) {
  const client = useClient();
  const { groups, isKnown, problem } = useFirstOut((picture) => picture);
  const group = useShownFlood();
  const title = group === null ? 'Flood' : `Flood ${formatHourMinute(group.startMs)}`;
  useEffect(() => {
    setTitle(title);
  }, [setTitle, title]);
  const onKey = (event: KeyboardEvent): void => {
    const first = group?.ranked[0];
    if (event.key.toLowerCase() !== 'r' || event.ctrlKey || event.altKey || event.metaKey || first === undefined || !preferences.getState().hasLetterKeys || isTyping(event.target)) return;
    // Of a row of the list R is about that row; anywhere else here it is about the first-out.
    if ((event.target as Element).closest('.alarms-scroller') !== null) return;
    event.preventDefault();
    client.timeline.playFrom(first.timeMs - leadMs);
  };
  return (
    <div className="flood-view" onKeyDown={onKey}>
      <div className="flood-main">
        {groups.length > 1 && group !== null ? <Choice groups={groups} group={group} /> : null}
        {group === null ? <NoFlood isKnown={isKnown} problem={problem} /> : <FirstOutPanel group={group} />}
        <div className="flood-list">{children}</div>
      </div>
      <aside className="flood-side" aria-label="Response">
        {group === null ? null : <SuggestedForFlood group={group} />}
        <TripPanel />
        {group === null ? null : <WatchNextPanel group={group} isVisible={isVisible} />}
      </aside>
    </div>
  );
}

/** The burst this window shows, at the moment shown; null when there is none. */
export function useShownFlood(): FirstOutGroup | null {
  const book = useSlowBook();
  const groups = useFirstOut((picture) => picture.groups);
  const id = useStore(shownFlood, (now) => now.id);
  return floodToShow(groups, book, id);
}

function Choice({ groups, group }: { readonly groups: readonly FirstOutGroup[]; readonly group: FirstOutGroup }) {
  const directory = useDirectory();
  const shown = groups.slice(0, shownChoices);
  return (
    <div className="flood-choice">
      <Segmented
        label="Which burst"
        value={String(group.id)}
        onChange={(id) => showFlood(Number(id))}
        segments={(shown.includes(group) ? shown : [...shown.slice(1), group]).map((one) => {
          const [first] = one.ranked;
          return { id: String(one.id), label: `${formatHourMinute(one.startMs)} ${first === undefined ? '' : (directory?.alarm(first.alarm)?.tag ?? first.alarm)}`, count: one.alarmCount };
        })}
      />
      <span className="tx-3">{groups.length > shownChoices ? `the newest of ${groups.length} bursts` : ''}</span>
    </div>
  );
}

function NoFlood({ isKnown, problem }: { readonly isKnown: boolean; readonly problem: string | null }) {
  const isPast = useTimeline((now) => now.mode === 'replay');
  if (!isKnown) {
    return (
      <div className="empty-note flood-none">
        <b>{problem === null ? 'First-out is not known yet' : 'First-out cannot be told'}</b>
        <span>{problem ?? 'It comes with the link to the engine.'}</span>
      </div>
    );
  }
  return (
    <div className="empty-note flood-none">
      <b>{isPast ? 'No burst of alarms in the 4 hours before this moment' : 'No burst of alarms in the last 4 hours'}</b>
      <span>When several alarms come together, what failed first is shown here with its consequences.</span>
    </div>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

import { RotateCcw } from 'lucide-react';
import type { TripLatch } from '#shared/model/first-out.ts';
import type { TripGroup } from '#shared/model/logic.ts';
import { errorText } from '../../../client/first-out-words.ts';
import { faultText, notify } from '../../../client/notices.ts';
import { useClient, useDirectory, useFirstOut, useTimeline } from '../../../client/use-client.ts';
import { useWriteRefusal } from '../../../client/use-refusal.ts';
import { Button } from '../../../widgets/button.tsx';
import { formatClockMs, formatDay } from '../../../widgets/format-time.ts';
import { RankFlag } from '../../../widgets/rank-flag.tsx';
import { usePick } from './first-out-card.tsx';

/** The trip groups of the project as a first-out annunciator shows them: what latched, and the reset. */
export function TripPanel() {
  const directory = useDirectory();
  const trips = useFirstOut((picture) => picture.trips);
  const groups = directory?.directory.logic.tripGroups ?? [];
  const held = new Map(trips.map((trip) => [trip.group, trip]));
  // Those that hold something come first, newest on top.
  const latched = groups.filter(({ id }) => held.has(id)).toSorted((a, b) => (held.get(b.id)?.firstMs ?? 0) - (held.get(a.id)?.firstMs ?? 0));
  const clear = groups.length - latched.length;
  return (
    <section className="first-out-side-part" aria-label="Trip groups">
      <header>
        <b>Trip groups</b>
        <span className="tx-3">{groups.length === 0 ? 'none in the project' : `${latched.length} latched, ${clear} clear`}</span>
      </header>
      <ul>
        {latched.map((group) => (
          <Latch key={group.id} group={group} trip={held.get(group.id) as TripLatch} />
        ))}
      </ul>
    </section>
  );
}

function Latch({ group, trip }: { readonly group: TripGroup; readonly trip: TripLatch }) {
  const client = useClient();
  const directory = useDirectory();
  const pick = usePick();
  const mayNot = useWriteRefusal();
  const isPast = useTimeline((now) => now.mode === 'replay');
  const refusal = mayNot ?? (trip.isResettable ? null : 'One of its alarms is still active. It can be reset when all have returned.');
  const reset = async (): Promise<void> => {
    const answer = await client.call('tripGroup.reset', { group: group.id });
    if (!answer.ok) notify(`${group.name} was not reset: ${faultText(answer.fault)}`, 'failed');
  };
  const error = errorText(trip.uncertaintyMs ?? 0);
  return (
    <li className="first-out-trip">
      <div>
        <b className="first-out-cut" title={group.id}>
          {group.name}
        </b>
        <span className="tx-3 num" title={`${formatDay(trip.firstMs ?? NaN)}${error === '' ? '' : `, ${error}`}`}>
          {formatClockMs(trip.firstMs ?? NaN)}
        </span>
      </div>
      {trip.first.map((alarm) => (
        <button key={alarm} type="button" className="first-out-trip-first" onClick={() => pick({ alarm, seq: 0, timeMs: trip.firstMs ?? 0 })}>
          <RankFlag flag="1ST" size={16} />
          <span className="mono">{directory?.alarm(alarm)?.tag ?? alarm}</span>
          <span className="tx-2 first-out-cut">{directory?.alarm(alarm)?.message ?? alarm}</span>
        </button>
      ))}
      <div>
        <span className="tx-3">
          {trip.first.length > 1 ? `the clocks cannot tell (${error}); ` : ''}
          {trip.later.length === 0 ? 'nothing after it' : `${trip.later.length} after it`}
        </span>
        <Button icon={<RotateCcw size={14} strokeWidth={1.75} />} refusal={isPast ? mayNot : refusal} title="Clears the latch. What was first stays in the journal." onClick={() => void reset()}>
          Reset
        </Button>
      </div>
    </li>
  );
}

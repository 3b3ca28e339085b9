import type { AlarmEvent } from '#shared/model/alarm.ts';
import { pickedAlarm, shownAlarms } from './alarm-actions.ts';
import type { ConsoleClient } from './console-client.ts';
import { faultText, notify } from './notices.ts';
import type { Selection } from './selection.ts';

/** Replay begins this long before what is looked at, ms. */
export const leadMs = 60_000;
/** Events of one and the same moment are passed over in pages of this many. */
const page = 50;

type Steps = Pick<ConsoleClient, 'call' | 'timeline' | 'alarms' | 'present'>;

/** The moment replay from "60 s before" is about: the alarm picked, else one of what is selected, else the first on the screen, else the last one raised; null when there is none. */
export function momentOfInterest(client: Pick<Steps, 'alarms'>, { assetId, tagId }: Pick<Selection, 'assetId' | 'tagId'>): number | null {
  const { picked } = pickedAlarm.getState();
  if (picked !== null && picked.tag === tagId && picked.asset === assetId) return picked.raisedMs;
  const book = client.alarms.getState();
  const selected = (tagId === null ? undefined : book.byTag.get(tagId)) ?? (assetId === null ? undefined : book.byAsset.get(assetId)) ?? [];
  if (selected.length > 0) return Math.min(...selected.map(({ standing }) => standing.raisedMs));
  for (const [first] of shownAlarms.getState().bySource.values()) if (first !== undefined) return first.standing.raisedMs;
  return book.rows[0]?.standing.raisedMs ?? book.recent.findLast(({ kind }) => kind === 'raised')?.timeMs ?? null;
}

/** Plays from 60 s before the moment of interest; without one, from 60 s before the moment shown. */
export function replayFromBefore(client: Steps, selection: Pick<Selection, 'assetId' | 'tagId'>): void {
  client.timeline.playFrom((momentOfInterest(client, selection) ?? client.timeline.nowMs()) - leadMs);
}

/** Jumps to the alarm raised next after (1) or before (−1) the moment shown; says so when there is none. */
export async function jumpToAlarm(client: Steps, direction: 1 | -1): Promise<void> {
  const answer = await client.call('alarms.nextRaised', { atMs: standing(client), direction });
  if (!answer.ok) return notify(`The alarm could not be looked up: ${faultText(answer.fault)}`, 'failed');
  go(client, answer.value.event, direction === 1 ? 'No alarm was raised after this moment.' : 'No alarm was raised before this moment.');
}

/** Steps to the event of the alarm journal next after (1) or before (−1) the moment shown, whatever its kind. */
export async function stepToEvent(client: Steps, direction: 1 | -1): Promise<void> {
  const atMs = standing(client);
  const found = await (direction === 1 ? eventAfter(client, atMs) : eventBefore(client, atMs));
  if (found === 'failed') return;
  go(client, found, direction === 1 ? 'The alarm journal has no event after this moment.' : 'The alarm journal has no event before this moment.');
}

/** Where the clock stands or is about to. */
const standing = ({ timeline }: Steps): number => timeline.state.getState().targetMs ?? timeline.nowMs();

function go({ timeline }: Steps, event: AlarmEvent | null, none: string): void {
  if (event === null) return notify(none);
  timeline.pause();
  // Replay ends behind the present: standing short of the event would look as if it had got there.
  if (timeline.seekExactly(event.engineMs)) notify('That event is less than 2 s old: replay shows it as soon as it is recorded.');
}

async function eventAfter(client: Steps, atMs: number): Promise<AlarmEvent | null | 'failed'> {
  const toMs = client.timeline.state.getState().recording?.toMs ?? client.present.nowMs();
  if (toMs <= atMs) return null;
  const answer = await client.call('alarms.eventsIn', { span: { fromMs: atMs, toMs }, limit: page });
  if (!answer.ok) return failed(answer.fault);
  const found = answer.value.events.find(({ engineMs }) => engineMs > atMs);
  // All of the page stood at the moment itself: the rest of the span is behind it.
  return found ?? (answer.value.reachMs < toMs ? eventAfter(client, answer.value.reachMs) : null);
}

async function eventBefore(client: Steps, atMs: number): Promise<AlarmEvent | null | 'failed'> {
  let beforeSeq = (await seqAt(client, atMs)) + 1;
  for (;;) {
    const answer = await client.call('alarms.journal', { beforeSeq, limit: page });
    if (!answer.ok) return failed(answer.fault);
    const found = answer.value.events.find(({ engineMs }) => engineMs < atMs);
    const last = answer.value.events.at(-1);
    if (found !== undefined || last === undefined) return found ?? null;
    beforeSeq = last.seq;
  }
}

/** Number of the last event up to the moment. While a jump is on its way the book is still of the moment before it. */
async function seqAt(client: Steps, atMs: number): Promise<number> {
  if (client.timeline.state.getState().targetMs === null) return client.alarms.getState().seq;
  const answer = await client.call('alarms.standingAt', { atMs });
  return answer.ok ? answer.value.seq : client.present.alarms.getState().seq;
}

function failed(fault: Parameters<typeof faultText>[0]): 'failed' {
  notify(`The alarm journal could not be read: ${faultText(fault)}`, 'failed');
  return 'failed';
}

import { type AlarmEvent, type AlarmStanding, type HiddenState, type Hiding, isHiddenState } from './alarm.ts';

type Hide = { readonly state: HiddenState; readonly hiding: Hiding };

const hides: Readonly<Partial<Record<AlarmEvent['kind'], HiddenState>>> = { shelved: 'shelved', suppressed: 'suppressed', 'removed-from-service': 'out-of-service' };
const unhides: Readonly<Partial<Record<AlarmEvent['kind'], HiddenState>>> = { unshelved: 'shelved', unsuppressed: 'suppressed', 'returned-to-service': 'out-of-service' };

/** An alarm that never was anything but normal. */
export const neverRaised = (alarm: AlarmStanding['alarm']): AlarmStanding => ({ alarm, state: 'normal', raisedMs: 0, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: null, quality: 0, seq: 0 });

/**
 * True for an event after which everything an alarm stands for is known without those before it: it is raised, comes
 * back active from hiding, or leaves normal. A re-alarm is none: it stands for the activation before it.
 */
export const beginsAnew = ({ kind, from, to }: AlarmEvent): boolean => from === 'normal' || kind === 'raised' || (to === 'active-unacked' && isHiddenState(from));

/**
 * Where an alarm stands after an event, `normal` included, from where it stood before. The one fold of the journal: the
 * engine, the past and the console's replay all use it, so they cannot differ.
 */
export function foldEvent(before: AlarmStanding | undefined, event: AlarmEvent): AlarmStanding {
  const { definition, ...known } = before === undefined || before.state === 'normal' ? { ...neverRaised(event.alarm), definition: before?.definition } : before;
  const after = { ...occurrenceAfter(known, event), ...hidesAfter(known, event), state: event.to };
  return definition === undefined ? after : { ...after, definition };
}

function occurrenceAfter({ hiding: _hiding, alsoHidden: _also, isConditionTrue, ...before }: AlarmStanding, event: AlarmEvent): AlarmStanding {
  const { alarm, kind, from, to, timeMs, value, quality, seq, uncertaintyMs, user } = event;
  if (to === 'active-unacked' && (kind === 'raised' || isHiddenState(from))) {
    return { ...neverRaised(alarm), raisedMs: timeMs, value, quality, seq, isConditionTrue: true, ...(uncertaintyMs === undefined ? {} : { uncertaintyMs }) };
  }
  // Of a hidden alarm the journal does not say how its condition goes on.
  const condition = isHiddenState(to) || isConditionTrue === undefined ? {} : { isConditionTrue };
  if (kind === 'returned') return { ...before, returnedMs: timeMs, isConditionTrue: false };
  if (kind === 'acknowledged') return { ...before, ...condition, acknowledgedMs: timeMs, acknowledgedBy: user ?? null };
  // The same activation, but one that has to be looked at again: an acknowledge sent before does not count for it.
  if (kind === 're-alarmed') return { ...before, ...condition, acknowledgedMs: null, acknowledgedBy: null, seq };
  if (isHiddenState(from) && !isHiddenState(to)) return { ...before, isConditionTrue: false };
  return { ...before, ...condition };
}

/** What hides the alarm after the event: what `state` names in `hiding`, the rest behind it, in the order they began. */
function hidesAfter(before: AlarmStanding, event: AlarmEvent): Pick<AlarmStanding, 'hiding' | 'alsoHidden'> {
  if (!isHiddenState(event.to)) return {};
  const list: Hide[] = [...(before.hiding !== undefined && isHiddenState(before.state) ? [{ state: before.state, hiding: before.hiding }] : []), ...(before.alsoHidden ?? [])];
  const ended = unhides[event.kind];
  const begun = hides[event.kind];
  const kept = list.filter(({ state }) => state !== ended && (state !== begun || event.hiding === undefined));
  if (begun !== undefined && event.hiding !== undefined) kept.push({ state: begun, hiding: event.hiding });
  const answered = event.kind === 'handed-over' ? kept.map((hide) => (hide.hiding.by === null ? hide : { ...hide, hiding: { ...hide.hiding, by: event.user ?? null } })) : kept;
  const shown = answered.find(({ state }) => state === event.to);
  const rest = answered.filter((hide) => hide !== shown);
  return { ...(shown === undefined ? {} : { hiding: shown.hiding }), ...(rest.length === 0 ? {} : { alsoHidden: rest }) };
}

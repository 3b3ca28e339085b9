import { ok, refused } from '#shared/model/fault.ts';
import type { AlarmDefinition, AlarmEvent } from '#shared/model/alarm.ts';
import type { Session } from '#shared/rpc/wire.ts';
import type { Handled } from '../alarms/alarm-engine.ts';
import type { HideRequest } from '../alarms/hide-requests.ts';
import { StoreError } from '../store/store.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';
import { openEvents } from './event-stream.ts';
import { journalQuery } from './journal-filter.ts';

type Names =
  | 'alarms.standing'
  | 'alarms.events'
  | 'alarms.journal'
  | 'alarm.acknowledge'
  | 'alarm.reset'
  | 'alarm.shelve'
  | 'alarm.unshelve'
  | 'alarm.takeOver'
  | 'alarm.removeFromService'
  | 'alarm.returnToService';
type Alarms = readonly Handled['done'][number][];

/** Alarms as they stand, their journal, and what people do with them. */
export function alarmHandlers(parts: EngineParts): HandlersOf<Names> {
  const answer = ({ done, refused: kept }: Handled) => ({ ok: true as const, value: { done: [...done], refused: [...kept] } });
  const hide = async (request: HideRequest, alarms: Alarms, { user, role }: Session) => answer(await parts.plant().alarms.hide(request, alarms, { user, role }));

  /** What alarms are about that devices brought along; nothing where the project knows all of them. */
  const about = (events: readonly AlarmEvent[]): { readonly definitions?: AlarmDefinition[] } => {
    const { alarms } = parts.plant();
    const definitions = [...new Set(events.map(({ alarm }) => alarm))].flatMap((alarm) => alarms.standingOf(alarm)?.definition ?? []);
    return definitions.length === 0 ? {} : { definitions };
  };

  return {
    'alarms.standing': () => {
      const { alarms } = parts.plant();
      return { ok: true, value: { seq: alarms.publishedSeq, standings: [...alarms.standings()] } };
    },
    'alarms.events': ({ afterSeq }, { notify }) => openEvents(parts, afterSeq, notify),
    'alarms.journal': async ({ beforeSeq, limit, filter }, _session, asked?: { readonly signal: AbortSignal }) => {
      const { journal } = parts.store;
      try {
        if (filter !== undefined) {
          const { alarms, project } = parts.plant();
          const { events, nextBeforeSeq } = await journal.search(journalQuery(filter, beforeSeq, limit, project, alarms.definitions), asked?.signal);
          return ok({ events: [...events], nextBeforeSeq, ...about(events) });
        }
        const events = [...(await journal.before(beforeSeq, limit))];
        return ok({ events, nextBeforeSeq: events.length < limit ? null : (events.at(-1)?.seq ?? null), ...about(events) });
      } catch (error) {
        if (error instanceof StoreError && error.code === 'cancelled') return refused('cancelled', 'The question was superseded.');
        return refused('history-unavailable', `The journal cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'Alarms and live values are not affected; try again in a moment.');
      }
    },
    'alarm.acknowledge': async ({ occurrences, comment }, { user }) => answer(await parts.plant().alarms.act('acknowledge', occurrences, user, comment)),
    'alarm.reset': async ({ occurrences }, { user }) => answer(await parts.plant().alarms.act('reset', occurrences, user, '')),
    'alarm.shelve': ({ alarms, forMs, isOneShot, reason }, session) => hide({ kind: 'shelve', forMs, isOneShot, reason }, alarms, session),
    'alarm.unshelve': ({ alarms }, session) => hide({ kind: 'unshelve' }, alarms, session),
    'alarm.takeOver': ({ alarms, comment }, session) => hide({ kind: 'take-over', comment }, alarms, session),
    'alarm.removeFromService': ({ alarms, reason }, session) => hide({ kind: 'remove-from-service', reason }, alarms, session),
    'alarm.returnToService': ({ alarms }, session) => hide({ kind: 'return-to-service' }, alarms, session),
  };
}

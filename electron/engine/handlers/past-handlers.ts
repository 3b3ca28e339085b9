import type { AlarmEvent } from '#shared/model/alarm.ts';
import { ok, refused } from '#shared/model/fault.ts';
import { StoreError } from '../store/store.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

type Names = 'alarms.standingAt' | 'alarms.eventsIn' | 'alarms.density' | 'alarms.nextRaised' | 'actions.in';

type Asked = { readonly signal: AbortSignal };

/** More events of one and the same millisecond than this are given up: no plant makes them. */
const maxOfOneMoment = 100_000;

/** Alarms and actions as they were, from the journal and the audit log. */
export function pastHandlers(parts: EngineParts): HandlersOf<Names> {
  const unavailable = (error: unknown) =>
    error instanceof StoreError && error.code === 'cancelled'
      ? refused('cancelled', 'The question was superseded.')
      : refused('history-unavailable', `The journal cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'Alarms and live values are not affected; try again in a moment.');
  const { journal, audit } = parts.store;

  return {
    'alarms.standingAt': async ({ atMs }, _session, asked?: Asked) => {
      try {
        const { seq, standings } = await journal.standingAt(atMs, asked?.signal);
        // As with live standings: an alarm the project does not have any more never returns, so it would stand for ever.
        // One that a device brought along says what it is itself: no project does.
        const { alarms } = parts.plant();
        const known = standings.flatMap((standing) => {
          const now = alarms.currentOf(standing.alarm);
          if (now === null) return [];
          return now.definition === undefined ? standing : { ...standing, definition: now.definition };
        });
        return ok({ seq, standings: known });
      } catch (error) {
        return unavailable(error);
      }
    },
    'alarms.eventsIn': async ({ span: { fromMs, toMs }, limit }, _session, asked?: Asked) => {
      try {
        const events = await journal.eventsIn({ fromMs, toMs, limit: limit + 1 }, asked?.signal);
        const beyond = events[limit];
        if (beyond === undefined) return ok({ events: [...events], reachMs: toMs });
        // Cut before the first moment that is not whole, so that asking again from `reachMs` gives each event once.
        const whole = events.filter(({ engineMs }) => engineMs < beyond.engineMs);
        if (whole.length > 0) return ok({ events: whole, reachMs: beyond.engineMs });
        const moment: readonly AlarmEvent[] = await journal.eventsIn({ fromMs: beyond.engineMs, toMs: beyond.engineMs, limit: maxOfOneMoment }, asked?.signal);
        return ok({ events: [...moment], reachMs: Math.min(toMs, beyond.engineMs + 0.001) });
      } catch (error) {
        return unavailable(error);
      }
    },
    'alarms.density': async ({ span, width }, _session, asked?: Asked) => {
      try {
        const raised = await journal.raisedIn({ ...span, width }, asked?.signal);
        const priorityOf = new Map<string, number>(parts.plant().alarms.definitions.map(({ id, priority }) => [id, priority]));
        const counts = new Uint32Array(4 * width);
        for (const { alarm, column, count } of raised) {
          // As in the console: an alarm the project does not have any more reads priority 4.
          const priority = priorityOf.get(alarm) ?? 4;
          counts[(priority - 1) * width + column] = (counts[(priority - 1) * width + column] ?? 0) + count;
        }
        return ok({ counts });
      } catch (error) {
        return unavailable(error);
      }
    },
    'alarms.nextRaised': async ({ atMs, direction }) => {
      try {
        return ok({ event: await journal.nextRaised(atMs, direction) });
      } catch (error) {
        return unavailable(error);
      }
    },
    'actions.in': async ({ span, limit }, _session, asked?: Asked) => {
      try {
        const lines = await audit.in({ ...span, limit }, asked?.signal);
        return ok({ actions: lines.map(({ seq, timeMs, user, role, action, subject, result }) => ({ seq, timeMs, user, role, action, subject, result })) });
      } catch (error) {
        return unavailable(error);
      }
    },
  };
}

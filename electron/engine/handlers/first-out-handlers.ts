import type { FirstOutGroup, TripLatch } from '#shared/model/first-out.ts';
import { ok, refused } from '#shared/model/fault.ts';
import { StoreError } from '../store/store.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';
import { latestOf } from './stream.ts';

type Names = 'firstOut.current' | 'firstOut.in' | 'firstOut.at' | 'tripGroup.reset';
type Asked = { readonly signal: AbortSignal };

/** What came first in bursts of alarms, now and in the past, and the latches of trip groups. */
export function firstOutHandlers(parts: EngineParts): HandlersOf<Names> {
  const { firstOut } = parts;
  const picture = ({ groups, trips }: { readonly groups: readonly FirstOutGroup[]; readonly trips: readonly TripLatch[] }) => ({ groups: [...groups], trips: [...trips] });
  const unavailable = (error: unknown) =>
    error instanceof StoreError && error.code === 'cancelled'
      ? refused('cancelled', 'The question was superseded.')
      : refused('history-unavailable', `First-out of the past cannot be told: ${error instanceof Error ? error.message : String(error)}`, 'Alarms are not affected; try again in a moment.');

  return {
    'firstOut.current': (_params, { notify }) =>
      latestOf(
        () => picture(firstOut.current()),
        (call) => firstOut.onChange(call),
        notify,
      ),
    'firstOut.in': async ({ span, limit }, _session, asked?: Asked) => {
      try {
        const { groups, isWhole } = await firstOut.in(span, limit, asked?.signal);
        return ok({ groups: [...groups], isWhole });
      } catch (error) {
        return unavailable(error);
      }
    },
    'firstOut.at': async ({ atMs }, _session, asked?: Asked) => {
      try {
        return ok(picture(await firstOut.at(atMs, asked?.signal)));
      } catch (error) {
        return unavailable(error);
      }
    },
    'tripGroup.reset': async ({ group }, { user }) => {
      const outcome = await firstOut.reset(group, user);
      if (outcome.kind === 'done') return ok({});
      if (outcome.kind === 'only-looked-at') return refused('forbidden', `Trip group ${group} was not reset: no plant runs here, its records are only looked at.`);
      if (outcome.kind === 'not-found') return refused('not-found', `The project has no trip group ${group}.`);
      const [first, ...more] = outcome.alarms;
      const others = more.length === 0 ? '' : ` and ${more.length} more`;
      return refused('still-active', `Trip group ${group} was not reset: ${first}${others} of it ${more.length === 0 ? 'is' : 'are'} still active.`, 'Reset it when all its alarms have returned.');
    },
  };
}

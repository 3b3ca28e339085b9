import { DesignChange } from '#shared/contract/alarm-design.ts';
import { ok, refused } from '#shared/model/fault.ts';
import { writeAlarm } from '../project/write-alarm.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

const mostChanges = 200;

/** Rationalisation: the design of alarms is changed in the project's files, which the watcher reads again. */
export function alarmDesignHandlers(parts: EngineParts): HandlersOf<'alarm.rationalise' | 'alarm.designHistory'> {
  // Two changes of one file at once would lose the first.
  let last: Promise<unknown> = Promise.resolve();
  return {
    'alarm.rationalise': ({ alarm, change, before, why }, session) => {
      const done = last.then(async () => {
        const note = { by: session.user, at: new Date(parts.clock.nowMs()).toISOString(), why };
        const written = await writeAlarm(parts.projectDir, { alarm, change, before, note });
        return written.ok ? ok({}) : written;
      });
      last = done.catch(() => undefined);
      return done;
    },
    'alarm.designHistory': async ({ alarm }) => {
      try {
        const lines = await parts.store.audit.of({ action: 'alarm.rationalise', subject: alarm, limit: mostChanges });
        return ok({ changes: lines.flatMap(({ timeMs, user, detail, result }) => readChange(detail, { timeMs, user, result })) });
      } catch (error) {
        return refused('history-unavailable', `The audit log cannot be read: ${String(error)}`, 'Look at the data store in the status bar.');
      }
    },
  };
}

/** A line that a later version wrote in another way is left out: what it said is still in the audit log. */
function readChange(detail: string, of: Pick<DesignChange, 'timeMs' | 'user' | 'result'>): DesignChange[] {
  try {
    const read = DesignChange.safeParse({ ...(JSON.parse(detail) as object), ...of });
    return read.success ? [read.data] : [];
  } catch {
    return [];
  }
}

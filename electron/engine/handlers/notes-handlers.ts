import { ok, refused } from '#shared/model/fault.ts';
import { createListeners } from '../listeners.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';
import { latestOf } from './stream.ts';

type Names = 'notes.in' | 'notes.version' | 'note.write' | 'note.withdraw';

/** Notes of people on stretches of time. A note stays as it was written; withdrawn ones are still given, marked. */
export function notesHandlers(parts: EngineParts): HandlersOf<Names> {
  let version = 0;
  const changed = createListeners<[]>((error) => parts.log.error('notes', `Unexpected error: ${String(error)}`));
  const count = (): void => {
    version++;
    changed.call();
  };
  const unavailable = (what: string, error: unknown) =>
    refused('history-unavailable', `${what}: ${error instanceof Error ? error.message : String(error)}`, 'Look at the data store in the status bar, then try again.');

  return {
    'notes.in': async ({ span, limit }) => {
      try {
        return ok({ notes: [...(await parts.store.notes.in({ ...span, limit }))] });
      } catch (error) {
        return unavailable('Notes cannot be read', error);
      }
    },
    'notes.version': (_params, { notify }) =>
      latestOf(
        () => ({ version }),
        (call) => changed.add(call),
        notify,
      ),
    'note.write': async ({ fromMs, toMs, text, tags, asset }, { user }) => {
      const { project } = parts.plant();
      const unknown = tags.find((tag) => !project.directory.has(tag));
      if (unknown !== undefined) return refused('not-found', `There is no tag ${unknown}, so the note was not written.`);
      if (asset !== null && !project.assets.some(({ id }) => id === asset)) return refused('not-found', `There is no asset ${asset}, so the note was not written.`);
      if (toMs !== null && toMs < fromMs) return refused('bad-input', 'The note would end before it begins.');
      try {
        const seq = await parts.store.notes.write({ fromMs, toMs, madeMs: parts.clock.nowMs(), user, text, tags, asset });
        count();
        return ok({ seq });
      } catch (error) {
        return unavailable('The note was not written', error);
      }
    },
    'note.withdraw': async ({ seq }, { user }) => {
      try {
        if (!(await parts.store.notes.withdraw(seq, parts.clock.nowMs(), user))) return refused('not-found', `There is no note ${seq} to withdraw, or it is withdrawn already.`);
        count();
        return ok({});
      } catch (error) {
        return unavailable('The note was not withdrawn', error);
      }
    },
  };
}

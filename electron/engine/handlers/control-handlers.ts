import { ok, refused } from '#shared/model/fault.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';
import { latestOf } from './stream.ts';

type Names =
  | 'control.select'
  | 'control.operate'
  | 'control.state'
  | 'control.take'
  | 'control.release'
  | 'control.ask'
  | 'control.give'
  | 'control.force'
  | 'control.dismiss'
  | 'control.history';

/** Control of the plant: everything is decided in `control/`. */
export function controlHandlers({ control }: Pick<EngineParts, 'control'>): HandlersOf<Names> {
  const { leases } = control;
  const done = <Answer extends { readonly ok: boolean }>(answer: Answer) => (answer.ok ? ok({}) : (answer as Exclude<Answer, { readonly ok: true }>));
  return {
    'control.select': (asked, session) => control.select(asked, session),
    'control.operate': (asked, session) => control.operate(asked, session),
    'control.state': (_params, { session, notify }) => latestOf(() => control.state(session), (changed) => control.follow(session, changed), notify),
    'control.take': ({ area }, session) => done(leases.take(area, control.consoleOf(session))),
    'control.release': ({ area }, session) => done(leases.release(area, control.consoleOf(session))),
    'control.ask': ({ area }, session) => done(leases.ask(area, control.consoleOf(session))),
    'control.give': ({ area }, session) => done(leases.give(area, control.consoleOf(session))),
    'control.force': ({ area }, session) => done(leases.force(area, control.consoleOf(session))),
    'control.dismiss': ({ tag, seq }) => (control.dismiss(tag, seq) ? ok({}) : refused('not-found', `No write ${seq} is marked at ${tag} any more.`)),
    'control.history': async ({ tag, limit }) => {
      try {
        return ok({ writes: [...(await control.history(tag, limit))] });
      } catch (error) {
        return refused('history-unavailable', `The audit log cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'Writing is not affected; try again in a moment.');
      }
    },
  };
}

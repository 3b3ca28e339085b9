import { ok, refused } from '#shared/model/fault.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';
import { notRecorded, unread } from './incident-handlers.ts';
import { latestOf } from './stream.ts';

type Names = 'handover.draft' | 'handover.write' | 'handover.accept' | 'handover.newest' | 'handover.list' | 'record.attach' | 'record.attachment' | 'record.head';

/** Handovers between shifts, and the records themselves. */
export function handoverHandlers({ incidents: { handovers }, records }: EngineParts): HandlersOf<Names> {
  return {
    'handover.draft': async () => {
      try {
        return ok({ draft: await handovers.draft() });
      } catch (error) {
        return unread(error);
      }
    },
    'handover.write': async ({ opId, comment }, { user, role }) => {
      try {
        return await handovers.write(opId, comment, { user, role });
      } catch (error) {
        return notRecorded(error);
      }
    },
    'handover.accept': async (asked, { user, role }) => {
      try {
        return await handovers.accept(asked, { user, role });
      } catch (error) {
        return notRecorded(error);
      }
    },
    'handover.newest': (_params, { notify }) => latestOf(() => ({ handover: handovers.newest() }), (changed) => handovers.onChange(changed), notify),
    'handover.list': async ({ limit }) => {
      try {
        return ok({ handovers: [...(await handovers.list(limit))] });
      } catch (error) {
        return unread(error);
      }
    },
    'record.attach': async ({ type, name, body }) => {
      try {
        // A copy: what came in is part of the whole message.
        const kept = await records.attach(type, new Uint8Array(body));
        return kept.ok ? ok({ hash: kept.value, bytes: body.length, type, name }) : kept;
      } catch (error) {
        return notRecorded(error);
      }
    },
    'record.attachment': async ({ hash }) => {
      try {
        const found = await records.attachment(hash);
        return found === null ? refused('not-found', `There is no attachment ${hash}.`) : ok(found);
      } catch (error) {
        return unread(error);
      }
    },
    'record.head': async () => {
      try {
        return ok({ ...(await records.head()) });
      } catch (error) {
        return unread(error);
      }
    },
  };
}

import type { WriteRecord } from '#shared/contract/control.ts';
import type { ControlState } from '#shared/model/control.ts';
import type { TagId } from '#shared/model/ids.ts';
import type { Session } from '#shared/rpc/wire.ts';
import type { Clock, Log } from '../ports.ts';
import type { Store } from '../store/store.ts';
import type { ControlLinks, ControlPlant } from './control-plant.ts';
import { type Console, createLeases, type Leases } from './leases.ts';
import { createSelections } from './selections.ts';
import { closeUnfinished, findUnfinished } from './unfinished-writes.ts';
import { createWriteLines, readDetail, writeAction } from './write-lines.ts';
import { openWriteMarks } from './write-marks.ts';
import { consoleOf, createWriteService, placeOf, type WriteService } from './write-service.ts';

export type ControlService = Pick<WriteService, 'select' | 'operate'> & {
  /** Who holds what; refusals in a sentence. */
  readonly leases: Omit<Leases, 'setAreas' | 'state' | 'tidy' | 'arrive'>;
  consoleOf(session: Session): Console;
  /** What a console is shown, and the same again when it changed; while it is followed the console counts as being there. */
  state(session: Session): ControlState;
  follow(session: Session, changed: () => void): () => void;
  dismiss(tag: TagId, seq: number): boolean;
  /** Writes to one tag, newest first. */
  history(tag: TagId, limit: number): Promise<readonly WriteRecord[]>;
  /** The project was read anew. */
  projectChanged(): void;
  /** Closes what an engine before this one left open; to be called when devices are connected to. */
  start(): void;
  /** Writes under way are left to the next start. Resolves when what is known of them is on disk. */
  close(): Promise<void>;
};

export type ControlOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Pick<Store, 'audit' | 'meta'>;
  readonly links: ControlLinks;
  readonly plant: () => ControlPlant;
};

/** How often leases that ran out and feedback that agrees are looked for, ms. */
const lookMs = 500;

/** Control of the plant: who has it, and what they write. */
export async function createControl({ clock, log, store, links, plant }: ControlOptions): Promise<ControlService> {
  const followers = new Set<() => void>();
  const tell = (): void => {
    for (const changed of followers) changed();
  };
  let hasEnded = false;
  const isClosed = (): boolean => hasEnded;
  const leases = createLeases(clock);
  const lines = createWriteLines(store.audit, clock, log);
  const left = await findUnfinished(store.audit, log);
  const marks = await openWriteMarks({
    clock,
    log,
    meta: store.meta,
    changed: tell,
    agreed(mark, role, { shown }) {
      // What the device refused it never took: that somebody else wrote the same later is no end of this write.
      if (mark.kind !== 'failed') void lines.end(mark.seq, { user: mark.user, role }, mark.tag, 'done late: the feedback agreed afterwards', shown);
    },
  });
  const writes = createWriteService({ clock, log, links, plant, leases, selections: createSelections(clock), lines, marks, isClosed });
  const cancelLook = clock.every(lookMs, () => {
    marks.look(plant());
    if (leases.tidy()) tell();
  });
  const readAreas = (): void => {
    leases.setAreas(plant().areas);
    tell();
  };
  readAreas();

  /** As asked, and told to all consoles where it was done. */
  const told = <Args extends readonly unknown[], Answer extends { readonly ok: boolean }>(act: (...args: Args) => Answer) => (...args: Args): Answer => {
    const answer = act(...args);
    if (answer.ok) tell();
    return answer;
  };
  return {
    select: writes.select,
    operate: writes.operate,
    leases: {
      fenceOf: leases.fenceOf,
      holderOf: leases.holderOf,
      take: told(leases.take),
      release: told(leases.release),
      ask: told(leases.ask),
      give: told(leases.give),
      force: told(leases.force),
    },
    consoleOf: (session) => ({ id: consoleOf(session), user: session.user, place: placeOf(session) }),
    state: (session) => ({ authority: plant().authority, areas: [...leases.state(consoleOf(session))], marks: [...marks.list] }),
    follow(session, changed) {
      const leave = leases.arrive({ id: consoleOf(session), user: session.user, place: placeOf(session) });
      followers.add(changed);
      tell();
      return () => {
        followers.delete(changed);
        leave();
        tell();
      };
    },
    dismiss: marks.dismiss,
    async history(tag, limit) {
      const found = await store.audit.of({ action: writeAction, subject: tag, limit });
      return found.map(({ seq, timeMs, user, role, detail, result }) => {
        const known = readDetail(detail);
        return { seq, timeMs, user, role, place: known?.place ?? '', before: known?.before ?? '', after: known?.after ?? '', reason: known?.reason ?? '', result };
      });
    },
    projectChanged: readAreas,
    start: () => closeUnfinished({ clock, log, lines, marks, links, plant, isClosed }, left),
    async close() {
      hasEnded = true;
      cancelLook();
      followers.clear();
      await Promise.all([lines.settled(), marks.settled()]);
    },
  };
}

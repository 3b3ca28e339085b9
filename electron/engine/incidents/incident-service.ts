import { decideIncident, type IncidentFault } from '#shared/incident/decide-incident.ts';
import { foldIncident, incidentAt, incidentPrefix, readIncidentRecord, streamOfIncident } from '#shared/incident/fold-incident.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import { type Incident, type IncidentAddition, type IncidentCommand, type IncidentEvent, IncidentId, type IncidentOpening, type IncidentOrigin, type IncidentRecord } from '#shared/model/incident.ts';
import type { KeptRecord } from '#shared/model/kept-record.ts';
import type { Clock, Log } from '../ports.ts';
import type { NewRecord, Records, Who } from '../records/records.ts';

export type Committed = { readonly incident: IncidentId; readonly seq: number; readonly isAgain: boolean };
export type ActAsked = { readonly incident: IncidentId; readonly opId: string; readonly seenSeq: number; readonly act: IncidentAddition | IncidentCommand };
export type IncidentSummary = Pick<Incident, 'id' | 'title' | 'severity' | 'state' | 'startMs' | 'openedMs' | 'openedBy' | 'commander'> & { readonly closedMs: number | null };

export type IncidentService = {
  /** Opens an incident under the next number; the same `opId` again gives back the same one. */
  begin(opening: IncidentOpening, opId: string, who: NonNullable<Who>): Promise<Result<Committed, 'conflict'>>;
  act(asked: ActAsked, who: NonNullable<Who>): Promise<Result<Committed, IncidentFault>>;
  /** Open ones, worst and then newest first. */
  open(): readonly Incident[];
  get(id: IncidentId): Promise<Incident | null>;
  /** All records of one, oldest first; null where there is none. */
  records(id: IncidentId): Promise<readonly IncidentRecord[] | null>;
  /** As it was known at a time; null where it was not open by then. */
  at(id: IncidentId, atMs: number): Promise<Incident | null>;
  /** Newest first, from below `beforeNumber`. */
  list(query: { readonly state: 'open' | 'closed' | 'all'; readonly beforeNumber: number | null; readonly limit: number }): readonly IncidentSummary[];
  /** Calls after each record of an incident; gives back how to stop. */
  onChange(listener: (record: IncidentRecord) => void): () => void;
  close(): Promise<void>;
};

type Loaded = { state: Incident; readonly ops: Set<string>; tail: Promise<unknown> };
/** What is known of each without reading all of it. */
type Entry = { readonly number: number; readonly opId: string | null; summary: IncidentSummary };

/** Closed ones kept in memory after somebody looked at them. */
const mostClosedLoaded = 30;
const watchEveryMs = 1000;
const numberOf = (id: string): number => Number(id.slice('INC-'.length));

/** The alarm may have been raised again since: it is the same one all the same. */
function isSameOrigin(a: IncidentOrigin, b: IncidentOrigin): boolean {
  const named = (origin: IncidentOrigin): string => (origin.kind === 'alarm' ? origin.alarm : origin.kind === 'first-out' ? String(origin.group) : origin.kind === 'asset' ? origin.asset : origin.by);
  return a.kind === b.kind && named(a) === named(b);
}

/** Incidents of this plant: each is what its records add up to, and goes on after a restart where it was. */
export async function createIncidents({ records, clock, log, isStill }: { readonly records: Pick<Records, 'append' | 'read' | 'readAll' | 'streams' | 'onRecord' | 'settle'>; readonly clock: Clock; readonly log: Log; readonly isStill: boolean }): Promise<IncidentService> {
  const listeners = new Set<(record: IncidentRecord) => void>();
  const entries = new Map<string, Entry>();
  const loaded = new Map<string, Loaded>();
  const opened = new Map<string, IncidentId>();
  const beginning = new Map<string, Promise<Result<Committed, 'conflict'>>>();
  let highest = 0;

  const summaryOf = ({ id, title, severity, state, startMs, openedMs, openedBy, commander, closed }: Incident): IncidentSummary => ({ id, title, severity, state, startMs, openedMs, openedBy, commander, closedMs: closed?.atMs ?? null });
  const enter = (state: Incident, opId: string | null): void => {
    const known = entries.get(state.id);
    const number = numberOf(state.id);
    highest = Math.max(highest, number);
    entries.set(state.id, { number, opId: known?.opId ?? opId, summary: summaryOf(state) });
    if (known === undefined && opId !== null) opened.set(opId, state.id);
  };
  const read = async (id: IncidentId): Promise<readonly IncidentRecord[]> => {
    const all = await records.readAll(streamOfIncident(id));
    const known = all.map(readIncidentRecord);
    if (known.includes(null)) log.warn('incidents', `${id} has records of another version of Firstout, which are not shown.`);
    return known.filter((record) => record !== null);
  };
  /** Nothing is awaited between the fold and its place in the map: no record can come between. */
  const load = async (id: IncidentId): Promise<Loaded | null> => {
    const there = loaded.get(id);
    if (there !== undefined || !entries.has(id)) return there ?? null;
    let all = await read(id);
    for (;;) {
      const again = loaded.get(id);
      if (again !== undefined) return again;
      // What came while it was read is told by the listener only to loaded ones: read on until nothing is missing.
      const more = (await records.read(streamOfIncident(id), all.at(-1)?.seq ?? 0)).map(readIncidentRecord).filter((record) => record !== null);
      if (more.length === 0) break;
      all = [...all, ...more];
    }
    const state = incidentAt(all);
    if (state === null) return null;
    const fresh: Loaded = { state, ops: new Set(all.flatMap(({ opId }) => opId ?? [])), tail: Promise.resolve() };
    loaded.set(id, fresh);
    enter(state, null);
    makeRoom();
    return fresh;
  };
  const makeRoom = (): void => {
    const closed = [...loaded].filter(([, { state }]) => state.state === 'closed');
    for (const [id] of closed.slice(0, Math.max(0, closed.length - mostClosedLoaded))) loaded.delete(id);
  };

  const take = (kept: KeptRecord): void => {
    const record = readIncidentRecord(kept);
    if (record === null) return;
    const there = loaded.get(record.incident);
    const state = foldIncident(there?.state ?? null, record);
    if (state !== null && (there !== undefined || record.event.kind === 'opened')) {
      if (there === undefined) loaded.set(record.incident, { state, ops: new Set(), tail: Promise.resolve() });
      else there.state = state;
      if (record.opId !== null) loaded.get(record.incident)?.ops.add(record.opId);
      enter(state, record.opId);
    } else if (entries.has(record.incident)) {
      // It made room while somebody wrote into it.
      load(record.incident).catch((error: unknown) => log.warn('incidents', `${record.incident} could not be read again: ${error instanceof Error ? error.message : String(error)}`));
    }
    for (const listener of listeners) listener(record);
  };
  const stopListening = records.onRecord(take);
  for (const { first, last, stream } of await records.streams(incidentPrefix)) {
    // The number of one whose beginning was lost with a damaged file is not given again either.
    highest = Math.max(highest, numberOf(stream.slice(incidentPrefix.length)) || 0);
    const begun = readIncidentRecord(first);
    const state = begun === null ? null : incidentAt([begun]);
    if (state === null) {
      log.warn('incidents', `${stream} does not begin as an incident does, so it is not shown.`);
      continue;
    }
    const end = readIncidentRecord(last);
    enter(state, first.opId);
    // One whose last record closes it needs no reading yet; of others what they came to is in all their records.
    if (end?.event.kind === 'close') entries.set(state.id, { number: numberOf(state.id), opId: first.opId, summary: { ...summaryOf(state), state: 'closed', closedMs: end.timeMs } });
    else {
      await load(state.id);
    }
  }

  const newRecord = (id: IncidentId, { kind, ...body }: IncidentEvent, who: Who, opId: string): NewRecord => ({
    stream: streamOfIncident(id),
    kind,
    body,
    who,
    opId,
    ...('atMs' in body && typeof body.atMs === 'number' ? { sourceMs: body.atMs } : kind === 'opened' && 'startMs' in body ? { sourceMs: body.startMs } : {}),
  });
  /** One act after the other on each incident: what is decided is decided on what stands on disk. */
  const inTurn = <Answer>(one: Loaded, work: () => Promise<Answer>): Promise<Answer> => {
    const answer = one.tail.then(work);
    one.tail = answer.catch(() => undefined);
    return answer;
  };

  /** Sent again: what was asked is the same; the moment, and what stood then, are those of the first time. */
  const begunBefore = async (id: IncidentId, opening: IncidentOpening, who: NonNullable<Who>): Promise<Result<Committed, 'conflict'>> => {
    const [first] = (await records.read(streamOfIncident(id), 0, 1)).map(readIncidentRecord);
    const isSame = first?.event.kind === 'opened' && first.user === who.user && first.event.severity === opening.severity && isSameOrigin(first.event.origin, opening.origin);
    if (!isSame) return refused('conflict', `The number of this act was used before, to open ${id}, so nothing was written.`, 'Do it once more: a new number is made for it.');
    return ok({ incident: id, seq: first.seq, isAgain: true });
  };
  const beginNew = async (opening: IncidentOpening, opId: string, who: NonNullable<Who>): Promise<Result<Committed, 'conflict'>> => {
    // A first try of which nobody knows whether it came to disk: if it did, it is known from here on.
    await records.settle();
    const before = opened.get(opId);
    if (before !== undefined) return begunBefore(before, opening, who);
    const id = IncidentId.parse(`INC-${String(++highest).padStart(4, '0')}`);
    const put = await records.append(newRecord(id, opening, who, opId), 0);
    return put.ok ? ok({ incident: id, seq: put.value.seq, isAgain: put.value.isAgain }) : put;
  };

  const watch = clock.every(watchEveryMs, () => {
    if (isStill) return;
    for (const one of loaded.values()) {
      const { id, updateDueMs, everyMin } = one.state;
      const nowMs = clock.nowMs();
      if (updateDueMs === null || everyMin === null || nowMs < updateDueMs) continue;
      const count = Math.floor((nowMs - updateDueMs) / (everyMin * 60_000)) + 1;
      void inTurn(one, async () => {
        // An update may have come before it was this one's turn.
        if (one.state.updateDueMs !== updateDueMs) return;
        await records.append(newRecord(id, { kind: 'update-missed', dueMs: updateDueMs, count }, null, `missed-${one.state.reopened}-${Math.round(updateDueMs)}`), one.state.seq);
      }).catch((error: unknown) => log.error('incidents', `That the status update of ${id} is late could not be written down: ${error instanceof Error ? error.message : String(error)}`));
    }
  });

  return {
    async begin(opening, opId, who) {
      const under = beginning.get(opId);
      if (under !== undefined) {
        const first = await under;
        return first.ok ? beginNew(opening, opId, who) : first;
      }
      const work = beginNew(opening, opId, who).finally(() => beginning.delete(opId));
      beginning.set(opId, work);
      return work;
    },
    async act({ incident: id, opId, seenSeq, act }, who) {
      const one = await load(id);
      if (one === null) return refused('not-found', `There is no incident ${id}.`);
      return inTurn(one, async () => {
        const isKnown = one.ops.has(opId);
        if (!isKnown) {
          const decided = decideIncident(one.state, act, { seenSeq, nowMs: clock.nowMs() });
          if (!decided.ok) return decided;
        }
        const put = await records.append(newRecord(id, act, who, opId), isKnown ? undefined : one.state.seq);
        return put.ok ? ok({ incident: id, seq: put.value.seq, isAgain: put.value.isAgain }) : put;
      });
    },
    open: () =>
      [...loaded.values()]
        .map(({ state }) => state)
        .filter(({ state }) => state === 'open')
        .sort((a, b) => a.severity - b.severity || b.openedMs - a.openedMs || numberOf(b.id) - numberOf(a.id)),
    get: async (id) => (await load(id))?.state ?? null,
    records: async (id) => (entries.has(id) ? read(id) : null),
    at: async (id, atMs) => (entries.has(id) ? incidentAt(await read(id), atMs) : null),
    list({ state, beforeNumber, limit }) {
      const all = [...entries.values()].filter(({ number, summary }) => (beforeNumber === null || number < beforeNumber) && (state === 'all' || summary.state === state));
      return all.sort((a, b) => b.number - a.number).slice(0, limit).map(({ summary }) => summary);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      watch();
      await Promise.all([...loaded.values()].map(({ tail }) => tail));
      stopListening();
      listeners.clear();
    },
  };
}

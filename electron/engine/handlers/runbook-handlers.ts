import { ok, refused } from '#shared/model/fault.ts';
import type { RunRecord, RunSummary } from '#shared/model/runbook-run.ts';
import type { StreamSource } from '#shared/rpc/server.ts';
import type { RunbookService } from '../runbooks/run-service.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';
import { latestOf } from './stream.ts';

type Names =
  | 'runbook.begin'
  | 'runbook.act'
  | 'runbook.dryBegin'
  | 'runbook.dryAct'
  | 'runbook.dryMove'
  | 'runbook.photo'
  | 'runbook.select'
  | 'runbook.operate'
  | 'runbook.runs'
  | 'runbook.events'
  | 'runbook.live'
  | 'runbook.records'
  | 'runbook.past'
  | 'runbook.locks'
  | 'runbook.attachment';

const recordsPerItem = 200;

/** Runs of runbooks: everything is decided in `runbooks/`. */
export function runbookHandlers({ runbooks, log }: Pick<EngineParts, 'runbooks' | 'log'>): HandlersOf<Names> {
  const unreadable = (error: unknown) => refused('history-unavailable', `The records cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'Look at the data store in the status bar, then try again.');
  return {
    'runbook.begin': async (asked, session) => {
      const begun = await runbooks.begin({ ...asked, dry: null }, session);
      if (begun.ok) return begun;
      const { code, message, tip } = begun.fault;
      // Only dry runs are refused for these.
      return refused(code === 'not-simulated' || code === 'bad-span' ? 'not-found' : code, message, tip);
    },
    // It is of no incident and answers no alarm, so that none has it among what was done.
    'runbook.dryBegin': (asked, session) => runbooks.begin({ ...asked, incident: null, alarm: null, asset: null, reason: '' }, session),
    'runbook.dryAct': (asked, session) => runbooks.dryAct(asked, session),
    'runbook.dryMove': ({ run, atMs }) => runbooks.dryMove(run, atMs),
    'runbook.act': (asked, session) => runbooks.act(asked, session),
    'runbook.photo': (asked, session) => runbooks.photo(asked, session),
    'runbook.select': (place, session) => runbooks.select(place, session),
    'runbook.operate': (asked, session) => runbooks.operate(asked, session),
    'runbook.runs': (_params, { notify }) => openRuns(runbooks, notify),
    'runbook.events': ({ run, afterSeq }, { notify }) => openRecords(runbooks, run, afterSeq, notify, (error) => log.error('runbooks', `Records of run ${run} cannot be read: ${String(error)}`)),
    'runbook.live': ({ run }, { session, notify }) => openLive(runbooks, run, () => runbooks.arrive(run, session), notify),
    'runbook.records': async ({ run, afterSeq, limit, untilMs }) => {
      try {
        const found = await runbooks.records(run, afterSeq, limit, untilMs);
        return found === null ? refused('not-found', `There is no run ${run}.`) : ok({ ...found, records: [...found.records] });
      } catch (error) {
        return unreadable(error);
      }
    },
    'runbook.past': (span) => ok({ runs: [...runbooks.past(span, span.limit)] }),
    'runbook.locks': async ({ atMs }) => {
      try {
        const { runs, fromMs, toMs } = await runbooks.locksAt(atMs);
        return ok({ runs: runs.map((one) => ({ ...one, locks: [...one.locks] })), fromMs, toMs });
      } catch (error) {
        return unreadable(error);
      }
    },
    'runbook.attachment': async ({ hash }) => {
      try {
        const found = await runbooks.attachment(hash);
        return found === null ? refused('not-found', 'There is no such text or photo in the records.') : ok({ type: found.type, body: new Uint8Array(found.body) });
      } catch (error) {
        return unreadable(error);
      }
    },
  };
}

/** All runs there are at first, then each as it stands once it changed: what a slow console misses in between is conflated. */
function openRuns(runbooks: RunbookService, notify: () => void): StreamSource<{ runs: RunSummary[] }> {
  let isFirst = true;
  const changed = new Set<string>();
  const stop = runbooks.onChange((run) => {
    changed.add(run);
    notify();
  });
  return {
    take() {
      if (!isFirst && changed.size === 0) return null;
      const runs = isFirst ? [...runbooks.summaries()] : [...changed].flatMap((run) => runbooks.summary(run) ?? []);
      isFirst = false;
      changed.clear();
      return { runs };
    },
    close: stop,
  };
}

/** Pages of records from the disk, the next one when the console took the last: however slow it is, none is left out. */
function openRecords(runbooks: RunbookService, run: string, afterSeq: number, notify: () => void, failed: (error: unknown) => void): StreamSource<{ records: RunRecord[] }> {
  let lastSeq = afterSeq;
  let ready: RunRecord[] | null = null;
  let isReading = false;
  let isStale = true;
  let isClosed = false;
  const read = async (): Promise<void> => {
    if (isReading || ready !== null || isClosed) return;
    isReading = true;
    try {
      while (isStale && ready === null && !isClosed) {
        isStale = false;
        const found = await runbooks.records(run, lastSeq, recordsPerItem, Number.POSITIVE_INFINITY);
        if (found === null) continue;
        isStale = found.hasMore || isStale;
        lastSeq = found.reachSeq;
        if (found.records.length > 0) ready = [...found.records];
      }
    } catch (error) {
      // Asked for again with the next record of the run; nothing is passed over.
      isStale = true;
      failed(error);
    } finally {
      isReading = false;
    }
    if (ready !== null && !isClosed) notify();
  };
  const stop = runbooks.onChange((which, hasRecord) => {
    if (which !== run || !hasRecord) return;
    isStale = true;
    void read();
  });
  void read();
  return {
    take() {
      if (ready === null) return null;
      const records = ready;
      ready = null;
      void read();
      return { records };
    },
    close() {
      isClosed = true;
      stop();
    },
  };
}

function openLive(runbooks: RunbookService, run: string, arrive: () => () => void, notify: () => void) {
  const leave = arrive();
  const read = () => runbooks.live(run) ?? { run, seq: 0, checks: [], suggested: [], people: [] };
  const source = latestOf(read, (changed) => runbooks.onChange((which) => (which === run ? changed() : undefined)), notify);
  return {
    take: source.take,
    close() {
      source.close();
      leave();
    },
  };
}

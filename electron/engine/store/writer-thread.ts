import { statSync } from 'node:fs';
import type { MessagePort } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { DiskGuard } from './disk-guard.ts';
import { DiskRoom } from './disk-room.ts';
import { lockFolder } from './folder-lock.ts';
import { isDamage, markSuspect, openDatabase } from './open-database.ts';
import { openedFile, type OpenedFile } from './opened-file.ts';
import { createRequestQueue, type Turn } from './request-queue.ts';
import { StoreError } from './store-error.ts';
import type { HistoryBlock, StoreState } from './store-types.ts';
import type { RequestHandlers, RequestMessage, WorkerMessage, WriterRequests } from './worker-protocol.ts';
import { startHelper } from './writer-helper.ts';
import { writerRequests } from './writer-requests.ts';

const reopenAfterMs = 1000;
/**
 * While requests wait, a summary is built after so many samples all the same. A segment of minutes is 15,360 samples of a
 * second each, and each tenth completes one of ten minutes: summaries keep up with such a stream though it never ends.
 */
const buildEvery = 12_000;
/** What a turn that takes no samples counts there. */
const otherTurn = 1500;

/**
 * The thread that writes. Urgent requests go first and share a commit; then the blocks of samples that wait, a few to a commit;
 * between them heads are closed in small slices, so that an alarm event waits for one such commit and one slice at most.
 */
export function runWriter(port: MessagePort, dataDir: string, helperScript: string | null = null): void {
  const send = (message: WorkerMessage): void => port.postMessage(message);
  let lock: { close(): void };
  let guard: DiskGuard;
  let room: DiskRoom;
  let opened: OpenedFile | null = null;
  let openedPath = '';
  /** Damage was met in the file in use: the next opening sets it aside. */
  let isDamaged = false;
  /** Number of the newest block committed. */
  let lastSeq = 0;
  let failedMs = Number.NEGATIVE_INFINITY;
  let trouble: { readonly state: StoreState; readonly sentence: string } | null = null;
  let sentStatus = '';
  const helper = helperScript === null ? null : startHelper(helperScript, () => onHelped(), (sentence) => send({ log: sentence }));
  const queue = createRequestQueue();
  /** Blocks whose commit failed on the way to disk: they may be there all the same, and only a fresh handle can tell. */
  const undecided: { readonly id: number; readonly seq: number; readonly error: StoreError }[] = [];
  /** Files that a reading thread found damaged and that were looked at: a sound one is not closed again and again. */
  const cleared = new Set<string>();
  let isScheduled = false;
  /** Samples taken since summaries were last built. */
  let takenSince = 0;
  /** Something was served since, or there is more to tidy. */
  let isTidyDue = false;
  let wasUrgent = false;
  /** The block taken last has others behind it that wait to be sent. */
  let isStream = false;
  /** Blocks wait that were there before the last turn and found no place in it. */
  let isBehind = false;
  let isClosing: RequestMessage | null = null;
  /** Monotonic time of the newest request. */
  let latestMs = 0;

  const open = (nowMs: number): readonly string[] => {
    const { db, path, sentences } = openDatabase(dataDir, { isDamaged, lastSeq });
    room.reopened();
    isDamaged = false;
    const isMoved = openedPath !== '' && openedPath !== path;
    openedPath = path;
    latestMs = Math.max(latestMs, nowMs);
    opened = openedFile(db, path, () => latestMs, (sentence) => send({ log: sentence }), helper);
    if (isMoved) send({ moved: path });
    const { damagedBlocks } = opened.history;
    return damagedBlocks === 0
      ? sentences
      : [...sentences, `${damagedBlocks} blocks of the newest samples were damaged and could not be read back.`];
  };

  const working = (nowMs: number): OpenedFile => {
    if (opened !== null) return opened;
    if (nowMs - failedMs < reopenAfterMs) throw new StoreError('failed', trouble?.sentence ?? 'The database is closed.');
    failedMs = nowMs;
    for (const sentence of open(nowMs)) send({ log: sentence });
    trouble = null;
    const fresh = opened as unknown as OpenedFile;
    for (const { id, seq, error } of undecided.splice(0)) {
      if (seq < fresh.history.nextSeq()) send({ id, ok: true, output: null });
      else refuse(id, error);
    }
    return fresh;
  };

  const letGo = (): void => {
    if (opened === null) return;
    const { db, history } = opened;
    lastSeq = history.nextSeq() - 1;
    opened = null;
    try {
      db.close();
    } catch {
      // A handle that cannot even be closed is left to the process's end.
    }
  };

  const noSpace = (): StoreError => {
    trouble = {
      state: 'full',
      sentence: 'The data disk is full: samples are not recorded, alarms and actions still are. Free space on it; recording resumes by itself.',
    };
    return new StoreError('full', trouble.sentence);
  };

  /** Turns what SQLite threw into what the caller is told, and the store into the state that follows from it. */
  const judge = (error: unknown, nowMs: number): StoreError => {
    if (error instanceof StoreError) return error;
    const text = error instanceof Error ? error.message : String(error);
    if (!(error instanceof Database.SqliteError)) return new StoreError('failed', text);
    const isNoSpace = error.code === 'SQLITE_FULL' || (error.code.startsWith('SQLITE_IOERR') && guard.free() < 64 * 1024);
    if (isNoSpace) return noSpace();
    if (error.code.startsWith('SQLITE_CONSTRAINT') || error.code === 'SQLITE_ERROR') return new StoreError('failed', text);
    // After an I/O error a page may be neither on disk nor in the cache: only a fresh handle tells what is there.
    isDamaged = isDamage(error);
    // A damaged file is done with; anything else is given a second.
    failedMs = isDamaged ? Number.NEGATIVE_INFINITY : nowMs;
    trouble = {
      state: 'failed',
      sentence: isDamaged
        ? `The database is damaged (${text}): it is set aside, and a new one made. Check the data disk.`
        : `The database cannot be written (${text}). Check the data disk; it is tried again every second.`,
    };
    letGo();
    return new StoreError('failed', trouble.sentence);
  };

  const withRoom = (nowMs: number): OpenedFile => {
    if (trouble?.state === 'full') throw new StoreError('full', trouble.sentence);
    const file = working(nowMs);
    if (room.isUsedUp(file.db)) throw noSpace();
    return file;
  };
  const goOnInside = (db: Database.Database): void => {
    if (trouble?.state !== 'full' || !room.canGoOnInside(db)) return;
    trouble = null;
    sendStatus();
  };

  const handlers: RequestHandlers<WriterRequests> = {
    ...writerRequests({
      working,
      withRoom,
      goOnInside,
      get room() {
        return room;
      },
    }),
    suspect: ({ path }, nowMs) => {
      if (opened?.path !== path || cleared.has(path)) return null;
      cleared.add(path);
      markSuspect(dataDir);
      letGo();
      failedMs = Number.NEGATIVE_INFINITY;
      working(nowMs);
      return null;
    },
    tick: (_, nowMs) => {
      if (trouble?.state === 'full' && guard.hasRoom()) trouble = null;
      if (trouble === null) room.takeReserve();
      working(nowMs);
      sendStatus();
      return null;
    },
    close: () => null,
  };
  const handle = (message: RequestMessage): unknown => {
    const handler = handlers[message.name as keyof WriterRequests] as (input: unknown, nowMs: number) => unknown;
    return handler(message.input, message.nowMs);
  };
  const refuse = (id: number, { code, message }: StoreError): void => send({ id, ok: false, code, message });

  const runOne = (message: RequestMessage): void => {
    try {
      send({ id: message.id, ok: true, output: handle(message) });
    } catch (error) {
      const wasOpen = opened !== null;
      const judged = judge(error, message.nowMs);
      if (message.name === 'history.append' && wasOpen && opened === null) {
        undecided.push({ id: message.id, seq: (message.input as { seq: number }).seq, error: judged });
      } else refuse(message.id, judged);
      sendStatus();
    }
  };

  /** The blocks that wait in front, in one commit. One that cannot be written must not take the others along: then each has its own. */
  const runBlocks = (messages: readonly RequestMessage[]): void => {
    const nowMs = messages[0]?.nowMs ?? 0;
    try {
      const blocks = messages.map(({ input }) => input as HistoryBlock);
      withRoom(nowMs).history.append(blocks, nowMs);
      for (const { id } of messages) send({ id, ok: true, output: null });
    } catch (error) {
      const wasOpen = opened !== null;
      const judged = judge(error, nowMs);
      if (wasOpen && opened === null) for (const { id, input } of messages) undecided.push({ id, seq: (input as HistoryBlock).seq, error: judged });
      else for (const message of messages) runOne(message);
      sendStatus();
    }
  };

  /** One commit for all; when it fails for want of space, once more with the reserve given up; then each on its own. */
  const runTogether = (messages: readonly RequestMessage[]): void => {
    const commit = (): readonly unknown[] =>
      working(messages[0]?.nowMs ?? 0)
        .db.transaction(() => messages.map(handle))
        .immediate();
    const attempt = (): StoreError | null => {
      try {
        const outputs = commit();
        for (const [at, { id }] of messages.entries()) send({ id, ok: true, output: outputs[at] });
        return null;
      } catch (error) {
        return judge(error, messages[0]?.nowMs ?? 0);
      }
    };
    let refusal = attempt();
    if (refusal?.code === 'full' && guard.hasReserve()) {
      guard.release();
      refusal = attempt();
    }
    if (refusal === null) return;
    sendStatus();
    if (messages.length === 1) return refuse(messages[0]?.id ?? 0, refusal);
    for (const message of messages) runTogether([message]);
  };

  /** Whether full heads may wait in their blocks to be encoded beside: others wait for this thread, and there is room for what waits. */
  const mayLeaveFull = (): boolean => (isBehind || isStream) && !room.isLow();

  /** Closes some heads or, when none are due and nobody waits, builds some of a summary; true when there is more to do. */
  const tidy = (nowMs: number): boolean => {
    if (opened === null || trouble?.state === 'full') return false;
    const { db, history } = opened;
    try {
      if (room.isUsedUp(db)) throw noSpace();
      if (history.closeSlice(nowMs, mayLeaveFull)) return true;
      if ((queue.hasOrdinary || isStream) && takenSince < buildEvery) return false;
      takenSince = 0;
      const { salvaging } = opened;
      if (salvaging === null) return history.buildSlice(nowMs, isStream && !room.isLow());
      if (!salvaging.slice()) opened.salvaging = null;
      return true;
    } catch (error) {
      judge(error, nowMs);
      sendStatus();
      return false;
    }
  };

  const sendStatus = (): void => {
    let bytes = 0;
    for (const path of [openedPath, `${openedPath}-wal`]) bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (opened !== null) room.fitLog(opened.db);
    const status = { ...(trouble ?? room.status()), bytes };
    const text = JSON.stringify(status);
    if (text !== sentStatus) send({ status });
    sentStatus = text;
  };

  const serve = ({ kind, messages }: Turn): void => {
    if (messages[0] === undefined) return;
    isTidyDue = true;
    wasUrgent = kind === 'urgent';
    isBehind = queue.hasOrdinary;
    const { input: last } = messages[messages.length - 1] as RequestMessage;
    if (!wasUrgent) isStream = kind === 'blocks' && (last as WriterRequests['history.append']['input']).isMoreWaiting;
    takenSince += kind === 'blocks' ? messages.reduce((rows, { input }) => rows + (input as HistoryBlock).columns.key.length, 0) : otherTurn;
    if (wasUrgent) runTogether(messages);
    else if (messages.length > 1) runBlocks(messages);
    else runOne(messages[0]);
  };

  /** Tidying comes a turn of the event loop after what it follows: what was sent meanwhile is in the queue by then, and it is known who waits. */
  const step = (): void => {
    isScheduled = false;
    if (isTidyDue && !(wasUrgent && queue.hasUrgent)) isTidyDue = tidy(latestMs);
    serve(queue.take());
    if (isClosing !== null && queue.isEmpty) finish(isClosing);
    else if (isTidyDue || !queue.isEmpty) schedule();
  };
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(step);
  };
  const onHelped = (): void => {
    isTidyDue = true;
    schedule();
  };
  const finish = ({ id }: RequestMessage): void => {
    for (const one of undecided.splice(0)) refuse(one.id, one.error);
    try {
      opened?.db.pragma('wal_checkpoint(TRUNCATE)');
      opened?.db.close();
    } catch {
      // What was committed stays in the log and is folded in at the next start.
    }
    lock.close();
    // It has the file open as well: whoever asked may take the folder away.
    void Promise.resolve(helper?.close()).then(() => {
      send({ id, ok: true, output: null });
      port.close();
    });
  };

  try {
    lock = lockFolder(dataDir);
    guard = new DiskGuard(dataDir);
    room = new DiskRoom(guard);
    const sentences = open(0);
    guard.reserve();
    send({ opened: { path: openedPath, nextSeq: (opened as unknown as OpenedFile).history.nextSeq(), sentences } });
    sendStatus();
  } catch (error) {
    send({ refused: error instanceof Error ? error.message : String(error) });
    port.close();
    return;
  }
  port.on('message', (message: RequestMessage) => {
    latestMs = message.nowMs;
    if (message.name === 'close') isClosing = message;
    else queue.add(message);
    schedule();
  });
}

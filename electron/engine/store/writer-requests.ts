import type { DiskRoom } from './disk-room.ts';
import type { OpenedFile } from './opened-file.ts';
import type { RequestHandlers, WriterRequests } from './worker-protocol.ts';

/** What a request needs of the thread that carries it out. */
export type WrittenFile = {
  /** The file in use, opened again where it was let go; throws a StoreError while that fails. */
  working(nowMs: number): OpenedFile;
  /** The same for what waits while the disk is full: samples and pictures. The reserve is for alarms and words. Throws then. */
  withRoom(nowMs: number): OpenedFile;
  /** Known only once the file was opened: asked for with each request. */
  readonly room: DiskRoom;
  /** History was dropped: what waits is taken again where the disk was full and enough is free inside the file now. */
  goOnInside(db: OpenedFile['db']): void;
};

/** What changes tables, by the name of its request; what has to do with the file itself is the thread's. */
export function writerRequests(file: WrittenFile): Omit<RequestHandlers<WriterRequests>, 'suspect' | 'tick' | 'close'> {
  const { working, withRoom, goOnInside } = file;
  return {
    'history.keys': ({ tagIds }, nowMs) => working(nowMs).history.keys(tagIds),
    'history.append': (block, nowMs) => {
      withRoom(nowMs).history.append([block], nowMs);
      return null;
    },
    'history.dropBefore': (slice, nowMs) => working(nowMs).history.dropBefore(slice),
    'history.dropSummariesBefore': ({ beforeMs }, nowMs) => working(nowMs).history.dropSummariesBefore(beforeMs),
    'history.shedSlice': ({ bytes }, nowMs) => {
      const { db, history } = working(nowMs);
      const { room } = file;
      const shed = room.withReserve(() => history.shedSlice(bytes));
      // Folded in at once: what is dropped needs no more room than the log does, and that begins anew.
      room.withReserve(() => db.pragma('wal_checkpoint(PASSIVE)'));
      if (shed.isDone) goOnInside(db);
      return shed;
    },
    'history.keepBlocksFrom': ({ seq }, nowMs) => {
      working(nowMs).history.keepBlocksFrom(seq);
      return null;
    },
    'journal.append': ({ events, standings }, nowMs) => {
      working(nowMs).journal(events, standings);
      return null;
    },
    'texts.add': ({ index, text }, nowMs) => {
      working(nowMs).records.addText(index, text);
      return null;
    },
    'audit.append': (entry, nowMs) => working(nowMs).chain.addAudit(entry),
    'records.append': ({ drafts, lastSeq }, nowMs) => working(nowMs).chain.append(drafts, lastSeq),
    'records.carry': ({ records }, nowMs) => {
      working(nowMs).chain.carry(records);
      return null;
    },
    'records.attach': ({ type, body }, nowMs) => withRoom(nowMs).chain.attach(type, body),
    'notes.write': (note, nowMs) => working(nowMs).notes.write(note),
    'notes.withdraw': (which, nowMs) => working(nowMs).notes.withdraw(which),
    'trips.add': ({ resets }, nowMs) => {
      working(nowMs).trips(resets);
      return null;
    },
    'drawings.keep': (kept, nowMs) => working(nowMs).drawings(kept),
    'meta.set': ({ name, value }, nowMs) => {
      working(nowMs).records.setMeta(name, value);
      return null;
    },
  };
}

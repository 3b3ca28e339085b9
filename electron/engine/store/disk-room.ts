import Database from 'better-sqlite3';
import type { DiskGuard } from './disk-guard.ts';
import type { StoreState } from './store-types.ts';

const mib = 1024 * 1024;
const pageBytes = 4096;
/** Pages the log grows to before it is folded into the file: SQLite's own number, and on a disk with little room. */
const logPages = 1000;
const shortLogPages = 32;

/** How the writing thread gets by with the room there is, on the disk and inside the file. */
export class DiskRoom {
  private readonly guard: DiskGuard;
  /** Samples are recorded into free pages of the file: the disk itself is full, and the reserve given up. */
  private isTight = false;
  private isLogShort = false;

  constructor(guard: DiskGuard) {
    this.guard = guard;
  }

  /** A fresh handle has a log of SQLite's own length. */
  reopened(): void {
    this.isLogShort = false;
  }

  /** So little is left in the file, on a disk without room, that it is for alarms and actions. */
  isUsedUp(db: Database.Database): boolean {
    return this.isTight && freeBytes(db) < this.guard.reserveBytes;
  }

  /** Does something that needs a little room, with the reserve given up where it has to be. */
  withReserve<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const isNoSpace = error instanceof Database.SqliteError && error.code === 'SQLITE_FULL';
      if (!isNoSpace || !this.guard.hasReserve()) throw error;
      this.guard.release();
      return work();
    }
  }

  /** True when enough is free inside the file to record again without room on the disk. */
  canGoOnInside(db: Database.Database): boolean {
    if (freeBytes(db) < 2 * this.guard.reserveBytes) return false;
    this.isTight = !this.guard.hasRoom();
    return true;
  }

  /** Takes the reserve back when there is room. */
  takeReserve(): void {
    if (this.guard.reserve()) this.isTight = false;
  }

  /** The disk has little room left. */
  isLow(): boolean {
    return this.guard.free() < this.guard.lowBytes;
  }

  /** With little room the log is kept short: folding it in makes the file longer, and must not need more than the reserve. */
  fitLog(db: Database.Database): void {
    const isShort = this.isLow();
    if (isShort === this.isLogShort) return;
    this.isLogShort = isShort;
    db.pragma(`wal_autocheckpoint = ${isShort ? shortLogPages : logPages}`);
  }

  /** What the operator is told while nothing is wrong. */
  status(): { readonly state: StoreState; readonly sentence: string } {
    const free = this.guard.free();
    return free < this.guard.lowBytes
      ? { state: 'degraded', sentence: `The data disk has ${Math.floor(free / mib)} MB left. Free space on it before recording stops.` }
      : { state: 'ok', sentence: 'Recording.' };
  }
}

const freeBytes = (db: Database.Database): number => (db.pragma('freelist_count', { simple: true }) as number) * pageBytes;

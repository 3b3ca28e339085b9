import Sqlite, { type Database, type Statement } from 'better-sqlite3';

/** Row numbers are tried one by one this far behind a damaged page, then in growing steps. */
const nearRows = 512;
const mostRowid = Number.MAX_SAFE_INTEGER;

export type WalkedRow = { readonly rowid: number; readonly values: readonly unknown[] };

/**
 * The rows of a table from the newest row number down, over pages that cannot be read. Only reads; a slice at a time, and
 * it can be taken up again at any row number.
 */
export class RowWalk {
  private readonly rows: Statement<[number, number], unknown[]>;
  private readonly next: Statement<[number], number>;
  /** Row number that the rows to come are below; null at the end. */
  below: number | null;
  /** How often the way was broken off. */
  breaks = 0;

  constructor(db: Database, table: string, columns: readonly string[], below: number | null = mostRowid) {
    this.rows = db.prepare<[number, number], unknown[]>(`SELECT rowid, ${columns.join(', ')} FROM ${table} WHERE rowid <= ? ORDER BY rowid DESC LIMIT ?`).raw();
    this.next = db.prepare<[number], number>(`SELECT rowid FROM ${table} WHERE rowid <= ? ORDER BY rowid DESC LIMIT 1`).pluck();
    this.below = below;
  }

  /** At most `count` rows; none is no end: that is when `below` is null. */
  slice(count: number): readonly WalkedRow[] {
    const found: WalkedRow[] = [];
    const below = this.below;
    if (below === null) return found;
    try {
      // Up to a row that is there: asked for what is below the next, SQLite would look into that one's page first.
      for (const [rowid, ...values] of this.rows.iterate(below - 1, count)) {
        const number = rowid as number;
        if (!(number > 0 && number < (this.below ?? 0))) throw new Error('A row has a number it cannot have.');
        found.push({ rowid: number, values });
        this.below = number;
      }
      if (found.length < count) this.below = null;
    } catch {
      this.breaks++;
      this.below = this.beyondBreak(this.below ?? below);
    }
    return found;
  }

  /** The row number to go on below, behind what cannot be read; null when nothing more can. */
  private beyondBreak(below: number): number | null {
    if (below === mostRowid) {
      // Even the newest cannot be reached: on from where reading does not fail any more.
      const least = this.leastUnreadable();
      const at = least === 0 ? 'none' : this.tryAt(least - 1);
      return typeof at === 'number' ? at + 1 : null;
    }
    for (let step = 1; below - step >= 0; step = step < nearRows ? step + 1 : step * 2) {
      const at = this.tryAt(below - step);
      if (at === 'none') return null;
      // A row that can be found but not read is passed over too: its bytes go on in a page that is damaged.
      if (at !== 'broken' && at + 1 < below) return at + 1;
    }
    return null;
  }

  /** A row number up from which reading fails, found by halving. */
  private leastUnreadable(): number {
    let low = 0;
    let high = mostRowid;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.tryAt(middle) === 'broken') high = middle;
      else low = middle;
    }
    return high;
  }

  /** The newest row number up to one. */
  private tryAt(rowid: number): number | 'none' | 'broken' {
    try {
      return this.next.get(rowid) ?? 'none';
    } catch {
      return 'broken';
    }
  }
}

/** A damaged file for reading. One that was cut off is refused by SQLite as a whole unless the schema counts as writable; it is not written. */
export function openDamaged(path: string): Database {
  const db = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 1000 });
  db.unsafeMode();
  db.pragma('writable_schema = ON');
  return db;
}

/** Columns that a file's table has; empty when it has no such table, or that cannot be read. */
export function columnsOf(from: Database, table: string): readonly string[] {
  try {
    return (from.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  } catch {
    return [];
  }
}

import type { Database } from 'better-sqlite3';
import { segmentMs, type Level } from './levels.ts';
import { summariesGoneName } from './summary-source.ts';

type Row = { key: number; gone_ms: number | null; sealed_minutes_ms: number | null; sealed_tens_ms: number | null; sealed_hours_ms: number | null };
type Seal = { newestMs: number; dueMs: number; goneMs: number; readonly sealedMs: [number, number, number] };

const never = Number.NEGATIVE_INFINITY;

/** Up to when each tag's summaries are complete, and up to when its raw samples are gone: `tag_key`, kept in memory by the writer. */
export class SealTable {
  private readonly seals: (Seal | undefined)[] = [];
  private readonly setSealed;
  private readonly setMeta;
  summariesGoneMs: number;

  constructor(db: Database) {
    this.setSealed = (['sealed_minutes_ms', 'sealed_tens_ms', 'sealed_hours_ms'] as const).map((column) =>
      db.prepare<[number, number]>(`UPDATE tag_key SET ${column} = ? WHERE key = ?`),
    );
    this.setMeta = db.prepare<[string, string]>(
      'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
    const gone = db.prepare<[string], string>('SELECT value FROM meta WHERE name = ?').pluck().get(summariesGoneName);
    this.summariesGoneMs = gone === undefined ? never : Number(gone);
    const lastEnd = db.prepare<[number], number>('SELECT last_ms FROM history_chunk WHERE key = +? ORDER BY last_ms DESC LIMIT 1').pluck();
    for (const row of db.prepare<[], Row>('SELECT key, gone_ms, sealed_minutes_ms, sealed_tens_ms, sealed_hours_ms FROM tag_key').all()) {
      const seal = this.of(row.key);
      seal.goneMs = row.gone_ms ?? never;
      seal.sealedMs[0] = row.sealed_minutes_ms ?? never;
      seal.sealedMs[1] = row.sealed_tens_ms ?? never;
      seal.sealedMs[2] = row.sealed_hours_ms ?? never;
      seal.newestMs = lastEnd.get(row.key) ?? never;
    }
  }

  /** Keys that have samples behind what is sealed: all of them are looked at once after a start. */
  keysDue(): readonly number[] {
    const due: number[] = [];
    for (const [key, seal] of this.seals.entries()) if (seal !== undefined && seal.newestMs > never) due.push(key);
    return due;
  }

  sealed = (key: number, level: Level): number => this.of(key).sealedMs[level];
  newest = (key: number): number => this.of(key).newestMs;
  gone = (key: number): number => this.of(key).goneMs;

  /** Notes the time of a tag's newest sample in chunks; true when a segment may be complete with it. */
  saw(key: number, timeMs: number): boolean {
    const seal = this.of(key);
    if (timeMs > seal.newestMs) seal.newestMs = timeMs;
    return seal.newestMs >= seal.dueMs;
  }

  /** All that can be built of a tag is built: it is due again when a whole segment came behind that. */
  settle(key: number): void {
    const seal = this.of(key);
    seal.dueMs = seal.sealedMs[0] === never ? (Math.floor(seal.newestMs / segmentMs(0)) + 1) * segmentMs(0) : seal.sealedMs[0] + segmentMs(0);
  }

  /** Writes up to when a level is complete, in the transaction of the segments that make it true; `noteSealed` follows when that is done. */
  writeSealed(key: number, level: Level, untilMs: number): void {
    this.setSealed[level]?.run(untilMs, key);
  }

  noteSealed(key: number, level: Level, untilMs: number): void {
    this.of(key).sealedMs[level] = untilMs;
  }

  setGone(key: number, goneMs: number): void {
    const seal = this.of(key);
    if (goneMs > seal.goneMs) seal.goneMs = goneMs;
  }

  setSummariesGone(beforeMs: number): void {
    if (beforeMs <= this.summariesGoneMs) return;
    this.summariesGoneMs = beforeMs;
    this.setMeta.run(summariesGoneName, String(beforeMs));
  }

  private of(key: number): Seal {
    return (this.seals[key] ??= { newestMs: never, dueMs: never, goneMs: never, sealedMs: [never, never, never] });
  }
}

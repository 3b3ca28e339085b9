import { quoteText, type ServerSchema } from './schema.ts';
import type { ServerLink } from './server-link.ts';
import { microsOf, stampOf } from './server-time.ts';

const weekUs = 7 * 86_400_000_000;
/** A Monday. */
const firstWeekUs = Date.UTC(2000, 0, 3) * 1000;
const weeks = 5218;
const dayMs = 86_400_000;

/** A stretch of time that one partition holds, in µs; null at an end that is open. */
export type Stretch = { readonly table: string; readonly fromUs: number | null; readonly toUs: number | null };

/**
 * The partition a moment belongs to: weeks from Monday to Monday, UTC, in the years 2000 to 2099; what a device with a
 * clock that was never set says goes into one before them, so that no clock can make more than some 5,000 partitions.
 */
export function stretchOf(micros: number): Stretch {
  const week = Math.floor((micros - firstWeekUs) / weekUs);
  if (week < 0) return { table: 'sample_before', fromUs: null, toUs: firstWeekUs };
  if (week >= weeks) return { table: 'sample_after', fromUs: firstWeekUs + weeks * weekUs, toUs: null };
  const fromUs = firstWeekUs + week * weekUs;
  return { table: `sample_${new Date(fromUs / 1000).toISOString().slice(0, 10).replaceAll('-', '')}`, fromUs, toUs: fromUs + weekUs };
}

const bound = (micros: number | null, open: 'MINVALUE' | 'MAXVALUE'): string => (micros === null ? open : quoteText(stampOf(micros)));

export type PartitionKeeper = {
  /** They are there afterwards. */
  ensure(stretches: Iterable<Stretch>): Promise<void>;
  /** The partition of a moment and the next are there afterwards, so that no sample waits for them at midnight. */
  ahead(nowMs: number): Promise<void>;
  /** Partitions may have gone: all are looked at again. */
  forget(): void;
};

/** Makes partitions that are not there yet, and remembers which are. Does nothing on hypertables. */
export function partitionKeeper(link: ServerLink, schema: ServerSchema): PartitionKeeper {
  const known = new Set<string>();
  const make = async ({ table, fromUs, toUs }: Stretch): Promise<void> => {
    const { name } = schema;
    await link.run('BEGIN');
    try {
      // Consoles that want the same one wait here, not for each other's tables.
      await link.query(`SELECT pg_advisory_xact_lock(hashtext('firstout partitions'), hashtext($1))`, [name]);
      const [found] = await link.query('SELECT 1 FROM pg_inherits WHERE inhparent = $1::regclass AND inhrelid = to_regclass($2)', [
        `${name}.sample`,
        `${name}.${table}`,
      ]);
      if (found === undefined) {
        // Made aside and attached: readers and other writers of the table are not held up.
        await link.run(`DROP TABLE IF EXISTS ${name}.${table}`);
        await link.run(`CREATE TABLE ${name}.${table} (LIKE ${name}.sample INCLUDING DEFAULTS)`);
        await link.run(
          `ALTER TABLE ${name}.sample ATTACH PARTITION ${name}.${table} FOR VALUES FROM (${bound(fromUs, 'MINVALUE')}) TO (${bound(toUs, 'MAXVALUE')})`,
        );
      }
      await link.run('COMMIT');
    } catch (error) {
      if (link.isOpen) await link.run('ROLLBACK').catch(() => 0);
      throw error;
    }
    known.add(table);
  };
  const ensure = async (stretches: Iterable<Stretch>): Promise<void> => {
    if (schema.layout === 'hypertable') return;
    for (const stretch of stretches) if (!known.has(stretch.table)) await make(stretch);
  };
  return {
    ensure,
    ahead: (nowMs) => ensure([stretchOf(microsOf(nowMs)), stretchOf(microsOf(nowMs) + weekUs)]),
    forget: () => known.clear(),
  };
}

/**
 * Drops samples of whole partitions older than what the most patient of the schema's stations keeps, by the server's own
 * clock. Gives back how many partitions went.
 */
export async function dropOldPartitions(link: ServerLink, schema: ServerSchema): Promise<number> {
  const { name, layout, timescale } = schema;
  const [row] = await link.query(`SELECT extract(epoch FROM now()) * 1000, max(retention_days) FROM ${name}.station`);
  const nowMs = Number(row?.[0]);
  const days = Number(row?.[1]);
  if (!Number.isFinite(nowMs) || !(days >= 1)) return 0;
  const beforeUs = Math.floor((nowMs - days * dayMs) * 1000);
  if (layout === 'hypertable') {
    const dropped = await link.query(
      `SELECT ${timescale}.drop_chunks(${quoteText(`${name}.sample`)}::regclass, older_than => ${quoteText(stampOf(beforeUs))}::timestamptz)`,
    );
    return dropped.length;
  }
  const tables = await link.query(
    'SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::regclass ORDER BY c.relname',
    [`${name}.sample`],
  );
  let dropped = 0;
  for (const [table] of tables) {
    const day = /^sample_(\d{4})(\d\d)(\d\d)$/.exec(table ?? '');
    const endUs = day === null ? null : Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3])) * 1000 + weekUs;
    const isOld = table === 'sample_before' ? firstWeekUs <= beforeUs : endUs !== null && endUs <= beforeUs;
    if (!isOld) continue;
    await link.run(`DROP TABLE IF EXISTS ${name}.${table}`);
    dropped++;
  }
  return dropped;
}

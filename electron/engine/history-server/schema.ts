import type { Log } from '../ports.ts';
import type { ServerLink } from './server-link.ts';
import { ServerTrouble } from './server-trouble.ts';

/** How samples lie on the server: TimescaleDB's chunks, or partitions of our own. */
export type ServerLayout = 'hypertable' | 'partitions';
export type ServerSchema = {
  /** Quoted, to stand before a table's name. */
  readonly name: string;
  readonly layout: ServerLayout;
  /** Quoted name of the schema TimescaleDB's functions are in; null where there is no TimescaleDB. */
  readonly timescale: string | null;
};

const version = 1;
/** With hypertables, samples older than this are compressed. */
const compressAfterDays = 14;

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Makes our tables where there are none yet, and refuses tables of a newer console. Consoles that start at once wait for
 * each other. `time` is the source time in whole µs, rounded down; `exact_ms` is the source time in ms where that is not
 * all of it; `ord` is the order of arrival; `quality` is the OPC UA StatusCode as a signed number.
 */
export async function ensureSchema(link: ServerLink, schema: string, log: Log): Promise<ServerSchema> {
  const name = quoteName(schema);
  const [extension] = await link.query(
    `SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'timescaledb'`,
  );
  const timescale = typeof extension?.[0] === 'string' ? quoteName(extension[0]) : null;
  await link.run('BEGIN');
  try {
    await link.query(`SELECT pg_advisory_xact_lock(hashtext('firstout'), hashtext($1))`, [schema]);
    const [found] = await link.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
    // Asking for CREATE on the database only where it is needed: an administrator may have made the schema for us.
    if (found === undefined) await link.run(`CREATE SCHEMA ${name}`);
    const [facts] = await link.query(
      'SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2',
      [schema, 'fact'],
    );
    if (facts === undefined) await createTables(link, name, timescale, log);
    const rows = await link.query(`SELECT name, value FROM ${name}.fact`);
    const fact = new Map(rows.map(([key, value]) => [key, value] as const));
    const theirs = Number(fact.get('version'));
    if (!(theirs <= version))
      throw new ServerTrouble(
        'refused',
        `The history server’s tables in ${name} are of a newer console (version ${theirs}, this one knows ${version}). Update this console, or name another historian.server.schema.`,
      );
    const layout = fact.get('layout') === 'hypertable' ? 'hypertable' : 'partitions';
    if (layout === 'hypertable' && timescale === null)
      throw new ServerTrouble(
        'refused',
        `The history server’s tables in ${name} were made with TimescaleDB, which this database does not have. Install it, or name another historian.server.schema.`,
      );
    await link.run('COMMIT');
    return { name, layout, timescale };
  } catch (error) {
    if (link.isOpen) await link.run('ROLLBACK').catch(() => 0);
    throw error;
  }
}

async function createTables(link: ServerLink, name: string, timescale: string | null, log: Log): Promise<void> {
  const isHyper = timescale !== null;
  await link.query(`
    CREATE TABLE ${name}.fact (name text PRIMARY KEY, value text NOT NULL);
    CREATE TABLE ${name}.station (
      station integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, retention_days double precision NOT NULL);
    -- One line for each database a station ever recorded into: its block numbers begin anew with each.
    CREATE TABLE ${name}.origin (
      origin integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, station integer NOT NULL REFERENCES ${name}.station,
      database text NOT NULL, began timestamptz NOT NULL, last_seq bigint NOT NULL, last_mark bigint, samples bigint NOT NULL DEFAULT 0,
      UNIQUE (station, database));
    CREATE TABLE ${name}.tag (
      tag integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, station integer NOT NULL REFERENCES ${name}.station,
      id text NOT NULL, UNIQUE (station, id));
    -- Texts that values of text tags stand for, by number.
    CREATE TABLE ${name}.text (
      origin integer NOT NULL REFERENCES ${name}.origin, number integer NOT NULL, text text NOT NULL, PRIMARY KEY (origin, number));
    CREATE TABLE ${name}.sample (
      time timestamptz NOT NULL, value double precision NOT NULL, exact_ms double precision, ord bigint NOT NULL,
      tag integer NOT NULL, quality integer NOT NULL) ${isHyper ? '' : 'PARTITION BY RANGE (time)'};
    CREATE INDEX sample_by_tag ON ${name}.sample (tag, time);
    CREATE VIEW ${name}.reading AS
      SELECT station.name AS station, tag.id AS tag, sample.time, sample.value,
        CASE WHEN sample.quality < 0 THEN 'bad' WHEN sample.quality >= 1073741824 THEN 'uncertain' ELSE 'good' END AS judgement,
        sample.quality::bigint & 4294967295 AS quality, sample.ord
      FROM ${name}.sample JOIN ${name}.tag USING (tag) JOIN ${name}.station USING (station);
    INSERT INTO ${name}.fact VALUES ('version', '${version}'), ('layout', '${isHyper ? 'hypertable' : 'partitions'}')`);
  if (timescale === null) return;
  const table = quoteText(`${name}.sample`);
  await link.query(
    `SELECT ${timescale}.create_hypertable(${table}::regclass, 'time'::name, chunk_time_interval => interval '7 days', create_default_indexes => false)`,
  );
  // Compression is not in TimescaleDB's Apache edition: samples are then kept as they are.
  await link.run('SAVEPOINT compression');
  try {
    await link.query(
      `ALTER TABLE ${name}.sample SET (timescaledb.compress, timescaledb.compress_segmentby = 'tag', timescaledb.compress_orderby = 'time, ord')`,
    );
    await link.query(`SELECT ${timescale}.add_compression_policy(${table}::regclass, interval '${compressAfterDays} days')`);
  } catch (error) {
    if (!link.isOpen) throw error;
    await link.run('ROLLBACK TO SAVEPOINT compression');
    log.warn(
      'history server',
      `TimescaleDB does not compress here, so old samples take their full size: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

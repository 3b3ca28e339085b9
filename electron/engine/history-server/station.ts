import type { HistoryServer } from '#shared/model/project.ts';
import type { DatabaseFacts } from './database-identity.ts';
import type { ServerSchema } from './schema.ts';
import type { ServerLink } from './server-link.ts';
import { ServerTrouble } from './server-trouble.ts';

/** What the server knows of this station. */
export type Station = {
  readonly station: number;
  /** Number of the database we record into here. */
  readonly origin: number;
  /** Number of the last block of it that the server has; 0 for none. */
  readonly lastSeq: number;
  /** Its mark (see block-mark.ts); null where none was written. */
  readonly lastMark: number | null;
  /** Before this only an earlier database of this station recorded, UTC epoch ms; null when there was none. */
  readonly earlierUntilMs: number | null;
};

/** How sessions of one database name themselves: two of the same are ours, one of them a leftover. */
export const sessionName = (purpose: 'write' | 'read', database: string): string => `firstout ${purpose} ${database}`.slice(0, 63);

/**
 * Takes the station's name for this session, so that two consoles never write as one, and gives back where the server
 * stands with our database. A leftover session of our own is ended first; another console's refuses us.
 */
export async function claimStation(
  link: ServerLink,
  schema: ServerSchema,
  settings: HistoryServer,
  database: DatabaseFacts,
): Promise<Station> {
  const { name } = schema;
  await takeName(link, `${name}.${settings.station}`, settings.station, database.id);
  await link.run(
    `INSERT INTO ${name}.station (name, retention_days) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET retention_days = excluded.retention_days`,
    [settings.station, settings.retentionDays],
  );
  const station = Number((await link.query(`SELECT station FROM ${name}.station WHERE name = $1`, [settings.station]))[0]?.[0]);
  await link.run(
    `INSERT INTO ${name}.origin (station, database, began, last_seq) VALUES ($1, $2, to_timestamp($3::double precision / 1000), $4) ON CONFLICT (station, database) DO NOTHING`,
    [station, database.id, database.beganMs, database.startSeq],
  );
  const [row] = await link.query(
    `SELECT o.origin, o.last_seq, extract(epoch FROM o.began) * 1000, o.last_mark, EXISTS (SELECT 1 FROM ${name}.origin e WHERE e.station = o.station AND e.origin < o.origin AND e.samples > 0)
     FROM ${name}.origin o WHERE o.station = $1 AND o.database = $2`,
    [station, database.id],
  );
  const [origin, lastSeq, began] = [Number(row?.[0]), Number(row?.[1]), Number(row?.[2])];
  if (!Number.isSafeInteger(station) || !Number.isSafeInteger(origin) || !Number.isSafeInteger(lastSeq) || !Number.isFinite(began))
    throw new ServerTrouble(
      'refused',
      `The history server’s tables in ${name} are not as this console made them. Name another historian.server.schema.`,
    );
  return { station, origin, lastSeq, lastMark: row?.[3] == null ? null : Number(row[3]), earlierUntilMs: row?.[4] === 't' ? began : null };
}

async function takeName(link: ServerLink, full: string, station: string, database: string): Promise<void> {
  const lock = `hashtext('firstout station'), hashtext($1)`;
  const tryLock = async (): Promise<boolean> => (await link.query(`SELECT pg_try_advisory_lock(${lock})`, [full]))[0]?.[0] === 't';
  if (await tryLock()) return;
  const holders = await link.query(
    `SELECT a.pid, a.application_name, coalesce(a.client_addr::text, 'this machine') FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND l.classid = (hashtext('firstout station')::bigint & 4294967295)::oid AND l.objid = (hashtext($1)::bigint & 4294967295)::oid`,
    [full],
  );
  for (const [pid, name] of holders)
    if (name === sessionName('write', database)) await link.query('SELECT pg_terminate_backend($1, 5000)', [Number(pid)]);
  if (await tryLock()) return;
  const who = holders.find(([, name]) => name !== sessionName('write', database))?.[2];
  throw new ServerTrouble(
    'refused',
    `Another console${typeof who === 'string' ? ` (${who})` : ''} writes to the history server as station ${station}. Give each console a historian.server.station of its own.`,
  );
}

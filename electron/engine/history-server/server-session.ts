import type { HistoryServer } from '#shared/model/project.ts';
import type { Clock, Log } from '../ports.ts';
import type { HistoryStore } from '../store/store-types.ts';
import type { DatabaseIdentity } from './database-identity.ts';
import { hasParted, lastInCommon } from './parted-history.ts';
import { dropOldPartitions, type PartitionKeeper } from './partitions.ts';
import { ensureSchema, type ServerSchema } from './schema.ts';
import { openLink, type ServerLink } from './server-link.ts';
import { serverTags, type ServerTags } from './server-tags.ts';
import { ServerTrouble } from './server-trouble.ts';
import { claimStation, sessionName, type Station } from './station.ts';

/** A session that may write as this station, and where the server stands with us. */
export type Session = { readonly link: ServerLink; readonly schema: ServerSchema; readonly station: Station; readonly tags: ServerTags };

export type SessionOptions = {
  readonly settings: HistoryServer;
  readonly history: HistoryStore;
  readonly identity: DatabaseIdentity;
  readonly clock: Clock;
  readonly log: Log;
  readonly dataDir: string;
  /** Number of the last block that was given up before it was sent. */
  readonly passed: number;
  /** Cuts the session, and the attempt at it. */
  readonly signal: AbortSignal;
};

const about = 'history server';
const statementMs = 60_000;

/** Connects, makes our tables where there are none, takes the station's name. Rejects with a ServerTrouble. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { settings, history, identity, clock, log, dataDir, passed, signal } = options;
  const database = await identity.current();
  const link = await openLink({ settings, dataDir, clock, name: sessionName('write', database.id), statementMs, signal });
  try {
    const schema = await ensureSchema(link, settings.schema, log);
    const station = await claimStation(link, schema, settings, database);
    if (await hasParted(history, station)) {
      await identity.renew(await lastInCommon(link, schema, station, history));
      log.warn(
        about,
        'The history of this machine was put back to an older state than the history server knows. What was recorded here since then is sent as that of another database.',
      );
      throw new ServerTrouble('away', 'The history is being introduced to the server anew.');
    }
    const [first] = await history.blocksAfter(station.lastSeq, 1);
    if (station.lastSeq > 0 && first !== undefined && first.seq > Math.max(station.lastSeq, passed) + 1)
      log.warn(
        about,
        `Blocks ${station.lastSeq + 1} to ${first.seq - 1} are not on the history server and not kept here any more, or were never recorded.`,
      );
    return { link, schema, station, tags: serverTags((keys) => history.tagIds(keys)) };
  } catch (error) {
    await link.close();
    throw error;
  }
}

/** Makes the partitions of the coming days and drops those that nobody keeps any more; what fails is told and tried again later. */
export async function tidy(
  { link, schema }: Session,
  keeper: PartitionKeeper,
  { clock, log, settings }: Omit<SessionOptions, 'passed' | 'signal'>,
): Promise<void> {
  try {
    await keeper.ahead(clock.nowMs());
    const dropped = await dropOldPartitions(link, schema);
    if (dropped > 0)
      log.info(about, `${dropped} partitions of samples older than ${settings.retentionDays} days were dropped on the history server.`);
    keeper.forget();
  } catch (error) {
    if (!link.isOpen) throw error;
    log.warn(
      about,
      `The history server could not be tidied up: ${error instanceof Error ? error.message : String(error)} It is tried again in ten minutes.`,
    );
  }
}

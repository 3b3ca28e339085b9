import type Database from 'better-sqlite3';
import { longestRecord, mostAttachmentBytes } from '#shared/model/kept-record.ts';
import type { RecordsCheck } from '../store-types.ts';
import { walkChain } from './verify-chain.ts';

/** No record that was ever written: what a reader of records would stumble over. */
const isOdd = `CASE WHEN typeof(body) <> 'text' OR NOT json_valid(body) THEN 1 ELSE json_type(body) <> 'object' END
  OR typeof(hash) <> 'blob' OR length(hash) <> 32 OR typeof(time_ms) NOT IN ('real', 'integer') OR typeof(stream) <> 'text' OR typeof(kind) <> 'text'`;

/** More than a recording of 31 days has: 200,000 actions with how each ended, and what people wrote. */
export const mostRecords = 1_000_000;
/** Of one incident, run or handover. */
export const mostOfStream = 50_000;
export const mostAttachments = 20_000;

/**
 * Looks at the records of a file that came from elsewhere: first how many and how long they are, without reading any, and only
 * where that is in bounds whether each is what its hash says. A record whose one before is missing is taken as it stands.
 */
export function checkRecords(db: Database.Database, file: string): RecordsCheck {
  const bound = <Row extends Record<string, number | null>>(sql: string): Row => db.prepare<[], Row>(sql).get() as Row;
  const { records, longest } = bound<{ records: number; longest: number | null }>('SELECT count(*) AS records, max(length(CAST(body AS BLOB)) + length(stream) + length(kind) + ifnull(length(op), 0) + ifnull(length(user), 0)) AS longest FROM record');
  const { most } = bound<{ most: number | null }>(`SELECT max(count) AS most FROM (SELECT count(*) AS count FROM record WHERE stream <> 'audit' GROUP BY stream)`);
  const { attachments, largest } = bound<{ attachments: number; largest: number | null }>('SELECT count(*) AS attachments, max(length(CAST(body AS BLOB))) AS largest FROM attachment');
  const tooMuch = (what: string): RecordsCheck => ({ unfit: `It holds ${what}, more than an engine writes.`, changed: null });
  if (records > mostRecords) return tooMuch(`${records} records`);
  // Letters of a body have three bytes at most, and the rest of a record is short.
  if ((longest ?? 0) > longestRecord * 3 + 4096) return tooMuch(`a record of ${longest} bytes`);
  if ((most ?? 0) > mostOfStream) return tooMuch(`${most} records of one incident or run`);
  if (attachments > mostAttachments) return tooMuch(`${attachments} attachments`);
  if ((largest ?? 0) > mostAttachmentBytes) return tooMuch(`an attachment of ${largest} bytes`);
  const odd = db.prepare<[], number>(`SELECT seq FROM record WHERE ${isOdd} LIMIT 1`).pluck().get();
  if (odd !== undefined) return { unfit: `Its record ${odd} cannot be read.`, changed: null };
  const { changed, changedAttachment } = walkChain(db, file);
  return { unfit: null, changed: changed?.sentence ?? changedAttachment };
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client, Submittable } from 'pg';
import { CopyIn } from '#electron/engine/history-server/copy-requests.ts';
import type { TestPostgres } from '../../support/postgres.ts';

/** Samples as PostgreSQL is given them; times are UTC epoch ms. */
export type Rows = { readonly tag: Uint32Array; readonly timeMs: Float64Array; readonly value: Float64Array; readonly quality: Uint32Array };

/** A table as people make one for samples: the key is tag and time, and it is the only index. */
export const samplesTable = 'CREATE TABLE samples (tag int4 NOT NULL, ts timestamptz NOT NULL, value float8, quality int4 NOT NULL, PRIMARY KEY (tag, ts))';

const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const rowBytes = 2 + 4 * 4 + 4 + 8 + 8 + 4;
const postgresEpochMs = Date.UTC(2000, 0, 1);

/** COPY's binary format, which PostgreSQL reads fastest. */
function encodeCopy({ tag, timeMs, value, quality }: Rows, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(signature.length + 8 + (to - from) * rowBytes + 2);
  signature.copy(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = signature.length + 8;
  for (let row = from; row < to; row++, at += rowBytes) {
    const micros = Math.round(((timeMs[row] as number) - postgresEpochMs) * 1000);
    const high = Math.floor(micros / 2 ** 32);
    view.setInt16(at, 4);
    view.setInt32(at + 2, 4);
    view.setInt32(at + 6, tag[row] as number);
    view.setInt32(at + 10, 8);
    view.setInt32(at + 14, high);
    view.setUint32(at + 18, micros - high * 2 ** 32);
    view.setInt32(at + 22, 8);
    view.setFloat64(at + 26, value[row] as number);
    view.setInt32(at + 34, 4);
    view.setInt32(at + 38, quality[row] as number);
  }
  view.setInt16(at, -1);
  return bytes;
}

/** COPY's own form, text: what it takes unless it is told otherwise, and what most programs send. */
function encodeText({ tag, timeMs, value, quality }: Rows, from: number, to: number): Buffer {
  let text = '';
  for (let row = from; row < to; row++) text += `${tag[row]}\t${new Date(timeMs[row] as number).toISOString()}\t${value[row]}\t${quality[row]}\n`;
  return Buffer.from(text, 'latin1');
}

const forms = {
  binary: { encode: encodeCopy, statement: 'COPY samples FROM STDIN (FORMAT binary)' },
  text: { encode: encodeText, statement: 'COPY samples FROM STDIN' },
} as const;
export type CopyForm = keyof typeof forms;

/**
 * Sends rows `from` to `to` from this process's memory by COPY, each `perCommit` of them a transaction, the next being made
 * while the server has one; gives back ms until the last commit. What a program that records pays.
 */
export async function sendRows(client: Client, rows: Rows, from: number, to: number, perCommit: number, form: CopyForm): Promise<number> {
  const { encode, statement } = forms[form];
  const startMs = performance.now();
  let underWay: Promise<number> = Promise.resolve(0);
  for (let start = from; start < to; start += perCommit) {
    const body = encode(rows, start, Math.min(to, start + perCommit));
    await underWay;
    underWay = new Promise((resolve, reject) => void client.query<Submittable>(new CopyIn(statement, body, { resolve, reject })));
  }
  await underWay;
  return performance.now() - startMs;
}

/** Copies rows `from` to `to` into `samples`, each `perCommit` of them a transaction; gives back ms of psql's work, files made before. */
export function copyRows(server: TestPostgres, rows: Rows, from: number, to: number, perCommit: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'firstout-copy-'));
  try {
    const script: string[] = [];
    for (let start = from; start < to; start += perCommit) {
      const path = join(folder, `${start}.copy`);
      writeFileSync(path, encodeCopy(rows, start, Math.min(to, start + perCommit)));
      script.push(`\\copy samples from '${path}' (format binary)`);
    }
    const file = join(folder, 'all.sql');
    writeFileSync(file, `${script.join('\n')}\n`);
    const startMs = performance.now();
    execFileSync('psql', ['-h', server.socketDir, '-p', String(server.port), '-U', server.user, '-d', server.database, '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', file], {
      env: { PATH: process.env['PATH'], PGPASSWORD: server.password },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return performance.now() - startMs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One step of a process on its disk, as disk-shim.c logged it. */
export type DiskStep =
  | { readonly op: 'open'; readonly fd: number; readonly path: string }
  | { readonly op: 'write'; readonly fd: number; readonly offset: number; readonly data: Buffer }
  | { readonly op: 'truncate'; readonly fd: number; readonly offset: number }
  | { readonly op: 'sync'; readonly fd: number }
  | { readonly op: 'unlink'; readonly path: string }
  | { readonly op: 'rename'; readonly from: string; readonly to: string }
  | { readonly op: 'print'; readonly text: string };

/** Reads a log; a last record that was cut off is left out. */
export function readDiskLog(log: Buffer): readonly DiskStep[] {
  const steps: DiskStep[] = [];
  for (let at = 0; at + 17 <= log.length;) {
    const op = String.fromCharCode(log[at] as number);
    const fd = log.readUInt32LE(at + 1);
    const offset = Number(log.readBigInt64LE(at + 5));
    const length = log.readUInt32LE(at + 13);
    const data = log.subarray(at + 17, at + 17 + length);
    at += 17 + length;
    if (at > log.length) break;
    const text = data.toString();
    const [from = '', to = ''] = text.split('\0');
    if (op === 'O') steps.push({ op: 'open', fd, path: text });
    else if (op === 'W') steps.push({ op: 'write', fd, offset, data });
    else if (op === 'T') steps.push({ op: 'truncate', fd, offset });
    else if (op === 'S') steps.push({ op: 'sync', fd });
    else if (op === 'U') steps.push({ op: 'unlink', path: text });
    else if (op === 'R') steps.push({ op: 'rename', from, to });
    else if (op === 'P') steps.push({ op: 'print', text });
    else throw new Error(`A disk log with an unknown step ${op}.`);
  }
  return steps;
}

type Change = { readonly offset: number; readonly data: Buffer | null };

/** Bytes that grow; `length` of `bytes` are valid, zeros where nothing was written. */
class FileBody {
  bytes = Buffer.alloc(65_536);
  length = 0;

  clone(): FileBody {
    const copy = new FileBody();
    copy.bytes = Buffer.from(this.bytes);
    copy.length = this.length;
    return copy;
  }
  resize(length: number): void {
    if (length > this.bytes.length) {
      const grown = Buffer.alloc(Math.max(length, this.bytes.length * 2));
      this.bytes.copy(grown, 0, 0, this.length);
      this.bytes = grown;
    }
    if (length < this.length) this.bytes.fill(0, length, this.length);
    this.length = length;
  }
  apply({ offset, data }: Change, keeps: () => boolean): void {
    if (data === null) return void (keeps() && this.resize(offset));
    for (let at = 0; at < data.length; at += sectorBytes) {
      if (!keeps()) continue;
      const part = data.subarray(at, at + sectorBytes);
      if (this.length < offset + at + part.length) this.resize(offset + at + part.length);
      part.copy(this.bytes, offset + at);
    }
  }
}

type File = { durable: FileBody; pending: Change[] };
const sectorBytes = 512;

/**
 * A disk that lives through the steps of a log. A step of naming (creating, renaming, removing) counts as durable once it
 * was made: journalling file systems keep their order. `ignoresSync` is the twin: a disk, or a setting, that answers
 * before it has written (files it names are never synced).
 */
export class LoggedDisk {
  private readonly files = new Map<string, File>();
  private readonly pathOf = new Map<number, string>();
  private readonly ignoresSync: (path: string) => boolean;

  constructor(ignoresSync: (path: string) => boolean = () => false) {
    this.ignoresSync = ignoresSync;
  }

  step(step: DiskStep): void {
    const { files, pathOf } = this;
    const fileOf = (fd: number): File | undefined => files.get(pathOf.get(fd) ?? '');
    if (step.op === 'open') {
      pathOf.set(step.fd, step.path);
      if (!files.has(step.path)) files.set(step.path, { durable: new FileBody(), pending: [] });
    } else if (step.op === 'write') fileOf(step.fd)?.pending.push(step);
    else if (step.op === 'truncate') fileOf(step.fd)?.pending.push({ offset: step.offset, data: null });
    else if (step.op === 'sync') {
      const file = fileOf(step.fd);
      if (file === undefined || this.ignoresSync(pathOf.get(step.fd) ?? '')) return;
      for (const change of file.pending) file.durable.apply(change, () => true);
      file.pending = [];
    } else if (step.op === 'unlink') files.delete(step.path);
    else if (step.op === 'rename') {
      const file = files.get(step.from);
      if (file !== undefined) files.set(step.to, file);
      files.delete(step.from);
      for (const [fd, path] of pathOf) if (path === step.from) pathOf.set(fd, step.to);
    }
  }

  /**
   * Writes into `folder` what lies there when the power goes now: everything synced, and of what was not, whatever
   * `keeps` says for each sector, in any combination, as a disk may have got to it.
   */
  writeAfterCut(folder: string, keeps: () => boolean): void {
    for (const [path, { durable, pending }] of this.files) {
      const body = pending.length === 0 ? durable : durable.clone();
      for (const change of pending) body.apply(change, keeps);
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, body.bytes.subarray(0, body.length));
    }
  }
}

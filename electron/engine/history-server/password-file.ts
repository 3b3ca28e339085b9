import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { ServerTrouble } from './server-trouble.ts';

const longest = 4096;

/**
 * The password in a file that holds nothing else; one line end after it is not part of it. Throws a `refused` trouble with
 * a sentence when the file is missing, may be read by others, or is not such a file. Never logged.
 */
export function readPassword(dataDir: string, file: string | undefined): string {
  if (file === undefined) return '';
  const path = resolve(dataDir, file);
  const refuse = (what: string): ServerTrouble =>
    new ServerTrouble('refused', `The password file of the history server, ${file}, ${what}.`);
  if (!isAbsolute(file) && relative(dataDir, path).startsWith('..'))
    throw refuse('lies outside the data folder: name it by its absolute path');
  let text: string;
  try {
    const found = statSync(path);
    const { mode, size } = found;
    const isFile = found.isFile();
    if (!isFile) throw refuse('is not a file');
    // Windows keeps no such bits; its folders for one user are what protects a file there.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw refuse(`may be read by other users of this machine: run chmod 600 ${path}`);
    if (size > longest) throw refuse(`is larger than ${longest} bytes: it must hold the password and nothing else`);
    text = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    if (error instanceof ServerTrouble) throw error;
    throw refuse(`cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'no reason given'})`);
  }
  if (text === '' || /[\r\n\0]/.test(text)) throw refuse('must hold the password on one line and nothing else');
  return text;
}

/** Certificates of authorities this console trusts for the history server, PEM; null where the machine's own are meant. */
export function readAuthority(dataDir: string): string | null {
  try {
    return readFileSync(join(dataDir, 'history-server-ca.pem'), 'utf8');
  } catch {
    return null;
  }
}

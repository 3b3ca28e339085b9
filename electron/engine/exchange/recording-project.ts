import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { JobFailed } from './exchange-folder.ts';
import { FileEntry, isPathBelow, mostFileBytes, mostFiles, mostProjectBytes } from './recording-format.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);
const mostDepth = 8;

/** Paths of a project's files below its folder, sorted. Hidden files, links and names other systems refuse are left out. */
export async function listProject(dir: string): Promise<readonly string[]> {
  const paths: string[] = [];
  const visit = async (below: string, depth: number): Promise<void> => {
    for (const entry of await readdir(join(dir, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.name === 'node_modules' || !isPathBelow(path)) continue;
      if (entry.isDirectory() && depth < mostDepth) await visit(path, depth + 1);
      if (entry.isFile()) paths.push(path);
      if (paths.length > mostFiles) throw new JobFailed(`The project folder has more than ${mostFiles} files; a recording takes no more.`);
    }
  };
  await visit('', 0);
  return paths.toSorted();
}

/** Reads one file of the project as an entry; `taken` is what the files before it had, bytes. */
export async function packFile(dir: string, path: string, taken: number): Promise<{ readonly entry: string; readonly bytes: number }> {
  const { size } = await stat(join(dir, path));
  if (size > mostFileBytes || taken + size > mostProjectBytes) throw new JobFailed(`The project is too large for a recording: ${path} is the file with which it passes ${mostProjectBytes / 1024 ** 2} MB, or ${mostFileBytes / 1024 ** 2} MB by itself.`);
  const text = await readFile(join(dir, path));
  return { entry: JSON.stringify({ path, gzip: (await pack(text)).toString('base64') }), bytes: text.length };
}

/** Writes an entry's file below `dir`; gives back its size. Throws a JobFailed where the entry is not one that we made. */
export async function unpackFile(dir: string, entry: string, taken: number): Promise<number> {
  const read = FileEntry.safeParse(parseJson(entry));
  if (!read.success || !isPathBelow(read.data.path)) throw new JobFailed('The recording holds a file whose name would lead out of its folder, or that is damaged; it was not opened.');
  let bytes: Buffer;
  try {
    bytes = await unpack(Buffer.from(read.data.gzip, 'base64'), { maxOutputLength: Math.min(mostFileBytes, mostProjectBytes - taken) });
  } catch {
    throw new JobFailed(`The recording’s file ${read.data.path.slice(0, 120)} is damaged or larger than a project’s; it was not opened.`);
  }
  const path = join(dir, read.data.path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes, { flag: 'wx', mode: 0o600 });
  return bytes.length;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { diffScreens } from '#shared/screen/diff/diff-screens.ts';
import type { ImportResult } from '#shared/screen/import/import-model.ts';
import { driverTypes } from '../../engine/drivers/registry.ts';
import { convertBytes } from '../../engine/exchange/convert-drawing.ts';
import { loadProject } from '../../engine/project/load-project.ts';
import { drawingFile, readDrawing } from '../../engine/project/write-screen.ts';
import { commitsOfFile, textAtCommit } from '../../engine/screens/git-history.ts';
import type { ScreensCommand } from './screens-command-line.ts';

/** What cannot be done, in one sentence. */
export class Refused extends Error {}

type Of<Kind extends ScreensCommand['kind']> = Extract<ScreensCommand, { readonly kind: Kind }>;
type Say = (line: string) => void;

/** Writes what a drawing becomes into a folder of its own; gives back how it went. */
export async function importTo({ file, out, format, name, width }: Of<'import'>): Promise<string> {
  const there = await readdir(out).catch(() => []);
  if (there.length > 0) throw new Refused(`${out} holds files already; name an empty or new folder.`);
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new Refused(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
  });
  const made = convertBytes({ format, name: basename(file), screen: name, width }, bytes);
  const files = [
    ...made.screens.map(({ kind, screen, svg }) => ({ path: drawingFile(kind, screen), text: svg })),
    ...made.files,
    { path: 'report.md', text: reportText(basename(file), made) },
  ];
  for (const { path, text } of files) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), text, { flag: 'wx' });
  }
  const leftOut = made.report.reduce((sum, { outcome, count }) => sum + (outcome === 'left-out' ? count : 0), 0);
  return `${made.screens.length} ${made.screens.length === 1 ? 'screen' : 'screens'} and ${made.files.length} other files are in ${out}; ${leftOut} things were left out. Read report.md there before you copy any of it.`;
}

function reportText(name: string, { screens, files, report, suggestions }: ImportResult): string {
  const words = { taken: 'Taken', changed: 'Changed', 'left-out': 'Left out' } as const;
  const cell = (text: string): string => text.replace(/[|\r\n]+/g, ' ');
  const lines = [`# What became of ${name}`, ''];
  for (const { kind, screen, title, problems } of screens) {
    lines.push(`- ${drawingFile(kind, screen)}: ${cell(title)}`);
    for (const { line, message } of problems) lines.push(`  - line ${line ?? 1}: ${message}`);
  }
  for (const { path } of files) lines.push(`- ${path}: a proposal`);
  lines.push('', '| | how many | what | why, or what it became |', '|---|---|---|---|');
  for (const { outcome, count, what, why } of report) lines.push(`| ${words[outcome]} | ${count} | ${cell(what)} | ${cell(why)} |`);
  if (suggestions.length > 0) {
    lines.push('', '## What names and bindings suggest', '', 'Nothing of this stands in the screens yet.', '');
    for (const { screen, line, element, sentence } of suggestions) lines.push(`- ${screen}${line === null ? '' : `, line ${line}`}, ${cell(element)}: ${cell(sentence)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Tells what is wrong in drawings; gives back how many errors and warnings there are. */
export async function check({ projectDir }: Of<'check'>, say: Say): Promise<number> {
  const { problems, screens } = await loadProject(projectDir, { driverTypes });
  const found = problems.filter(({ file }) => /^(screens|templates)\//.test(file));
  for (const { file, line, message, severity } of found) say(`${file}${line === null ? '' : `:${line}`}: ${severity === 'warning' ? 'warning: ' : ''}${message}`);
  say(found.length === 0 ? `${screens.length} screens, nothing is wrong.` : `${screens.length} screens, ${found.length} ${found.length === 1 ? 'problem' : 'problems'}.`);
  return found.length;
}

/** Tells the commits that changed a drawing, newest first. */
export async function versions({ projectDir, drawing, name }: Of<'versions'>, say: Say): Promise<void> {
  const { commits, problem } = await commitsOfFile(projectDir, drawingFile(drawing, name));
  for (const { oid, timeMs, author, message, hash } of commits) say(`${oid.slice(0, 12)}  ${new Date(timeMs).toISOString().slice(0, 16)}Z  ${author}  ${message.split('\n')[0] ?? ''}${hash === null ? ' (removed)' : ''}`);
  if (problem !== null) say(problem);
  if (commits.length === 0 && problem === null) say(`No commit has ${drawingFile(drawing, name)}, or the project lies in no git repository.`);
}

/** Tells what differs between two versions of a drawing of the project. */
export async function diff({ projectDir, drawing, name, from, to }: Of<'diff'>, say: Say): Promise<void> {
  const file = drawingFile(drawing, name);
  const { commits, problem } = await commitsOfFile(projectDir, file);
  const textOf = async (commit: string): Promise<string> => {
    const found = commits.filter(({ oid }) => oid.startsWith(commit.toLowerCase()));
    const [one] = found;
    if (one === undefined || found.length > 1 || commit.length < 4) throw new Refused(`“${commit}” is no commit that changed ${file}, or not enough of its name. ${problem ?? ''}`.trim());
    const text = await textAtCommit(projectDir, file, one.oid);
    if (text === null) throw new Refused(`${file} was removed by ${commit}.`);
    return text;
  };
  const newest = commits.find(({ hash }) => hash !== null);
  if (from === null && newest === undefined) throw new Refused(`No commit has ${file}, so there is nothing to compare it with. ${problem ?? ''}`.trim());
  const before = await textOf(from ?? (newest as { readonly oid: string }).oid);
  const now = to === null ? await readDrawing(projectDir, drawing, name) : null;
  if (now !== null && !now.ok) throw new Refused(now.fault.message);
  tellDiff(before, now === null ? await textOf(to ?? '') : now.value.text, say);
}

/** Tells what differs between two files. */
export async function diffFiles({ before, after }: Of<'diff-files'>, say: Say): Promise<void> {
  const [old, now] = await Promise.all(
    [before, after].map((file) =>
      readFile(file, 'utf8').catch((error: unknown) => {
        throw new Refused(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
      }),
    ),
  );
  tellDiff(old ?? '', now ?? '', say);
}

function tellDiff(before: string, after: string, say: Say): void {
  const found = diffScreens(before, after);
  if (!found.ok) throw new Refused(found.problem.message);
  for (const { sentence, after: at } of found.differences) say(at === null ? sentence : `line ${at.line}: ${sentence}`);
  if (found.differences.length === 0) say(before === after ? 'Both are the same.' : 'They differ in nothing that is drawn or bound.');
}

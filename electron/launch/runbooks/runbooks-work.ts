import { stat } from 'node:fs/promises';
import { stepsOf } from '#shared/model/runbook.ts';
import { paperPages } from '#shared/runbook/print-pages.ts';
import { driverTypes } from '../../engine/drivers/registry.ts';
import { loadProject } from '../../engine/project/load-project.ts';
import type { LoadedProject } from '../../engine/project/loaded-project.ts';
import { createRunbookLibrary } from '../../engine/runbook-library.ts';

/** What cannot be done, in one sentence. */
export class Refused extends Error {}

type Say = (line: string) => void;

async function load(projectDir: string): Promise<LoadedProject> {
  const isFolder = await stat(projectDir).then((found) => found.isDirectory(), () => false);
  if (!isFolder) throw new Refused(`There is no project folder ${projectDir}.`);
  return loadProject(projectDir, { driverTypes });
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Tells what is wrong in runbooks and in what names one; gives back how many errors and warnings there are. */
export async function check(projectDir: string, say: Say): Promise<number> {
  const { problems, runbooks } = await load(projectDir);
  const found = problems.filter(({ file, message }) => file.startsWith('runbooks/') || message.includes('there is no runbook'));
  for (const { file, line, severity, message } of found) say(`${file}:${line ?? 1}: ${severity}: ${message}`);
  const unsound = runbooks.filter(({ isSound }) => !isSound).length;
  say(`${plural(runbooks.length, 'runbook')}, ${plural(found.length, 'problem')}${unsound === 0 ? '' : `; ${unsound} cannot be run`}`);
  return found.length;
}

export async function list(projectDir: string, say: Say): Promise<void> {
  const { runbooks } = await load(projectDir);
  for (const { runbook, file, isSound } of runbooks) {
    say(`${runbook.id}  ${runbook.version}  ${runbook.title}${isSound ? '' : '  CANNOT BE RUN, see check'}`);
    say(`    ${file}, severity ${runbook.severity}${runbook.emergency ? ', emergency set' : ''}, ${plural(stepsOf(runbook).length, 'step')}, about ${runbook.minutes} min`);
    say(`    answers ${[...runbook.alarms, ...runbook.tags, ...runbook.kinds.map((kind) => `every ${kind}`)].join(', ') || 'nothing by name'}`);
  }
  if (runbooks.length === 0) say('The project has no runbooks.');
}

export async function find(projectDir: string, words: string, say: Say): Promise<void> {
  const project = await load(projectDir);
  const library = createRunbookLibrary(() => project, projectDir);
  const found = library.search(words, 10);
  for (const { runbook, reasons } of found) {
    say(`${runbook}  ${library.entry(runbook)?.title ?? ''}`);
    for (const { text } of reasons) say(`    ${text}`);
  }
  if (found.length === 0) say('No runbook has any of these words.');
}

/** @param ids null for all of the emergency set. Nothing is printed where one of them is missing or has errors: half a set is worse than none. */
export async function print(projectDir: string, ids: readonly string[] | null, say: Say): Promise<void> {
  const { runbooks } = await load(projectDir);
  const wanted = (ids ?? runbooks.flatMap(({ runbook }) => (runbook.emergency ? [runbook.id] : []))).map((id) => {
    const found = runbooks.find(({ runbook }) => runbook.id === id);
    if (found === undefined) throw new Refused(`There is no runbook ${id} in ${projectDir}.`);
    if (!found.isSound) throw new Refused(`${id} has errors and is not printed; see npm run runbooks -- check.`);
    return found;
  });
  if (wanted.length === 0) throw new Refused('No runbook of the project belongs to the emergency set (emergency: true).');
  const pages = wanted.flatMap((one) => paperPages(one));
  for (const [at, { head, lines, foot }] of pages.entries()) say(`${at === 0 ? '' : '\f'}${head}\n\n${lines.join('\n')}\n\n${foot}`);
}

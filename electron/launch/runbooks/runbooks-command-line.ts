import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const runbooksUsage = `Works on the runbooks of a project folder, without a running console.

  npm run runbooks -- check [FOLDER]
  npm run runbooks -- list [FOLDER]
  npm run runbooks -- find WORDS [--project FOLDER]
  npm run runbooks -- print ID… [--project FOLDER]
  npm run runbooks -- print --emergency [--project FOLDER]

check  lists what is wrong in runbooks, with file and line, held against the tags, alarms, assets, screens and scenes of the
       project; what in them names a runbook there is none of, too
list   names them, with version, steps and what they answer
find   those that fit some words, best first, each with the reasons
print  pages for paper, as plain text: title, version and the hash of the text on each; --emergency: of all that belong to the
       emergency set

FOLDER  a project folder; the demo plant when left out

Exit codes: 0 done, and for check nothing is wrong; 1 something is wrong, or there is no such runbook; 2 the command line is wrong.`;

export type RunbooksCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'check' | 'list'; readonly projectDir: string }
  | { readonly kind: 'find'; readonly projectDir: string; readonly words: string }
  /** `runbooks` null: all of the emergency set. */
  | { readonly kind: 'print'; readonly projectDir: string; readonly runbooks: readonly string[] | null };

/** A command line that says nothing that can be done. */
export class UsageError extends Error {}

/** What a command line asks for; throws a UsageError with a sentence. */
export function readRunbooksCommand(argv: readonly string[], defaultProject: string): RunbooksCommand {
  const { values, positionals } = parse(argv);
  if (values.help === true) return { kind: 'help' };
  const [kind, ...names] = positionals;
  const named = resolve(values.project ?? defaultProject);
  switch (kind) {
    case 'check':
    case 'list':
      if (names.length > 1) throw new UsageError(`${kind} takes one folder.`);
      return { kind, projectDir: names[0] === undefined ? named : resolve(names[0]) };
    case 'find':
      if (names.length === 0) throw new UsageError('Say what is looked for: find WORDS.');
      return { kind, projectDir: named, words: names.join(' ').slice(0, 500) };
    case 'print': {
      const isEmergency = values.emergency === true;
      if (isEmergency === names.length > 0) throw new UsageError('Name the runbooks to print by their ids, or say --emergency.');
      return { kind, projectDir: named, runbooks: isEmergency ? null : names };
    }
    default:
      throw new UsageError(kind === undefined ? 'Say what to do: check, list, find or print.' : `“${kind}” is not check, list, find or print.`);
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options: { help: { type: 'boolean', short: 'h' }, project: { type: 'string' }, emergency: { type: 'boolean' } } });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('\n')[0]?.replace(/\.$/, '') ?? 'the command line is wrong'}.`);
  }
}

import { extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { drawingImportFormats } from '#shared/contract/screens.ts';

export const screensUsage = `Works on the screens and templates of a project folder, without a running console.

  npm run screens -- import FILE --out FOLDER [--format svg|fuxa|dxf] [--name NAME] [--width NUMBER]
  npm run screens -- check [--project FOLDER]
  npm run screens -- versions NAME [--template] [--project FOLDER]
  npm run screens -- diff NAME [--template] [--from COMMIT] [--to COMMIT] [--project FOLDER]
  npm run screens -- diff FILE FILE

import    turns a plain SVG, a FUXA project or a DXF plan into screens in FOLDER, which must be empty or new. Nothing of your
          project is touched: read report.md there, then copy what you want. The format is told by the file's ending.
check     lists what is wrong in screens and templates, with file and line
versions  commits of the project's git repository that changed a screen; what the console itself keeps is in its window
diff      what differs between two versions, in sentences: of the newest commit and the file as it is where nothing else is said

--name NAME      name of the first screen
--width NUMBER   width of the screen, 100 to 10000; 1512 when left out
--project FOLDER the demo plant when left out

Exit codes: 0 done, and for check nothing is wrong; 1 refused, or something is wrong; 2 the command line is wrong.`;

export type ScreensCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'import'; readonly file: string; readonly out: string; readonly format: (typeof drawingImportFormats)[number]; readonly name: string | undefined; readonly width: number }
  | { readonly kind: 'check'; readonly projectDir: string }
  | { readonly kind: 'versions'; readonly projectDir: string; readonly drawing: 'screen' | 'template'; readonly name: string }
  | { readonly kind: 'diff'; readonly projectDir: string; readonly drawing: 'screen' | 'template'; readonly name: string; readonly from: string | null; readonly to: string | null }
  | { readonly kind: 'diff-files'; readonly before: string; readonly after: string };

/** A command line that says nothing that can be done. */
export class UsageError extends Error {}

const endings: Readonly<Record<string, (typeof drawingImportFormats)[number]>> = { '.svg': 'svg', '.svgz': 'svg', '.fuxap': 'fuxa', '.json': 'fuxa', '.dxf': 'dxf' };
const screenName = /^[A-Za-z0-9][\w.-]{0,119}$/;

/** What a command line asks for; throws a UsageError with a sentence. */
export function readScreensCommand(argv: readonly string[], defaultProject: string): ScreensCommand {
  const { values, positionals } = parse(argv);
  if (values.help === true) return { kind: 'help' };
  const [kind, ...names] = positionals;
  const projectDir = resolve(values.project ?? defaultProject);
  const drawing = values.template === true ? 'template' : 'screen';
  switch (kind) {
    case 'import': {
      const [file] = names;
      if (file === undefined || names.length > 1) throw new UsageError('Name one file to import.');
      if (values.out === undefined) throw new UsageError('Name a folder for what is made, with --out.');
      const width = Number(values.width ?? 1512);
      if (!(width >= 100 && width <= 10_000)) throw new UsageError('--width is a number from 100 to 10000.');
      return { kind, file: resolve(file), out: resolve(values.out), format: formatOf(file, values.format), name: nameOf(values.name), width };
    }
    case 'check':
      if (names.length > 0) throw new UsageError('check takes no names: it looks at all screens and templates.');
      return { kind, projectDir };
    case 'versions':
      return { kind, projectDir, drawing, name: oneName(names) };
    case 'diff': {
      const [before, after] = names;
      if (before !== undefined && after !== undefined && names.length === 2) return { kind: 'diff-files', before: resolve(before), after: resolve(after) };
      return { kind, projectDir, drawing, name: oneName(names), from: values.from ?? null, to: values.to ?? null };
    }
    default:
      throw new UsageError(kind === undefined ? 'Say what to do: import, check, versions or diff.' : `“${kind}” is not import, check, versions or diff.`);
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        project: { type: 'string' },
        out: { type: 'string' },
        format: { type: 'string' },
        name: { type: 'string' },
        width: { type: 'string' },
        template: { type: 'boolean' },
        from: { type: 'string' },
        to: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n')[0] ?? '');
  }
}

function formatOf(file: string, given: string | undefined): (typeof drawingImportFormats)[number] {
  const format = drawingImportFormats.find((one) => one === given?.toLowerCase()) ?? (given === undefined ? endings[extname(file).toLowerCase()] : undefined);
  if (format === undefined) throw new UsageError(given === undefined ? 'The format is not told by the file’s ending; name it with --format svg, fuxa or dxf.' : `--format is svg, fuxa or dxf, not “${given}”.`);
  return format;
}

function nameOf(name: string | undefined): string | undefined {
  if (name !== undefined && !screenName.test(name)) throw new UsageError(`“${name}” cannot be the name of a screen: letters, digits and _ . - only.`);
  return name;
}

function oneName(names: readonly string[]): string {
  const [name] = names;
  if (name === undefined || names.length > 1) throw new UsageError('Name one screen.');
  return nameOf(name) ?? name;
}

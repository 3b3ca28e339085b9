import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type ExportRequest, exportFormats, importFormats } from '#shared/contract/exchange.ts';
import { aggregateNames } from '#shared/model/history.ts';
import { defaultDataDir, StartRefused } from '../host/data-folder.ts';
import { readPort } from '../host/host-options.ts';
import { demoProjectDir } from './project-root.ts';

export const historyUsage = `Reads and writes recorded history: of a running station, or of a data folder that nobody runs.

  npm run history -- export --from TIME --to TIME [--tags A,B,…] --out FILE [options]
  npm run history -- import FILE [options]
  npm run history -- recording --from TIME --to TIME --title TEXT --out FILE
  npm run history -- extent

Where it is
  --project FOLDER     the project; the demo plant when left out
  --data FOLDER        its data folder; the usual one of the project when left out
  --host ADDRESS       of the station that runs on the data folder; 127.0.0.1 when left out
  --port NUMBER        of that station; 8090 when left out
  --link LINK          an access link the station printed, in place of all of the above

export                 samples or aggregates as a file
  --from, --to TIME    ISO 8601, UTC where no offset is named: 2026-11-28T08:00 or 2026-11-28T09:00+01:00
  --tags A,B,…         tags by name; all when left out (at most 5,000)
  --format NAME        ${exportFormats.join(', ')}; taken from the ending of FILE when left out
  --layout NAME        long (a row a sample) or wide (a row a time, a column a tag); long when left out
  --interval DURATION  one row an interval: 10s, 5m, 1h, 1d, or ms
  --aggregate NAME     of each interval; TimeAverage2 when left out. One of: ${aggregateNames.join(', ')}
  --out FILE           where it goes; must not be there yet

import FILE            CSV or Parquet; late samples are put in their place by their time
  --format NAME        ${importFormats.join(', ')}; taken from the ending of FILE when left out
  --layout NAME        long or wide, where the guess is wrong
  --time COLUMN        --tag COLUMN  --value COLUMN  --quality COLUMN   where the guess is wrong
  --time-form NAME     iso, epoch-ms or epoch-s, where the guess is wrong
  --rename NAME=TAG    which tag a name in the file is; NAME= leaves it out; may be given many times
  --look               shows what would be read, and imports nothing

recording              one file with all of a span, for npm start -- --recording FILE on any machine
  --title TEXT         what it is about

Exit codes: 0 done, 1 refused or failed, 2 the command line is wrong, 130 cancelled with Ctrl+C.`;

export type HistoryCommand = {
  readonly place: { readonly projectDir: string; readonly dataDir: string; readonly host: string; readonly port: number; readonly link: string | null };
} & (
  | { readonly kind: 'help' }
  | { readonly kind: 'extent' }
  | {
      readonly kind: 'export';
      readonly span: Span;
      readonly tags: readonly string[] | null;
      readonly format: ExportRequest['format'];
      readonly layout: ExportRequest['layout'];
      readonly content: ExportRequest['content'];
      readonly out: string;
    }
  | { readonly kind: 'recording'; readonly span: Span; readonly title: string; readonly out: string }
  | {
      readonly kind: 'import';
      readonly file: string;
      readonly format: (typeof importFormats)[number];
      /** What people know better than the guess. */
      readonly mapping: Readonly<Record<string, unknown>>;
      readonly isLook: boolean;
    }
);
type Span = { readonly fromMs: number; readonly toMs: number };

/** What is wrong with the command line, in a sentence. */
export class UsageError extends Error {}

const options = {
  ...Object.fromEntries(
    ['project', 'data', 'host', 'port', 'link', 'from', 'to', 'tags', 'format', 'layout', 'interval', 'aggregate', 'out', 'title', 'time', 'tag', 'value', 'quality', 'time-form'].map((name) => [name, { type: 'string' as const }]),
  ),
  rename: { type: 'string', multiple: true },
  look: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads `npm run history --`; throws a UsageError with a sentence. */
export function readHistoryCommand(argv: readonly string[]): HistoryCommand {
  const { values: read, positionals } = parse(argv);
  const text = (name: string): string | undefined => (typeof read[name] === 'string' ? read[name] : undefined);
  const need = (name: string): string => text(name) ?? wrong(`--${name} is missing.`);
  const projectDir = resolve(text('project') ?? demoProjectDir);
  const place = { projectDir, dataDir: resolve(text('data') ?? defaultDataDir(projectDir)), host: text('host') ?? '127.0.0.1', port: portOf(text('port') ?? '8090'), link: text('link') ?? null };
  const [kind, file, ...more] = positionals;
  if (read['help'] === true || kind === 'help' || (kind === undefined && argv.length === 0)) return { kind: 'help', place };
  if (more.length > 0 || (file !== undefined && kind !== 'import')) wrong(`“${more[0] ?? file}” is not understood here.`);
  const span = (): Span => {
    const [fromMs, toMs] = [timeOf(need('from')), timeOf(need('to'))];
    return fromMs < toMs ? { fromMs, toMs } : wrong('--from must be before --to.');
  };
  switch (kind) {
    case 'extent':
      return { kind, place };
    case 'recording':
      return { kind, place, span: span(), title: need('title'), out: resolve(need('out')) };
    case 'export': {
      const interval = text('interval');
      const aggregate = oneOf('aggregate', text('aggregate') ?? 'TimeAverage2', aggregateNames);
      if (interval === undefined && text('aggregate') !== undefined) wrong('--aggregate needs --interval.');
      return {
        kind,
        place,
        span: span(),
        tags: text('tags')?.split(',').map((tag) => tag.trim()).filter((tag) => tag !== '') ?? null,
        format: oneOf('format', text('format') ?? need('out').split('.').at(-1) ?? '', exportFormats),
        layout: oneOf('layout', text('layout') ?? 'long', ['long', 'wide']),
        content: interval === undefined ? { kind: 'raw' } : { kind: 'interval', intervalMs: durationOf(interval), aggregate },
        out: resolve(need('out')),
      };
    }
    case 'import': {
      if (file === undefined) wrong('Name the file to import.');
      const renamed = (Array.isArray(read['rename']) ? read['rename'] : []).map((one) => {
        const at = one.lastIndexOf('=');
        return at > 0 ? ([one.slice(0, at), one.slice(at + 1)] as const) : wrong(`--rename takes NAME=TAG, not “${one}”.`);
      });
      const given = { layout: text('layout'), timeColumn: text('time'), tagColumn: text('tag'), valueColumn: text('value'), qualityColumn: text('quality'), timeForm: text('time-form') };
      return {
        kind,
        place,
        file: resolve(file),
        format: oneOf('format', text('format') ?? file.split('.').at(-1) ?? '', importFormats),
        mapping: { ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)), rename: Object.fromEntries(renamed) },
        isLook: read['look'] === true,
      };
    }
    default:
      return wrong(kind === undefined ? 'Say what to do: export, import, recording or extent.' : `“${kind}” is not export, import, recording or extent.`);
  }
}

function parse(argv: readonly string[]): { readonly values: Readonly<Record<string, string | boolean | string[] | undefined>>; readonly positionals: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    return { values: values as Record<string, string | boolean | string[] | undefined>, positionals };
  } catch (error) {
    return wrong((error as Error).message.split('\n')[0] ?? '');
  }
}

function wrong(sentence: string): never {
  throw new UsageError(sentence);
}

function oneOf<const Name extends string>(option: string, text: string, names: readonly Name[]): Name {
  return names.find((name) => name.toLowerCase() === text.toLowerCase()) ?? wrong(`--${option} is one of ${names.join(', ')}, not “${text}”.`);
}

function timeOf(text: string): number {
  const isZoned = /(z|[+-]\d\d:?\d\d)$/i.test(text);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const ms = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d|$)/.test(text) ? Date.parse(isZoned || isDay ? text : `${text.replace(' ', 'T')}Z`) : Number.NaN;
  return Number.isNaN(ms) ? wrong(`“${text}” is no time; write it as 2026-11-28T08:00.`) : ms;
}

function durationOf(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text);
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match?.[2] ?? 'ms'] ?? 1;
  const ms = Number(match?.[1]) * unit;
  return ms >= 1 ? ms : wrong(`“${text}” is no interval; write it as 10s, 5m, 1h or 1d.`);
}

function portOf(text: string): number {
  try {
    return readPort(text);
  } catch (error) {
    return wrong(error instanceof StartRefused ? error.message : String(error));
  }
}

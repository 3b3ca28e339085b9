import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { paperFormats } from '#shared/contract/reports.ts';
import { HandoverId } from '#shared/model/handover.ts';
import { IncidentId } from '#shared/model/incident.ts';
import { RunbookId } from '#shared/model/runbook.ts';
import { defaultDataDir, StartRefused } from '../host/data-folder.ts';
import { readPort } from '../host/host-options.ts';
import { type HistoryCommand, UsageError } from './history-command-line.ts';
import { demoProjectDir } from './project-root.ts';

export const reportUsage = `Makes papers of a running station, or of a data folder that nobody runs.

  npm run report -- incident ID              what happened, with trends and pictures
  npm run report -- runbooks [ID …]          to work from without a console; the emergency set where none is named
  npm run report -- handover [ID]            to be signed; the newest where none is named

  --format NAME        ${paperFormats.join(' or ')}; taken from the ending of FILE, pdf when left out
  --out FILE           where it goes; must not be there yet. The id with its ending in this folder when left out
  --project FOLDER     the project; the demo plant when left out
  --data FOLDER        its data folder; the usual one of the project when left out
  --host ADDRESS       of the station that runs on the data folder; 127.0.0.1 when left out
  --port NUMBER        of that station; 8090 when left out
  --link LINK          an access link the station printed, in place of the four above

Exit codes: 0 done, 1 refused or failed, 2 the command line is wrong, 130 cancelled with Ctrl+C.`;

export type ReportCommand = { readonly place: HistoryCommand['place'] } & (
  | { readonly kind: 'help' }
  | ({ readonly format: (typeof paperFormats)[number]; readonly out: string } & (
      | { readonly kind: 'incident'; readonly incident: IncidentId }
      | { readonly kind: 'runbooks'; readonly runbooks: readonly RunbookId[] | 'emergency' }
      | { readonly kind: 'handover'; readonly handover: HandoverId | null }
    ))
);

const options = {
  format: { type: 'string' },
  out: { type: 'string' },
  project: { type: 'string' },
  data: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  link: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads `npm run report --`; throws a UsageError with a sentence. */
export function readReportCommand(argv: readonly string[]): ReportCommand {
  const { values, positionals } = parse(argv);
  const projectDir = resolve(values.project ?? demoProjectDir);
  const place = { projectDir, dataDir: resolve(values.data ?? defaultDataDir(projectDir)), host: values.host ?? '127.0.0.1', port: portOf(values.port ?? '8090'), link: values.link ?? null };
  const [kind, ...ids] = positionals;
  if (values.help === true || kind === 'help' || (kind === undefined && argv.length === 0)) return { kind: 'help', place };
  const ending = values.format ?? values.out?.split('.').at(-1) ?? 'pdf';
  const format = paperFormats.find((name) => name === ending.toLowerCase()) ?? wrong(`--format is pdf or docx, not “${ending.slice(0, 40)}”.`);
  const paper = (name: string) => ({ place, format, out: resolve(values.out ?? `${name}.${format}`) });
  if (kind !== 'runbooks' && ids.length > 1) wrong(`“${ids[1] ?? ''}” is not understood here: one id at a time.`);
  switch (kind) {
    case 'incident': {
      const incident = IncidentId.safeParse(ids[0]);
      return incident.success ? { kind, incident: incident.data, ...paper(incident.data) } : wrong('Name the incident, as INC-0007.');
    }
    case 'runbooks': {
      const runbooks = ids.map((id) => RunbookId.safeParse(id).data ?? wrong(`“${id.slice(0, 80)}” is no id of a runbook.`));
      return { kind, runbooks: runbooks.length === 0 ? 'emergency' : runbooks, ...paper(runbooks.length === 1 ? (runbooks[0] as string) : runbooks.length === 0 ? 'emergency-runbooks' : 'runbooks') };
    }
    case 'handover': {
      if (ids[0] === undefined) return { kind, handover: null, ...paper('handover') };
      const handover = HandoverId.safeParse(ids[0]);
      return handover.success ? { kind, handover: handover.data, ...paper(handover.data) } : wrong('Name the handover, as HO-0012, or leave it out for the newest.');
    }
    default:
      return wrong(kind === undefined ? 'Say what to make: incident, runbooks or handover.' : `“${kind}” is not incident, runbooks or handover.`);
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    return wrong((error as Error).message.split('\n')[0] ?? '');
  }
}

function wrong(sentence: string): never {
  throw new UsageError(sentence);
}

function portOf(text: string): number {
  try {
    return readPort(text);
  } catch (error) {
    return wrong(error instanceof StartRefused ? error.message : String(error));
  }
}

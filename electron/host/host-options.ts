import { parseArgs } from 'node:util';
import { StartRefused } from './data-folder.ts';

export type HostOptions = {
  readonly projectDir: string;
  readonly dataDir: string;
  /** Version of the product, as the console shows it. */
  readonly version: string;
  /** Folder of the built console to serve; null: windows only. */
  readonly consoleDir: string | null;
  /** Serve browsers that bear one of the data folder's lasting links. */
  readonly hasLinks: boolean;
  readonly host: string;
  readonly port: number;
  /** A recording to unpack into the two folders and to show; absent on a plant. */
  readonly recording?: string | null;
  /** Opens the folders for their history alone, without links. */
  readonly isOffline?: boolean;
};

/** Reads the command line of a host, which our own starters write; throws StartRefused where it is wrong. */
export function readHostOptions(argv: readonly string[]): HostOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      project: { type: 'string' },
      data: { type: 'string' },
      'app-version': { type: 'string', default: 'unknown' },
      console: { type: 'string' },
      links: { type: 'boolean', default: false },
      recording: { type: 'string' },
      offline: { type: 'boolean', default: false },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '0' },
    },
  });
  if (values.project === undefined || values.data === undefined) throw new StartRefused('A host needs --project and --data.');
  return {
    projectDir: values.project,
    dataDir: values.data,
    version: values['app-version'],
    consoleDir: values.console ?? null,
    hasLinks: values.links,
    host: values.host,
    port: readPort(values.port),
    recording: values.recording ?? null,
    isOffline: values.offline,
  };
}

/** A TCP port from the command line; throws StartRefused with a sentence. */
export function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new StartRefused(`--port takes a number from 0 to 65535, not “${text}”.`);
  return port;
}

/** The same options as arguments for a child. */
export function writeHostOptions(options: HostOptions): readonly string[] {
  const args = ['--project', options.projectDir, '--data', options.dataDir, '--app-version', options.version, '--host', options.host, '--port', String(options.port)];
  if (options.consoleDir !== null) args.push('--console', options.consoleDir);
  if (options.hasLinks) args.push('--links');
  if (typeof options.recording === 'string') args.push('--recording', options.recording);
  if (options.isOffline === true) args.push('--offline');
  return args;
}

import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataDir, StartRefused } from '../host/data-folder.ts';
import { readPort } from '../host/host-options.ts';
import { makeRecordingFolder } from '../host/recording-folder.ts';
import { root } from './project-root.ts';

export type Command = { readonly projectDir: string; readonly dataDir: string; readonly host: string; readonly port: number; readonly recording: string | null };

export const defaultPort = 8090;
export const usage = 'Options: --project FOLDER, --data FOLDER, or --recording FILE, and for the station --host ADDRESS, --port NUMBER.';

/** Reads the options of `npm start` and `npm run station`; throws StartRefused with a sentence. */
export function readCommand(argv: readonly string[]): Command {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { project: { type: 'string' }, data: { type: 'string' }, recording: { type: 'string' }, host: { type: 'string' }, port: { type: 'string' } },
    });
    const network = { host: values.host ?? '127.0.0.1', port: values.port === undefined ? defaultPort : readPort(values.port) };
    if (values.recording !== undefined) {
      if (values.project !== undefined || values.data !== undefined) throw new StartRefused('A recording brings its own project and data: leave out --project and --data.');
      const { file, projectDir, dataDir } = makeRecordingFolder(values.recording);
      return { projectDir, dataDir, recording: file, ...network };
    }
    const projectDir = resolve(values.project ?? join(root, 'resources', 'projects', 'demo'));
    return {
      projectDir,
      dataDir: resolve(values.data ?? defaultDataDir(projectDir)),
      recording: null,
      ...network,
    };
  } catch (error) {
    if (error instanceof StartRefused) throw error;
    throw new StartRefused(`${(error as Error).message.split('\n')[0]} ${usage}`);
  }
}

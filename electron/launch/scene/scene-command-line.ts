import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const sceneUsage = `Looks at models for 3D scenes, without a running console.

  npm run scene -- inspect FILE [--up y|z] [--json]

inspect   reads a model as the console would, and prints its parts, triangles, colours and size in metres, and what is left
          out or changed. FILE ends in glb, gltf, stl, stp, step, igs or iges; files it names must lie beside it. The paths it
          prints are what a scene's nodes are keyed by.

--up y|z   which axis of the file is up; y for glTF and z for the others when left out
--json     the same as JSON

Exit codes: 0 done; 1 the model is refused, with the reason; 2 the command line is wrong.`;

export type SceneCommand = { readonly kind: 'help' } | { readonly kind: 'inspect'; readonly file: string; readonly up: 'y' | 'z' | null; readonly json: boolean };

/** A command line that says nothing that can be done. */
export class UsageError extends Error {}

/** What a command line asks for; throws a UsageError with a sentence. */
export function readSceneCommand(argv: readonly string[]): SceneCommand {
  const { values, positionals } = parse(argv);
  if (values.help === true) return { kind: 'help' };
  const [kind, file, ...more] = positionals;
  if (kind !== 'inspect') throw new UsageError(kind === undefined ? 'Say what to do: inspect.' : `“${kind}” is not inspect.`);
  if (file === undefined || more.length > 0) throw new UsageError('Name one file to inspect.');
  if (values.up !== undefined && values.up !== 'y' && values.up !== 'z') throw new UsageError('--up is y or z.');
  return { kind, file: resolve(file), up: values.up ?? null, json: values.json === true };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options: { help: { type: 'boolean', short: 'h' }, up: { type: 'string' }, json: { type: 'boolean' } } });
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

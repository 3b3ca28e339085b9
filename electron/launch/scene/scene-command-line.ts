import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const sceneUsage = `Looks at models for 3D scenes, without a running console.

  npm run scene -- inspect FILE [--up y|z] [--json]
  npm run scene -- convert FILE [--up y|z] [--to FILE.glb] [--minutes N]

inspect   reads a model as the console would, and prints its parts, triangles, colours and size in metres, and what is left
          out or changed. FILE ends in glb, gltf, stl, stp, step, igs or iges; files it names must lie beside it. The paths it
          prints are what a scene's nodes are keyed by.

convert   makes a .glb of a model that takes longer than a console waits: a large STEP or IGES file. Its nodes keep their
          paths, so that a scene goes on with another file name. Nothing is overwritten.

--up y|z      which axis of the file is up; y for glTF and z for the others when left out
--json        the same as JSON
--to          the file to make; when left out FILE with the ending .glb
--minutes     processor time it may take, 1 to 600; 10 when left out

Exit codes: 0 done; 1 the model is refused, with the reason; 2 the command line is wrong.`;

type Model = { readonly file: string; readonly up: 'y' | 'z' | null };
export type SceneCommand =
  | { readonly kind: 'help' }
  | ({ readonly kind: 'inspect'; readonly json: boolean } & Model)
  | ({ readonly kind: 'convert'; readonly to: string; readonly minutes: number } & Model);

/** A command line that says nothing that can be done. */
export class UsageError extends Error {}

/** What a command line asks for; throws a UsageError with a sentence. */
export function readSceneCommand(argv: readonly string[]): SceneCommand {
  const { values, positionals } = parse(argv);
  if (values.help === true) return { kind: 'help' };
  const [kind, file, ...more] = positionals;
  if (kind !== 'inspect' && kind !== 'convert') throw new UsageError(kind === undefined ? 'Say what to do: inspect or convert.' : `“${kind}” is neither inspect nor convert.`);
  if (file === undefined || more.length > 0) throw new UsageError(`Name one file to ${kind}.`);
  const { up, json, to, minutes } = values;
  if (up !== undefined && up !== 'y' && up !== 'z') throw new UsageError('--up is y or z.');
  const model: Model = { file: resolve(file), up: up ?? null };
  if (kind === 'inspect') {
    if (to !== undefined || minutes !== undefined) throw new UsageError('--to and --minutes belong to convert.');
    return { kind, ...model, json: json === true };
  }
  if (json === true) throw new UsageError('--json belongs to inspect.');
  const given = minutes === undefined ? 10 : Number(minutes);
  if (!(given >= 1 && given <= 600)) throw new UsageError('--minutes is a number from 1 to 600.');
  const made = resolve(to ?? file.replace(/\.[a-z]+$/i, '') + '.glb');
  if (!made.toLowerCase().endsWith('.glb')) throw new UsageError('--to names a file that ends in .glb.');
  return { kind, ...model, to: made, minutes: given };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options: { help: { type: 'boolean', short: 'h' }, up: { type: 'string' }, json: { type: 'boolean' }, to: { type: 'string' }, minutes: { type: 'string' } } });
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

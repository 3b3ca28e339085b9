import type { DrawingKind, DrawingReference } from '#shared/contract/screens.ts';
import { type Fault, ok, refused, type Result } from '#shared/model/fault.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

type Names =
  | 'screens.list'
  | 'screens.read'
  | 'screens.references'
  | 'screens.save'
  | 'screens.create'
  | 'screens.rename'
  | 'screens.remove'
  | 'screens.versions'
  | 'screens.version'
  | 'screens.restore'
  | 'screens.importOpen'
  | 'screens.importStart'
  | 'screens.imported';

type Which = { readonly kind: DrawingKind; readonly screen: string };

/** Drawings are files of the project: the watcher picks changes up, and `project.state` tells every console. */
export function screenHandlers(parts: EngineParts): HandlersOf<Names> {
  const { drawings, exchange } = parts;
  const referencesTo = async (which: Which): Promise<DrawingReference[]> => [...elsewhere(parts, which), ...(await drawings.references(which))];
  return {
    'screens.list': async () => readable(async () => ({ drawings: [...(await drawings.list())] })),
    'screens.read': (which) => drawings.read(which),
    'screens.references': async (which) => readable(async () => ({ references: await referencesTo(which) })),
    'screens.save': async (request, { user }) => {
      const saved = await drawings.save(request, { source: 'console', user });
      return saved.ok ? saved : otherwise(saved.fault, 'exists', 'changed-meanwhile');
    },
    'screens.create': async ({ source, ...request }, { user }) => {
      const saved = await drawings.save({ ...request, basedOn: null }, { source, user });
      return saved.ok ? saved : otherwise(saved.fault, 'changed-meanwhile', 'exists');
    },
    'screens.rename': async (request, { user }) => {
      const renamed = await drawings.rename(request, user);
      return renamed.ok ? ok({ references: await referencesTo(request) }) : renamed;
    },
    'screens.remove': async (request, { user }) => {
      const removed = await drawings.remove(request, user);
      return removed.ok ? ok({ references: await referencesTo(request) }) : removed;
    },
    'screens.versions': async (which, _session, { signal }) => {
      try {
        return ok(await drawings.versions(which, signal));
      } catch (error) {
        if (signal.aborted) return refused('cancelled', 'The question was given up before it was answered.');
        return refused('history-unavailable', `Versions of ${which.screen} cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'Look at the data store in the status bar.');
      }
    },
    'screens.version': (request) => drawings.version(request),
    'screens.restore': async ({ version, note, ...request }, { user }) => {
      const old = await drawings.version({ ...request, version });
      if (!old.ok) return old;
      const saved = await drawings.save({ ...request, svg: old.value.svg, note: note === '' ? 'Restored from an earlier version.' : note }, { source: 'console', user });
      return saved.ok ? saved : otherwise(saved.fault, 'exists', 'changed-meanwhile');
    },
    'screens.importOpen': ({ name, format, bytes }) => exchange.uploads.open(name, format, bytes),
    'screens.importStart': ({ upload, screen, width }, { user }) => exchange.startDrawing(upload, { screen, width }, user),
    'screens.imported': ({ job }) => exchange.imported(job),
  };
}

async function readable<Value>(read: () => Promise<Value>): Promise<Result<Value, 'unreadable'>> {
  try {
    return ok(await read());
  } catch (error) {
    return refused('unreadable', `The folder of drawings cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`, 'Check the rights of the project folder.');
  }
}

/** A fault under the code its caller declares: what is there where nothing should be is `exists` to one who makes a drawing, `changed-meanwhile` to one who saves. */
function otherwise<Code extends string, const From extends Code, const To extends string>({ code, message, tip }: Fault<Code>, from: From, to: To) {
  return refused<Exclude<Code, From> | To>(code === from ? to : (code as Exclude<Code, From>), message, tip);
}

/** Places outside drawings that name a screen: the home screen, alarms and assets. Templates are named in drawings alone. */
function elsewhere(parts: EngineParts, { kind, screen }: Which): DrawingReference[] {
  if (kind === 'template') return [];
  const { file, alarms, assets } = parts.plant().project;
  const found: DrawingReference[] = [];
  if (file.home === screen) found.push({ file: 'project.yaml', line: null, sentence: `It is the home screen of ${file.name}.` });
  for (const alarm of alarms) if (alarm.screen === screen) found.push({ file: 'alarms', line: null, sentence: `Alarm ${alarm.id} leads to it.` });
  for (const asset of assets) if (asset.screen === screen) found.push({ file: 'assets', line: null, sentence: `${asset.id} is shown on it.` });
  return found.slice(0, 200);
}

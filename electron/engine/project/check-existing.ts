import type { AlarmId, AssetId } from '#shared/model/ids.ts';
import type { Notes } from './check-entries.ts';
import type { Entry } from './draft-problem.ts';

/** What exists in the project, the console's own signals and alarms among it. */
export type Known = {
  readonly hasAsset: (id: AssetId) => boolean;
  readonly hasAlarm: (id: AlarmId) => boolean;
  readonly hasTag: (id: string) => boolean;
};

/** Those of a list that exist, each once; others are told. */
export function existing<Value extends object, Id extends string>(
  entry: Entry<Value>,
  key: string,
  ids: readonly Id[],
  exists: (id: Id) => boolean,
  notes: Notes<Value>,
): Id[] {
  const noun = key === 'assets' || key === 'effects' ? 'asset' : 'alarm';
  return [...new Set(ids)].filter((id) => {
    if (exists(id)) return true;
    notes.error(entry, [key, ids.indexOf(id)], `${key}: there is no ${noun} "${id}"; it is left out`);
    return false;
  });
}

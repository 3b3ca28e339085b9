import type { AlarmGuidance } from '#shared/model/alarm.ts';
import { guidanceOf } from '#shared/model/alarm-guidance.ts';
import type { AlarmRow } from './alarm-rows.ts';
import type { DirectoryIndex } from './directory-index.ts';

const known = new WeakMap<object, { readonly directory: DirectoryIndex; readonly guidance: AlarmGuidance }>();
const nothing: AlarmGuidance = {};

/** What an operator is to know and do about this alarm, with what it takes from its asset and that from its parents. Worked out once per definition and directory. */
export function rowGuidance({ definition, asset }: Pick<AlarmRow, 'definition' | 'asset'>, directory: DirectoryIndex | null): AlarmGuidance {
  if (definition === null) return nothing;
  if (directory === null) return definition;
  const kept = known.get(definition);
  if (kept?.directory === directory) return kept.guidance;
  const guidance = guidanceOf(definition, directory.assets, asset ?? undefined);
  known.set(definition, { directory, guidance });
  return guidance;
}

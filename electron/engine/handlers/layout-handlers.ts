import { ok } from '#shared/model/fault.ts';
import { removeLayout, writeLayout } from '../project/write-layout.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

/** Layouts are files of the project: the watcher picks them up, and `project.state` tells every console. */
export function layoutHandlers(parts: EngineParts): HandlersOf<'layout.save' | 'layout.remove'> {
  return {
    'layout.save': async ({ layout }) => {
      const written = await writeLayout(parts.projectDir, layout);
      return written.ok ? ok({}) : written;
    },
    'layout.remove': async ({ id }) => {
      const removed = await removeLayout(parts.projectDir, id);
      return removed.ok ? ok({}) : removed;
    },
  };
}

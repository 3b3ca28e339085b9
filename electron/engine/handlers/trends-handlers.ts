import { ok, refused } from '#shared/model/fault.ts';
import { removeTrend, writeTrend } from '../project/write-trend.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

/** Saved trends are files of the project: the watcher picks them up, and `project.state` tells every console. */
export function trendsHandlers(parts: EngineParts): HandlersOf<'trend.save' | 'trend.remove'> {
  return {
    'trend.save': async ({ set }) => {
      const { directory } = parts.plant().project;
      const unknown = set.pens.find((pen) => !directory.has(pen.tag));
      if (unknown !== undefined) return refused('not-found', `There is no tag ${unknown.tag}, so the trend was not saved.`);
      const written = await writeTrend(parts.projectDir, set);
      return written.ok ? ok({}) : written;
    },
    'trend.remove': async ({ id }) => {
      const removed = await removeTrend(parts.projectDir, id);
      return removed.ok ? ok({}) : removed;
    },
  };
}

import type { FirstoutContract } from '#shared/contract/index.ts';
import type { Handlers } from '#shared/rpc/server.ts';
import { alarmHandlers } from './alarm-handlers.ts';
import { deviceHandlers } from './device-handlers.ts';
import type { EngineParts } from './engine-parts.ts';
import { historyHandlers } from './history-handlers.ts';
import { notesHandlers } from './notes-handlers.ts';
import { pastHandlers } from './past-handlers.ts';
import { projectHandlers } from './project-handlers.ts';
import { systemHandlers } from './system-handlers.ts';
import { tagHandlers } from './tag-handlers.ts';
import { trendsHandlers } from './trends-handlers.ts';

/** The whole contract, answered. The compiler lists what is missing. */
export function createHandlers(parts: EngineParts): Handlers<FirstoutContract> {
  return {
    ...projectHandlers(parts),
    ...tagHandlers(parts),
    ...alarmHandlers(parts),
    ...historyHandlers(parts),
    ...pastHandlers(parts),
    ...notesHandlers(parts),
    ...trendsHandlers(parts),
    ...deviceHandlers(parts),
    ...systemHandlers(parts),
  };
}

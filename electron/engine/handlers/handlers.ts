import type { FirstoutContract } from '#shared/contract/index.ts';
import type { Handlers } from '#shared/rpc/server.ts';
import { alarmDesignHandlers } from './alarm-design-handlers.ts';
import { alarmHandlers } from './alarm-handlers.ts';
import { alarmLoadHandlers } from './alarm-load-handlers.ts';
import { controlHandlers } from './control-handlers.ts';
import { deviceHandlers } from './device-handlers.ts';
import type { EngineParts } from './engine-parts.ts';
import { exchangeHandlers } from './exchange-handlers.ts';
import { firstOutHandlers } from './first-out-handlers.ts';
import { handoverHandlers } from './handover-handlers.ts';
import { historyHandlers } from './history-handlers.ts';
import { incidentHandlers } from './incident-handlers.ts';
import { layoutHandlers } from './layout-handlers.ts';
import { notesHandlers } from './notes-handlers.ts';
import { pastHandlers } from './past-handlers.ts';
import { projectHandlers } from './project-handlers.ts';
import { refuseInRecording } from './recording-rules.ts';
import { reportHandlers } from './report-handlers.ts';
import { runbookHandlers } from './runbook-handlers.ts';
import { runbookLibraryHandlers } from './runbook-library-handlers.ts';
import { sceneHandlers } from './scene-handlers.ts';
import { screenHandlers } from './screen-handlers.ts';
import { systemHandlers } from './system-handlers.ts';
import { tagHandlers } from './tag-handlers.ts';
import { trendsHandlers } from './trends-handlers.ts';

/** The whole contract, answered. The compiler lists what is missing. */
export function createHandlers(parts: EngineParts): Handlers<FirstoutContract> {
  const handlers: Handlers<FirstoutContract> = {
    ...projectHandlers(parts),
    ...tagHandlers(parts),
    ...controlHandlers(parts),
    ...alarmHandlers(parts),
    ...alarmDesignHandlers(parts),
    ...alarmLoadHandlers(parts),
    ...firstOutHandlers(parts),
    ...historyHandlers(parts),
    ...pastHandlers(parts),
    ...notesHandlers(parts),
    ...incidentHandlers(parts),
    ...handoverHandlers(parts),
    ...trendsHandlers(parts),
    ...screenHandlers(parts),
    ...sceneHandlers(parts),
    ...layoutHandlers(parts),
    ...exchangeHandlers(parts),
    ...reportHandlers(parts),
    ...runbookLibraryHandlers(parts),
    ...runbookHandlers(parts),
    ...deviceHandlers(parts),
    ...systemHandlers(parts),
  };
  return parts.recording === null ? handlers : refuseInRecording(handlers);
}

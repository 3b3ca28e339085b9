import { alarmDesignContract } from './alarm-design.ts';
import { alarmLoadContract } from './alarm-load.ts';
import { alarmsContract } from './alarms.ts';
import { controlContract } from './control.ts';
import { devicesContract } from './devices.ts';
import { exchangeContract } from './exchange.ts';
import { firstOutContract } from './first-out.ts';
import { historyContract } from './history.ts';
import { incidentsContract } from './incidents.ts';
import { layoutsContract } from './layouts.ts';
import { notesContract } from './notes.ts';
import { pastContract } from './past.ts';
import { projectContract } from './project.ts';
import { reportsContract } from './reports.ts';
import { runbookRunsContract } from './runbook-runs.ts';
import { runbooksContract } from './runbooks.ts';
import { scenesContract } from './scenes.ts';
import { screensContract } from './screens.ts';
import { systemContract } from './system.ts';
import { tagsContract } from './tags.ts';
import { trendsContract } from './trends.ts';

/** All the console may ask of the engine. Client, handlers and fault codes are derived from it. */
export const contract = {
  ...projectContract,
  ...tagsContract,
  ...controlContract,
  ...alarmsContract,
  ...alarmDesignContract,
  ...alarmLoadContract,
  ...firstOutContract,
  ...historyContract,
  ...pastContract,
  ...notesContract,
  ...incidentsContract,
  ...trendsContract,
  ...layoutsContract,
  ...screensContract,
  ...scenesContract,
  ...exchangeContract,
  ...reportsContract,
  ...runbooksContract,
  ...runbookRunsContract,
  ...devicesContract,
  ...systemContract,
};
export type FirstoutContract = typeof contract;

import { alarmsContract } from './alarms.ts';
import { devicesContract } from './devices.ts';
import { historyContract } from './history.ts';
import { projectContract } from './project.ts';
import { systemContract } from './system.ts';
import { tagsContract } from './tags.ts';

/** All the console may ask of the engine. Client, handlers and fault codes are derived from it. */
export const contract = {
  ...projectContract,
  ...tagsContract,
  ...alarmsContract,
  ...historyContract,
  ...devicesContract,
  ...systemContract,
};
export type FirstoutContract = typeof contract;

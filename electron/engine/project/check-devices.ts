import type { DeviceDefinition } from '#shared/model/device.ts';
import type { DeviceId } from '#shared/model/ids.ts';
import type { AnyDriverType } from '../drivers/driver.ts';
import { notesOn, without } from './check-entries.ts';
import type { DraftProblem, Entry } from './draft-problem.ts';
import { issueSentences } from './issue-sentences.ts';

const defaultGroup = { periodMs: 1000 };

/** Devices with their driver's options parsed. A device that cannot run stays in the list, without options. */
export function checkDevices(
  entries: readonly Entry<DeviceDefinition>[],
  drivers: ReadonlyMap<string, AnyDriverType>,
  assetIds: ReadonlySet<string>,
  problems: DraftProblem[],
): { readonly devices: readonly DeviceDefinition[]; readonly options: ReadonlyMap<DeviceId, unknown> } {
  const notes = notesOn<DeviceDefinition>('devices', problems);
  const options = new Map<DeviceId, unknown>();
  const devices = entries.map((entry): DeviceDefinition => {
    let device = entry.value;
    if (device.asset !== undefined && !assetIds.has(device.asset)) {
      notes.error(entry, 'asset', `there is no asset "${device.asset}"`);
      device = without(device, 'asset');
    }
    if (device.groups['default'] === undefined) device = { ...device, groups: { ...device.groups, default: defaultGroup } };
    const driver = drivers.get(device.driver);
    if (driver === undefined) {
      notes.error(entry, 'driver', `there is no driver "${device.driver}"; known drivers: ${[...drivers.keys()].join(', ')}`);
      return device;
    }
    const parsed = driver.optionsSchema.safeParse(device.options);
    if (parsed.success) options.set(device.id, parsed.data);
    else {
      for (const { path, message } of issueSentences(parsed.error.issues, device.options, [])) {
        problems.push({
          file: entry.file,
          at: ['devices', entry.item, 'options', ...path],
          message: `device ${device.id}, options of ${driver.title}: ${message}`,
          severity: 'error',
        });
      }
    }
    return device;
  });
  return { devices, options };
}

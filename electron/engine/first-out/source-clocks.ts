import type { DeviceDefinition } from '#shared/model/device.ts';
import type { TagId } from '#shared/model/ids.ts';
import type { TagDefinition } from '#shared/model/tag.ts';

/** Who stamps a tag's changes, and how. */
export type SourceClock = {
  readonly source: string;
  /** How much of the uncertainty is that clock's own error, ms: the same for all of its tags, and none between two of them. */
  readonly commonMs: number;
  /** A value stamped when it was read had changed up to so long before, ms, never after; 0 for one its device stamps. */
  readonly lateMs: number;
};

/** As the engine's time uncertainty takes it where the project says nothing. */
const defaultAccuracyMs = 50;
const defaultPeriodMs = 1000;

/**
 * The clocks of all tags of devices. Two events of one device that stamps itself are in the order of its stamps however
 * wrong its clock is; of two that were read, the one read less often had probably changed before. `timesFromDevice` tells
 * the drivers whose values carry the device's time. Plain data, to be handed to a thread.
 */
export function sourceClocks(tags: readonly TagDefinition[], devices: readonly DeviceDefinition[], timesFromDevice: (driver: string) => boolean): ReadonlyMap<TagId, SourceClock> {
  const byId = new Map<string, DeviceDefinition>(devices.map((device) => [device.id, device]));
  const clocks = new Map<TagId, SourceClock>();
  for (const { id, device: of, group } of tags) {
    const device = of === undefined ? undefined : byId.get(of);
    if (device === undefined) continue;
    const isStamped = timesFromDevice(device.driver);
    const commonMs = isStamped ? (device.clock?.accuracyMs ?? defaultAccuracyMs) : 0;
    clocks.set(id, { source: device.id, commonMs, lateMs: isStamped ? 0 : (device.groups[group ?? 'default']?.periodMs ?? defaultPeriodMs) });
  }
  return clocks;
}

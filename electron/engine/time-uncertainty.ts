import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { DeviceDefinition, LinkHealth } from '#shared/model/device.ts';
import type { LoadedProject } from './project/loaded-project.ts';
import { linkTagOf } from './system-tags.ts';

/**
 * How far from the truth the time of an event may lie, ± ms: a limit, not a standard deviation, so that two events whose
 * stretches do not overlap are in order. Causes are added, as all of them may be at their worst together.
 */
export type TimeUncertainty = {
  /**
   * Of an event of the alarm with this index: the worst of the signals it judges. Undefined where nothing is known.
   * @param unseenMs how long its signals had been bad or stale until the sample behind the event; 0 where they had not.
   */
  of(alarm: number, unseenMs?: number): number | undefined;
  /** Of an event a device stamps as it happens, such as a condition it judges itself; undefined where it does not stamp. */
  ofDevice(device: string): number | undefined;
  /** Takes in what is measured of a device's link: its clock, its round trip, how long it had been silent. */
  linkChanged(health: LinkHealth, nowMs: number): void;
};

export type TimeUncertaintyOptions = {
  readonly project: Pick<LoadedProject, 'tags' | 'devices' | 'alarms' | 'expressions' | 'alarmExpressions' | 'directory'>;
  /** Drivers, by name, whose samples carry the time the device gave them. */
  readonly timesFromDevice: (driver: string) => boolean;
  /** Time between readings or samplings, ms, by dense tag index. */
  readonly periodMs: Float64Array;
};

/** Of a device that says nothing of its clock: controllers are kept in time by NTP within some 10 ms where it works well. */
const defaultAccuracyMs = 50;
/** A reading later than this many periods finds its value stale, and stale values raise nothing. */
const latestPeriods = 3;

type Link = {
  readonly device: DeviceDefinition;
  readonly isStamped: boolean;
  /** How far its clock is known to be off ours, beyond what the measurement itself may be wrong. */
  offsetMs: number;
  roundTripMs: number;
  isSlow: boolean;
  /** How long nothing good had been heard when the link was found lost, or was found back. */
  silentMs: number | undefined;
};

/**
 * The uncertainty of every alarm's event times:
 * - A value that is stamped as it is read (Modbus) had changed at some time since the reading before: one period, or three
 *   where the device is too slow for its period, or as long as there was no usable value, and half a round trip.
 * - A value stamped by its device: the accuracy of the device's clock (`clock.accuracyMs`, else 50 ms), and how far that
 *   clock is measured to be off ours. Numbers are sampled, and so may be states where the project does not say that the
 *   device stamps changes itself (no `clock`): one period more.
 * - The link of a device: how long it had been silent when the loss was noticed.
 * - A calculated value: the worst of what it is made of. What the console itself notices: 0.
 */
export function createTimeUncertainty({ project, timesFromDevice, periodMs }: TimeUncertaintyOptions): TimeUncertainty {
  const links = new Map<string, Link>(
    project.devices.map((device) => [device.id, { device, isStamped: timesFromDevice(device.driver), offsetMs: 0, roundTripMs: 0, isSlow: false, silentMs: undefined }]),
  );
  const linkOfTag = new Map<number, Link>();
  for (const [device, link] of links) {
    const tag = project.directory.get(linkTagOf(device))?.index;
    if (tag !== undefined && project.tags[tag]?.device === undefined) linkOfTag.set(tag, link);
  }

  const leaves = createLeaves(project);
  const ofDeviceTag = (tag: number, { device, isStamped, offsetMs, roundTripMs, isSlow }: Link, unseenMs: number): number => {
    const period = periodMs[tag] as number;
    if (!isStamped) return Math.max(period * (isSlow ? latestPeriods : 1), unseenMs) + roundTripMs / 2;
    const isSampled = device.clock === undefined || project.tags[tag]?.type === 'float';
    return (device.clock?.accuracyMs ?? defaultAccuracyMs) + offsetMs + (isSampled ? period : 0);
  };
  const ofTag = (tag: number, unseenMs: number): number | undefined => {
    const silent = linkOfTag.get(tag);
    if (silent !== undefined) return silent.silentMs;
    const link = links.get(project.tags[tag]?.device ?? '');
    return link === undefined ? 0 : ofDeviceTag(tag, link, unseenMs);
  };

  return {
    of(alarm, unseenMs = 0) {
      const definition = project.alarms[alarm];
      if (definition === undefined) return undefined;
      let worst: number | undefined = 0;
      for (const tag of signalsOf(definition, project)) {
        for (const leaf of leaves(tag)) {
          const one = ofTag(leaf, unseenMs);
          worst = one === undefined || worst === undefined ? undefined : Math.max(worst, one);
        }
      }
      return worst;
    },
    ofDevice(device) {
      const link = links.get(device);
      return link === undefined || !link.isStamped ? undefined : (link.device.clock?.accuracyMs ?? defaultAccuracyMs) + link.offsetMs;
    },
    linkChanged({ device, state, roundTripMs, lastGoodMs, clock }, nowMs) {
      const link = links.get(device);
      if (link === undefined) return;
      link.roundTripMs = roundTripMs ?? 0;
      link.isSlow = state === 'slow';
      if (clock !== undefined) link.offsetMs = Math.max(0, Math.abs(clock.aheadMs) - clock.errorMs);
      link.silentMs = lastGoodMs === null ? undefined : Math.max(0, nowMs - lastGoodMs);
    },
  };
}

/** The tags an alarm judges, as far as the project has them. */
function signalsOf(alarm: AlarmDefinition, { directory, alarmExpressions }: Pick<LoadedProject, 'directory' | 'alarmExpressions'>): readonly number[] {
  if (alarm.kind === 'expression') return alarmExpressions.get(alarm.id)?.inputs ?? [];
  const ids = alarm.kind === 'deviation' || alarm.kind === 'stuck' ? [alarm.tag, alarm.reference] : [alarm.tag];
  return ids.flatMap((id) => directory.get(id)?.index ?? []);
}

/** What a calculated tag is made of in the end; of any other tag, itself. Worked out when first asked for. */
function createLeaves({ expressions }: Pick<LoadedProject, 'expressions'>): (tag: number) => Iterable<number> {
  const known = new Map<number, ReadonlySet<number>>();
  const leavesOf = (tag: number): ReadonlySet<number> => {
    const found = known.get(tag);
    if (found !== undefined) return found;
    const leaves = new Set<number>();
    // Loops are none of the project's; should one get here it ends at this empty set.
    known.set(tag, leaves);
    const inputs = expressions.get(tag)?.inputs;
    if (inputs === undefined) return leaves.add(tag);
    for (const input of inputs) for (const leaf of leavesOf(input)) leaves.add(leaf);
    return leaves;
  };
  return leavesOf;
}

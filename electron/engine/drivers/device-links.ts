import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceDefinition, LinkHealth } from '#shared/model/device.ts';
import type { ConditionAction, ConditionReport } from '#shared/model/device-condition.ts';
import type { DeviceId } from '#shared/model/ids.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import { Q, type Quality } from '#shared/model/quality.ts';
import { createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { Clock, Log } from '../ports.ts';
import type { AnyDriverType, Backfilled, BackfillQuery, ConditionFault, Driver, DriverTag } from './driver.ts';

export type PlannedTag = {
  /** Dense index in the project. */
  readonly index: number;
  readonly definition: TagDefinition;
  /** Parsed; undefined where the project has it wrong. */
  readonly address: unknown;
  readonly periodMs: number;
  /** An alarm judges it. */
  readonly isAlarmed?: boolean;
};

export type DevicePlan = {
  readonly device: DeviceDefinition;
  /** Undefined where the project names no known driver. */
  readonly type: AnyDriverType | undefined;
  /** Parsed; undefined where the project has them wrong. */
  readonly options: unknown;
  readonly tags: readonly PlannedTag[];
};

export type DeviceLinksOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly dataDir: string;
  readonly textIndex: (text: string) => number;
  /** Samples of one device, with the map from their indices to dense ones (null: they are dense already). */
  readonly onSamples: (batch: SampleBatch, indexOf: Uint32Array | null) => void;
  readonly whenDurable: () => Promise<void>;
  /** Samples of a device since a time were lost although its link stands. */
  readonly onMissed: (device: DeviceId, sinceMs: number) => void;
  /** News of the alarms a device judges itself. */
  readonly onConditions?: (device: DeviceId, report: ConditionReport) => void;
  readonly onHealth: (health: LinkHealth) => void;
};

type Link = { fingerprint: string; driver: Driver | null; indexOf: Uint32Array; localOf: Map<number, number>; health: LinkHealth; isDisposed: boolean };

export type DeviceLinks = {
  /** Makes the running links match the plan: starts, stops, restarts what changed, and keeps the rest running. */
  run(plans: readonly DevicePlan[]): Promise<void>;
  readonly health: ReadonlyMap<DeviceId, LinkHealth>;
  driverOf(device: DeviceId): Driver | null;
  /** The driver that owns a tag and the index the driver knows it by. */
  ownerOf(device: DeviceId, tagIndex: number): { readonly driver: Driver; readonly tag: number } | null;
  /** Dense indices of the tags a device is asked for. */
  tagsOf(device: DeviceId): readonly number[];
  /** As `Driver.backfill`, with dense indices in and out; `not-supported` where the driver has no such thing. */
  backfill(device: DeviceId, query: BackfillQuery): Promise<Result<Backfilled, 'not-connected' | 'not-supported'>>;
  /** As `Driver.actOnCondition`; refused where the device is not running or has no alarms of its own. */
  actOnCondition(device: DeviceId, action: ConditionAction, key: string, comment: string): Promise<Result<null, ConditionFault>>;
  dispose(): Promise<void>;
};

/** Starts one driver per device and keeps one failing driver from touching another. */
export function createDeviceLinks(options: DeviceLinksOptions): DeviceLinks {
  const links = new Map<DeviceId, Link>();
  const health = new Map<DeviceId, LinkHealth>();
  const marks = createBatch(256);

  const setHealth = (link: Link, next: LinkHealth): void => {
    if (link.isDisposed) return;
    tellChange(link.health, next);
    link.health = next;
    health.set(next.device, next);
    options.onHealth(next);
  };
  /** One line in the log for each change people would ask about; a flickering sentence of one outage is not repeated. */
  const tellChange = (before: LinkHealth, next: LinkHealth): void => {
    const isUp = next.state === 'up' || next.state === 'slow';
    const wasUp = before.state === 'up' || before.state === 'slow';
    if (isUp && !wasUp) options.log.info(next.device, `Connected to ${next.endpoint}.`);
    else if (!isUp && next.problem !== null && next.problem !== before.problem) options.log.warn(next.device, next.problem);
  };
  const markAll = (tags: readonly PlannedTag[], quality: Quality): void => {
    marks.length = 0;
    const nowMs = options.clock.nowMs();
    for (const tag of tags) pushSample(marks, tag.index, nowMs, Number.NaN, quality);
    if (marks.length > 0) options.onSamples(marks, null);
  };

  const start = (plan: DevicePlan, fingerprint: string): void => {
    const { device, type } = plan;
    const usable = plan.tags.filter((tag) => tag.address !== undefined);
    markAll(plan.tags.filter((tag) => tag.address === undefined), Q.badConfigurationError);
    const link: Link = {
      fingerprint,
      driver: null,
      indexOf: Uint32Array.from(usable, (tag) => tag.index),
      localOf: new Map(usable.map((tag, local) => [tag.index, local] as const)),
      health: emptyHealth(device.id),
      isDisposed: false,
    };
    links.set(device.id, link);
    if (!device.enabled) {
      markAll(plan.tags, Q.badOutOfService);
      return setHealth(link, { ...link.health, state: 'disabled', problem: 'Switched off in the project.' });
    }
    if (type === undefined || plan.options === undefined) {
      markAll(plan.tags, Q.badConfigurationError);
      const problem = type === undefined ? `There is no driver called “${device.driver}”.` : 'Its options in the project are not valid; the project problems name the line.';
      return setHealth(link, { ...link.health, state: 'misconfigured', problem });
    }
    try {
      const dataDir = join(options.dataDir, 'devices', device.id.replaceAll(/[^A-Za-z0-9_.-]/g, '_'));
      const sharedDir = join(options.dataDir, 'drivers', type.name);
      for (const dir of [dataDir, sharedDir]) mkdirSync(dir, { recursive: true });
      const tags: DriverTag<never>[] = usable.map((tag, local) => ({
        index: local,
        id: tag.definition.id,
        address: tag.address as never,
        type: tag.definition.type,
        periodMs: tag.periodMs,
        writable: tag.definition.writable,
        isAlarmed: tag.isAlarmed ?? false,
      }));
      link.driver = type.create(
        {
          device,
          clock: options.clock,
          log: options.log,
          random: options.random,
          dataDir,
          sharedDir,
          onSamples: (batch) => {
            if (!link.isDisposed) options.onSamples(batch, link.indexOf);
          },
          whenDurable: options.whenDurable,
          onMissed: (sinceMs) => {
            if (!link.isDisposed) options.onMissed(device.id, sinceMs);
          },
          onConditions: (report) => {
            if (!link.isDisposed) options.onConditions?.(device.id, report);
          },
          onHealth: (next) => setHealth(link, next),
          textIndex: options.textIndex,
        },
        plan.options as never,
        tags,
      );
      link.driver.start();
    } catch (error) {
      markAll(plan.tags, Q.badInternalError);
      options.log.error(device.id, `The ${type.title} driver of ${device.id} failed to start: ${String(error)}`);
      setHealth(link, { ...link.health, state: 'down', problem: `The driver failed to start: ${String(error)}` });
    }
  };

  const stop = async (device: DeviceId): Promise<void> => {
    const link = links.get(device);
    if (link === undefined) return;
    links.delete(device);
    health.delete(device);
    // Its own alarms are not heard of any more; what stands of them stands as it was.
    if (link.driver?.actOnCondition !== undefined) options.onConditions?.(device, { kind: 'lost', quality: Q.badOutOfService });
    link.isDisposed = true;
    try {
      await link.driver?.dispose();
    } catch (error) {
      options.log.error(device, `The driver of ${device} failed while it was stopped: ${String(error)}`);
    }
  };

  return {
    async run(plans) {
      const wanted = new Map(plans.map((plan) => [plan.device.id, { plan, fingerprint: fingerprintOf(plan) }] as const));
      const gone = [...links].filter(([id, link]) => wanted.get(id)?.fingerprint !== link.fingerprint).map(([id]) => id);
      const stopped = gone.map(stop);
      // Same tags in the same order, perhaps under new dense indices: the driver runs on, only the map changes. It does so
      // before anything is waited for: the samples of a link that runs on belong to the new plan from this moment.
      for (const [id, link] of links) {
        const usable = (wanted.get(id)?.plan.tags ?? []).filter((tag) => tag.address !== undefined);
        link.indexOf = Uint32Array.from(usable, (tag) => tag.index);
        link.localOf = new Map(usable.map((tag, local) => [tag.index, local] as const));
      }
      await Promise.all(stopped);
      for (const [id, { plan, fingerprint }] of wanted) if (!links.has(id)) start(plan, fingerprint);
    },
    health,
    driverOf: (device) => links.get(device)?.driver ?? null,
    ownerOf(device, tagIndex) {
      const link = links.get(device);
      const tag = link?.localOf.get(tagIndex);
      return link?.driver === undefined || link.driver === null || tag === undefined ? null : { driver: link.driver, tag };
    },
    tagsOf: (device) => [...(links.get(device)?.indexOf ?? [])],
    async backfill(device, query) {
      const link = links.get(device);
      if (link === undefined || link.driver === null) return refused('not-connected', `${device} is not running.`);
      if (link.driver.backfill === undefined) return refused('not-supported', `${device} keeps no history of its own.`);
      const { indexOf } = link;
      const tags = query.tags.flatMap((tag) => link.localOf.get(tag) ?? []);
      const result = await link.driver.backfill({
        ...query,
        tags,
        onSamples: (batch) => {
          for (let row = 0; row < batch.length; row++) batch.tag[row] = indexOf[batch.tag[row] as number] as number;
          return query.onSamples(batch);
        },
      });
      return result.ok ? ok({ whole: result.value.whole.map((tag) => indexOf[tag] as number) }) : result;
    },
    async actOnCondition(device, action, key, comment) {
      const driver = links.get(device)?.driver;
      if (driver?.actOnCondition === undefined) return refused('not-connected', `${device} is not running.`, 'Switch it on in the project.');
      return driver.actOnCondition(action, key, comment);
    },
    async dispose() {
      await Promise.all([...links.keys()].map(stop));
    },
  };
}

function fingerprintOf(plan: DevicePlan): string {
  // What is polled is read at its period whether an alarm judges it or not.
  const asksForChanges = plan.type?.reportsChangesOnly === true;
  return JSON.stringify([
    plan.device,
    plan.type?.name,
    plan.options,
    plan.tags.map(({ definition, address, periodMs, isAlarmed }) => [definition.id, definition.type, definition.writable, address, periodMs, asksForChanges && isAlarmed]),
  ]);
}

function emptyHealth(device: DeviceId): LinkHealth {
  return {
    device,
    state: 'connecting',
    endpoint: '',
    roundTripMs: null,
    requests: 0,
    errors: 0,
    reconnects: 0,
    lastGoodMs: null,
    problem: null,
    nextAttemptMs: null,
    refusedTags: [],
    details: {},
  };
}

import type { AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import type { LinkHealth } from '#shared/model/device.ts';
import { Q } from '#shared/model/quality.ts';
import { appendBatch, createBatch, pushSample, type SampleBatch } from '#shared/model/sample-batch.ts';
import { alarmedTags } from './alarmed-tags.ts';
import { createAlarmEngine, type AlarmEngine, type AlarmEngineOptions } from './alarms/alarm-engine.ts';
import type { JournalStore } from './alarms/alarm-journal.ts';
import type { AnyDriverType } from './drivers/driver.ts';
import type { DevicePlan } from './drivers/device-links.ts';
import { createCalculatedTags } from './expressions/calculated-tags.ts';
import type { ExpressionSource } from '#shared/expressions/compiled-expression.ts';
import { repeatsWanted } from './historian/recording-filter.ts';
import { shelveLimitOf, suppressorsOf } from './plant-alarms.ts';
import type { Ports } from './ports.ts';
import type { LoadedProject } from './project/loaded-project.ts';
import { linkTagOf, storageTag } from './system-tags.ts';
import { createTagTable, type TagTable } from './tags/tag-table.ts';
import { createTimeUncertainty } from './time-uncertainty.ts';
import type { TextTable } from './tags/text-table.ts';
import type { Feed } from './tags/value-feed.ts';

export type PlantOptions = {
  readonly revision: number;
  readonly project: LoadedProject;
  readonly driverTypes: readonly AnyDriverType[];
  readonly ports: Ports;
  readonly texts: TextTable;
  readonly journal: JournalStore;
  readonly restored: readonly AlarmStanding[];
  readonly lastSeq: number;
  readonly record: (batch: SampleBatch) => void;
  readonly publish: (events: readonly AlarmEvent[], standings: readonly AlarmStanding[]) => void;
  /** Sees what alarms see, after them and with the table as they saw it. */
  readonly judged?: (batch: SampleBatch, table: TagTable) => void;
  /** The revision before, whose live values are taken over. */
  readonly previous: Plant | null;
  /** Where the alarms are judged and handled that devices bring along. */
  readonly atDevice?: AlarmEngineOptions['atDevice'];
  /** Nothing is judged, recorded or shown as live: a recording, or a data folder opened for its history alone. */
  readonly isStill?: boolean;
  /** When the engine before this one was last known to record, UTC epoch ms; null where nothing is known. */
  readonly aliveMs: number | null;
};

export type OpenFeed = { readonly feed: Feed; readonly notify: () => void };

/** Everything that belongs to one revision of the project: the tag table and what stands around it. */
export type Plant = {
  readonly revision: number;
  readonly project: LoadedProject;
  readonly table: TagTable;
  readonly alarms: AlarmEngine;
  /** How far the time of an event may be off that a device stamps as it happens, ± ms; undefined where that is not known. */
  uncertaintyMsOf(device: string): number | undefined;
  readonly feeds: Set<OpenFeed>;
  readonly devicePlans: readonly DevicePlan[];
  /** Samples taken from drivers since the start of this revision. */
  readonly samples: number;
  /** The sample path: table, calculated tags, alarms, history, consoles, in this order. */
  take(batch: SampleBatch, indexOf: Uint32Array | null): void;
  markStale(): void;
  linkChanged(health: LinkHealth): void;
  storageChanged(state: 'ok' | 'degraded' | 'full' | 'failed'): void;
  /** Ends its timers and alarms; nothing is published afterwards. */
  close(): void;
};

/** A device that has never answered may still be starting, as after a power cut, or be new in the project: so long after the start or the reload it is an alarm. */
const startGraceMs = 15_000;
const storageStates = ['ok', 'degraded', 'full', 'failed'] as const;

export function createPlant(options: PlantOptions): Plant {
  const { project, ports, texts, previous } = options;
  const { clock } = ports;
  const devices = new Map(project.devices.map((device) => [device.id, device] as const));
  const types = new Map(options.driverTypes.map((type) => [type.name, type] as const));
  const readMs = new Float64Array(project.tags.length);
  const staleMs = new Float64Array(project.tags.length);
  /** 1 for tags of which an unchanged value is heard again each period. */
  const isRepeated = new Uint8Array(project.tags.length);
  project.tags.forEach((tag, index) => {
    const device = tag.device === undefined ? undefined : devices.get(tag.device);
    if (device === undefined) return;
    const groupMs = device.groups[tag.group ?? 'default']?.periodMs ?? 1000;
    readMs[index] = tag.periodMs ?? groupMs;
    isRepeated[index] = types.get(device.driver)?.reportsChangesOnly === true ? 0 : 1;
    staleMs[index] = types.get(device.driver)?.reportsChangesOnly === true ? (tag.periodMs ?? 0) : (tag.periodMs ?? groupMs);
  });
  const table = createTagTable(project.tags, staleMs, repeatsWanted(project.tags.map((tag) => tag.history)));
  const source: ExpressionSource = { value: table.value, quality: table.quality, timeMs: table.timeMs, text: (at) => texts.text(at) };
  const calculated = createCalculatedTags(project.expressions, project.tags.length, (index) => project.tags[index]?.id ?? String(index));
  const feeds = new Set<OpenFeed>();
  const own = createBatch(64);
  const staleRecord = createBatch(64);
  const first = createBatch(64);
  let samples = 0;

  const uncertainty = createTimeUncertainty({ project, timesFromDevice: (driver) => types.get(driver)?.timesFromDevice === true, periodMs: readMs });
  const alarms = createAlarmEngine({
    definitions: project.alarms,
    tagIndexOf: (tag) => project.directory.get(tag)?.index,
    tagCount: project.tags.length,
    clock,
    log: ports.log,
    journal: options.journal,
    restored: options.restored,
    lastSeq: options.lastSeq,
    publish: options.publish,
    suppressors: suppressorsOf(project, source),
    maxShelveMinOf: shelveLimitOf(project),
    uncertaintyMsOf: (_tag, _timeMs, alarm, unseenMs) => uncertainty.of(alarm, unseenMs),
    signals: {
      expressions: project.alarmExpressions,
      text: source.text,
      periodMs: readMs,
      heardMs: table.heardMs,
      isRepeated,
      graceEndMs: clock.monotonicMs() + startGraceMs,
    },
    isStill: options.isStill === true,
    ...(options.atDevice === undefined ? {} : { atDevice: options.atDevice }),
  });

  // Alarms see signals and what is calculated from them together: half of it changed is a moment that never was.
  const gathered = createBatch(256);
  let isGathering = false;
  const judge = (batch: SampleBatch): void => {
    alarms.apply(batch);
    options.judged?.(batch, table);
  };
  const pass = (changed: SampleBatch): void => {
    if (options.isStill === true) return;
    if (isGathering) appendBatch(gathered, table.judged);
    else judge(table.judged);
    const { recordable } = table;
    if (recordable.length > 0) options.record(recordable);
    if (changed.length === 0) return;
    show(changed);
    if (table.resumed.length === 0) return;
    options.record(table.resumed);
    show(table.resumed);
  };
  const show = (changed: SampleBatch): void => {
    for (const open of feeds) if (open.feed.mark(changed)) open.notify();
  };
  const takeCalculated = (batch: SampleBatch): void => pass(table.apply(batch, null, clock.monotonicMs(), clock.nowMs()));
  const hasCalculated = calculated.order.length > 0;
  // A pass over the changed rows ends before calculated results overwrite the reused batch, so the changed indices are copied.
  const changedTags = createBatch(256);

  const take = (batch: SampleBatch, indexOf: Uint32Array | null): void => {
    samples += batch.length;
    const changed = table.apply(batch, indexOf, clock.monotonicMs(), clock.nowMs());
    if (!hasCalculated) return pass(changed);
    changedTags.length = 0;
    for (let row = 0; row < changed.length; row++) pushSample(changedTags, changed.tag[row] as number, 0, 0, 0);
    gathered.length = 0;
    isGathering = true;
    try {
      pass(changed);
      if (changedTags.length > 0) calculated.apply(changedTags.tag, changedTags.length, source, takeCalculated);
    } finally {
      isGathering = false;
      if (options.isStill !== true) judge(gathered);
    }
  };
  const takeOwn = (tag: string, value: number, quality: number): void => {
    const entry = project.directory.get(tag);
    if (entry === undefined) return;
    own.length = 0;
    pushSample(own, entry.index, clock.nowMs(), value, quality);
    take(own, null);
  };

  if (options.aliveMs !== null) {
    // Nobody recorded from then until now: history says so, and a value that stood unchanged ends the gap when it is heard.
    table.timeMs.fill(options.aliveMs);
    const gap = createBatch(project.tags.length);
    for (let index = 0; index < project.tags.length; index++) pushSample(gap, index, options.aliveMs, Number.NaN, Q.badNoCommunication);
    options.record(gap);
  }
  if (previous !== null) {
    const adopted = createBatch(256);
    project.tags.forEach((tag, index) => {
      const before = previous.project.directory.get(tag.id);
      const wasOf = before === undefined ? undefined : previous.project.tags[before.index];
      // A value of another source is not this tag's: it waits for its own.
      if (before === undefined || before.type !== tag.type || wasOf?.device !== tag.device || (wasOf?.expression === undefined) !== (tag.expression === undefined)) return;
      table.adopt(previous.table, index, before.index);
      pushSample(adopted, index, table.timeMs[index] as number, table.value[index] as number, table.quality[index] as number);
    });
    // A new limit counts for a value that stands still, too.
    alarms.apply(adopted);
    alarms.goOn(previous.alarms);
  }
  // Calculated tags that can never get a value say so instead of waiting.
  for (const [index, tag] of project.tags.entries()) {
    const isLost = (tag.expression !== undefined && !project.expressions.has(index)) || (tag.device !== undefined && !devices.has(tag.device));
    if (isLost) pushSample(first, index, clock.nowMs(), Number.NaN, Q.badConfigurationError);
  }
  if (first.length > 0) take(first, null);
  if (hasCalculated) calculated.applyAll(source, takeCalculated);

  const linkStates = new Map<string, LinkHealth['state']>();
  let isStarting = true;
  const endGrace = clock.after(startGraceMs, () => {
    isStarting = false;
    for (const device of linkStates.keys()) setLink(device);
  });
  const setLink = (device: string): void => {
    const state = linkStates.get(device);
    const tag = linkTagOf(device);
    if (state === 'up' || state === 'slow') takeOwn(tag, 1, Q.good);
    else if (state === 'down' || state === 'misconfigured') takeOwn(tag, 0, Q.good);
    else if (state === 'disabled') takeOwn(tag, Number.NaN, Q.badOutOfService);
  };

  const isAlarmed = alarmedTags(project);
  const tagsOf = new Map<string, number[]>();
  project.tags.forEach((tag, index) => {
    if (tag.device === undefined) return;
    const list = tagsOf.get(tag.device);
    if (list === undefined) tagsOf.set(tag.device, [index]);
    else list.push(index);
  });

  return {
    revision: options.revision,
    project,
    table,
    alarms,
    uncertaintyMsOf: (device) => uncertainty.ofDevice(device),
    feeds,
    devicePlans: project.devices.map((device) => ({
      device,
      type: types.get(device.driver),
      options: project.deviceOptions.get(device.id),
      tags: (tagsOf.get(device.id) ?? []).map((index) => ({
        index,
        definition: project.tags[index] as (typeof project.tags)[number],
        address: project.addresses.get(index),
        periodMs: readMs[index] as number,
        isAlarmed: isAlarmed[index] === 1,
      })),
    })),
    get samples() {
      return samples;
    },
    take,
    markStale() {
      const stale = table.markStale(clock.monotonicMs());
      if (stale.length === 0) return;
      // A delay that runs waits for the next good sample: silence neither raises nor clears.
      judge(stale);
      // Consoles get the time of the last real value, so that its age can be shown; history gets the moment it went stale.
      show(stale);
      staleRecord.length = 0;
      const nowMs = clock.nowMs();
      for (let row = 0; row < stale.length; row++) {
        pushSample(staleRecord, stale.tag[row] as number, nowMs, stale.value[row] as number, stale.quality[row] as number);
      }
      options.record(staleRecord);
      if (!hasCalculated) return;
      calculated.apply(staleRecord.tag, staleRecord.length, source, takeCalculated);
    },
    linkChanged(health) {
      const { device, state, lastGoodMs } = health;
      uncertainty.linkChanged(health, clock.nowMs());
      linkStates.set(device, state);
      if (!(isStarting && state === 'down' && lastGoodMs === null)) setLink(device);
    },
    storageChanged: (state) => takeOwn(storageTag, storageStates.indexOf(state), Q.good),
    close() {
      endGrace();
      alarms.close();
    },
  };
}

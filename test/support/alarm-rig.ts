import { createAlarmEngine, type AlarmEngine, type AlarmEngineOptions } from '#electron/engine/alarms/alarm-engine.ts';
import { createMemoryLog, createVirtualClock, type VirtualClock } from '#electron/engine/testing/virtual-ports.ts';
import type { AlarmDefinition, AlarmEvent, AlarmStanding } from '#shared/model/alarm.ts';
import { Q } from '#shared/model/quality.ts';
import { createBatch, pushSample } from '#shared/model/sample-batch.ts';

/** A journal that keeps what is committed, and can be slow or broken like a disk. */
export function createDisk() {
  const events: AlarmEvent[] = [];
  const standings = new Map<string, AlarmStanding>();
  let mode: 'good' | 'slow' | 'broken' = 'good';
  const release: (() => void)[] = [];
  let commits = 0;
  return {
    events,
    standings,
    get commits() {
      return commits;
    },
    set(next: typeof mode) {
      mode = next;
      if (next === 'good') for (const go of release.splice(0)) go();
    },
    async append(added: readonly AlarmEvent[], changed: readonly AlarmStanding[]) {
      if (mode === 'broken') throw new Error('disk I/O error');
      if (mode === 'slow') await new Promise<void>((resolve) => release.push(resolve));
      commits++;
      events.push(...added);
      for (const standing of changed) {
        if (standing.state === 'normal') standings.delete(standing.alarm);
        else standings.set(standing.alarm, standing);
      }
    },
  };
}
export type Disk = ReturnType<typeof createDisk>;

export type RigOptions = Partial<Omit<AlarmEngineOptions, 'journal' | 'clock'>> & {
  readonly definitions: readonly AlarmDefinition[];
  /** Tags in the order of their indices; those of the definitions where absent. */
  readonly tags?: readonly string[];
  readonly disk?: Disk;
  readonly clock?: VirtualClock;
};

/** The alarm engine on a virtual clock, and what it published. A rig on the disk of another goes on where that one stood. */
export function startAlarms(options: RigOptions) {
  const { disk = createDisk(), clock = createVirtualClock(1_000_000) } = options;
  const tags = options.tags ?? [...new Set(options.definitions.map(({ tag }) => tag as string))];
  const log = createMemoryLog();
  const seen: AlarmEvent[] = [];
  /** Everything published, in order: lines of the journal as `number alarm kind`, changes without one as `alarm …`. */
  const published: { readonly events: readonly AlarmEvent[]; readonly standings: readonly AlarmStanding[] }[] = [];
  const engine: AlarmEngine = createAlarmEngine({
    tagIndexOf: (tag) => {
      const index = tags.indexOf(tag);
      return index < 0 ? undefined : index;
    },
    tagCount: tags.length,
    log,
    restored: [...disk.standings.values()],
    lastSeq: disk.events.at(-1)?.seq ?? 0,
    ...options,
    clock,
    journal: disk,
    publish(events, standings) {
      seen.push(...events);
      published.push({ events, standings });
    },
  });
  const feed = (tag: number, timeMs: number, value: number, quality: number = Q.good): void => {
    const batch = createBatch(1);
    pushSample(batch, tag, timeMs, value, quality);
    engine.apply(batch);
  };
  return { engine, disk, clock, log, seen, published, feed, tags };
}
export type AlarmRig = ReturnType<typeof startAlarms>;

export const story = (events: readonly AlarmEvent[]): readonly string[] => events.map((event) => `${event.seq} ${event.alarm} ${event.kind}`);

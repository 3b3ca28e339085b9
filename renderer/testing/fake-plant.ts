import type { Directory } from '#shared/contract/project.ts';
import { foldEvent } from '#shared/model/alarm-fold.ts';
import { type AlarmDefinition, type AlarmEvent, type AlarmEventKind, type AlarmStanding, type AlarmState, isHiddenState } from '#shared/model/alarm.ts';
import { Q } from '#shared/model/quality.ts';
import type { TagDefinition } from '#shared/model/tag.ts';

/** Values and alarms of the fake engine: a slow deterministic swing about the middle of each normal band. */
export type FakePlant = {
  readonly value: Float64Array;
  readonly quality: Uint32Array;
  readonly timeMs: Float64Array;
  readonly journal: AlarmEvent[];
  readonly standings: Map<string, AlarmStanding>;
  /** Moves all values to this time; answers the indices that changed. */
  step(nowMs: number): readonly number[];
  /** Holds a tag at a value and quality, or gives it back to the swing (null). */
  hold(tag: string, held: { value: number; quality: number } | null): void;
  transition(alarm: string, kind: AlarmEventKind, to: AlarmState, nowMs: number, more?: Pick<AlarmEvent, 'user' | 'comment' | 'hiding' | 'uncertaintyMs'>): AlarmEvent | null;
};

export function createFakePlant(directory: Directory): FakePlant {
  const { tags, alarms } = directory;
  const size = tags.length;
  const value = new Float64Array(size);
  const quality = new Uint32Array(size).fill(Q.good);
  const timeMs = new Float64Array(size);
  const held = new Map<number, { value: number; quality: number }>();
  const indexOf = new Map<string, number>(tags.map((tag, index) => [tag.id, index]));
  const definitions = new Map<string, AlarmDefinition>(alarms.map((alarm) => [alarm.id, alarm]));
  const journal: AlarmEvent[] = [];
  const standings = new Map<string, AlarmStanding>();

  return {
    value,
    quality,
    timeMs,
    journal,
    standings,
    step(nowMs) {
      const changed: number[] = [];
      for (let index = 0; index < size; index++) {
        const keep = held.get(index);
        const next = keep?.value ?? swing(tags[index] as TagDefinition, index, nowMs);
        const nextQuality = keep?.quality ?? Q.good;
        if (next === value[index] && nextQuality === quality[index] && timeMs[index] !== 0) continue;
        value[index] = next;
        quality[index] = nextQuality;
        timeMs[index] = nowMs - 40;
        changed.push(index);
      }
      return changed;
    },
    hold(tag, now) {
      const index = indexOf.get(tag);
      if (index === undefined) return;
      if (now === null) held.delete(index);
      else held.set(index, now);
    },
    transition(id, kind, to, nowMs, more = {}) {
      const definition = definitions.get(id);
      if (definition === undefined) return null;
      const index = indexOf.get(definition.tag) ?? -1;
      const before = standings.get(id);
      const event: AlarmEvent = {
        seq: journal.length + 1,
        alarm: definition.id,
        kind,
        from: before?.state ?? 'normal',
        to,
        timeMs: nowMs,
        engineMs: nowMs,
        value: value[index] ?? null,
        quality: quality[index] ?? 0,
        ...more,
      };
      journal.push(event);
      const after = foldEvent(before, event);
      if (to === 'normal') standings.delete(id);
      else standings.set(id, isHiddenState(to) ? { ...after, isConditionTrue: before?.isConditionTrue ?? false } : after);
      return event;
    },
  };
}

/** The value of a tag that is not held. */
export function swing(tag: TagDefinition, index: number, nowMs: number): number {
  if (tag.type === 'bool') return tag.use === 'run' || tag.use === 'available' || tag.use === 'permissive' ? 1 : 0;
  if (tag.type === 'enum') return Number(Object.keys(tag.states ?? { '0': '' })[0]);
  if (tag.type === 'text') return 0;
  const [low, high] = tag.normal ?? tag.range ?? [0, 100];
  const middle = (low + high) / 2;
  const width = (high - low) / 2;
  const period = 20_000 + (index % 17) * 3000;
  const exact = middle + width * (0.35 * Math.sin((nowMs / period) * Math.PI * 2 + index) + 0.08 * Math.sin(nowMs / 700 + index * 7));
  const scale = 10 ** (tag.type === 'int' ? 0 : tag.decimals + 1);
  return Math.round(exact * scale) / scale;
}

import type { AlarmState, Priority } from '#shared/model/alarm.ts';
import type { AssetId, TagId } from '#shared/model/ids.ts';
import { Q } from '#shared/model/quality.ts';
import type { Point } from '#shared/model/scene.ts';
import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import { severityOf } from '#renderer/client/alarm-severity.ts';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { RankFlag } from '#renderer/client/first-out-words.ts';
import type { LiveStore } from '#renderer/client/live-store.ts';
import { alarmStateWords } from '#renderer/widgets/alarm-glyph-markup.ts';
import { lockNote, lockSentences } from '#renderer/widgets/lock-words.ts';
import { hatches } from '#renderer/widgets/scene3d/scene-handle.ts';
import { readingCause, readValue, type ValueReading } from '#renderer/widgets/value-reading.ts';
import { type HeatKind, shareOf } from './heat-kinds.ts';
import type { BoundAsset, SceneBinding } from './scene-binding.ts';
import type { SceneFacts } from './scene-facts.ts';
import { hatchOf, isOutOfService, type SceneMode } from './scene-states.ts';

/** One fact of the scene, as the list beside it says it and as its label does. */
export type SceneRow = {
  /** What tells it from the others: an asset, or `pipe ID`. */
  readonly key: string;
  readonly asset: AssetId | null;
  readonly tag: TagId | null;
  /** What a label points at, m. */
  readonly anchor: Point;
  /** Position in the list of entities of what the label points at; −1 where there is none. */
  readonly entity: number;
  /** Identifier in mono. */
  readonly code: string;
  readonly words: string;
  readonly reading: ValueReading | null;
  readonly glyph: { readonly priority: Priority; readonly state: AlarmState } | null;
  readonly flag: RankFlag | null;
  /** Words behind: how many more alarms, what is hidden, what is bad. Empty where there is nothing. */
  readonly note: string;
  /** What keeps it locked out, a sentence for each lock, one a line; empty where no run knows of a lock. */
  readonly locked: string;
  /** The same in a few words. */
  readonly lockNote: string;
  /** Is it worth a label: an alarm, the value of the mode, or something picked. */
  readonly isLabelled: boolean;
  /** 0 to 1 on the scale of the mode; NaN where it has none. */
  readonly share: number;
};

export type RowsInput = {
  readonly layout: SceneLayout;
  readonly binding: SceneBinding;
  readonly facts: SceneFacts;
  readonly directory: DirectoryIndex;
  readonly live: Pick<LiveStore, 'value' | 'quality' | 'timeMs' | 'text' | 'isLinkLost'>;
  readonly nowMs: number;
  readonly mode: SceneMode;
  readonly heat: HeatKind | null;
  readonly selected: number;
  /** Positions of assets that are drawn whole while the rest is seen through; null: all are. */
  readonly kept: ReadonlySet<number> | null;
};

/** Everything the scene shows in this mode, what matters most first. */
export function sceneRows(input: RowsInput): readonly SceneRow[] {
  switch (input.mode) {
    case 'fault':
      return faultRows(input);
    case 'heat':
      return heatRows(input);
    case 'flow':
      return flowRows(input);
    case 'level':
      return levelRows(input);
  }
}

function faultRows(input: RowsInput): readonly SceneRow[] {
  const { binding, facts, live, selected, kept } = input;
  const rows: { readonly row: SceneRow; readonly rank: number }[] = [];
  binding.assets.forEach((asset, position) => {
    const fact = facts.byAsset.get(position);
    const bad = asset.judged.find((tag) => hatchOf(live.quality[tag] ?? Q.bad) !== hatches.none);
    const isPicked = position === selected || kept?.has(position) === true;
    const isLocked = facts.locks.has(position);
    const isOut = isOutOfService(asset, live);
    if (fact?.alarm) {
      const { alarm, told, flag } = fact;
      const more = told > 1 ? `${told - 1} more ${told === 2 ? 'alarm' : 'alarms'}` : '';
      const row = rowOf(input, asset, { tag: alarm.tagIndex, code: alarm.tag ?? asset.id, words: alarm.definition?.message ?? alarm.standing.alarm });
      const glyph = { priority: alarm.priority, state: alarm.standing.state };
      rows.push({ row: { ...row, tag: alarm.tag, glyph, flag, note: notes(row.note, more), isLabelled: true }, rank: flag === '1ST' ? 0 : severityOf(alarm) });
    } else if (fact?.hidden) {
      const { hidden } = fact;
      const row = rowOf(input, asset, { tag: hidden.tagIndex, code: hidden.tag ?? asset.id, words: hidden.definition?.message ?? hidden.standing.alarm });
      const glyph = { priority: hidden.priority, state: hidden.standing.state };
      rows.push({ row: { ...row, tag: hidden.tag, glyph, note: notes(row.note, alarmStateWords(hidden.standing.state).toLowerCase()), isLabelled: isPicked }, rank: 40 });
    } else if (isPicked) rows.push({ row: { ...rowOf(input, asset, {}), isLabelled: true }, rank: position === selected ? 20 : 30 });
    else if (isLocked) rows.push({ row: { ...rowOf(input, asset, {}), isLabelled: true }, rank: 35 });
    else if (isOut) rows.push({ row: rowOf(input, asset, { tag: asset.available }), rank: 45 });
    else if (bad !== undefined) rows.push({ row: { ...rowOf(input, asset, { tag: bad }), note: readingCause(live.quality[bad] ?? Q.bad) }, rank: 50 });
  });
  return rows.toSorted((a, b) => a.rank - b.rank || (a.row.code < b.row.code ? -1 : 1)).map(({ row }) => row);
}

function heatRows(input: RowsInput): readonly SceneRow[] {
  const { binding, heat, live } = input;
  if (heat === null) return [];
  const rows = heat.tags.map(({ asset: position, tag }): SceneRow => {
    const asset = binding.assets[position] as BoundAsset;
    const share = hatchOf(live.quality[tag] ?? Q.bad) === hatches.none ? shareOf(heat, live.value[tag] ?? Number.NaN) : Number.NaN;
    return { ...rowOf(input, asset, { tag, code: input.directory.tag(tag)?.id ?? asset.id }), share, isLabelled: isWhole(input, position), note: readingCause(live.quality[tag] ?? Q.bad) };
  });
  // What is not known stands last, and is not lost.
  return rows.toSorted((a, b) => (Number.isNaN(b.share) ? -1 : b.share) - (Number.isNaN(a.share) ? -1 : a.share) || (a.code < b.code ? -1 : 1));
}

function levelRows(input: RowsInput): readonly SceneRow[] {
  const { binding, live } = input;
  return binding.levels.flatMap(({ asset: position, tag, from, to }) => {
    const asset = binding.assets[position];
    if (asset === undefined) return [];
    const share = hatchOf(live.quality[tag] ?? Q.bad) === hatches.none ? shareOf({ low: from, high: to }, live.value[tag] ?? Number.NaN) : Number.NaN;
    return [{ ...rowOf(input, asset, { tag, code: input.directory.tag(tag)?.id ?? asset.id }), key: `level ${tag}`, share, isLabelled: isWhole(input, position), note: readingCause(live.quality[tag] ?? Q.bad) }];
  });
}

function flowRows(input: RowsInput): readonly SceneRow[] {
  const { layout, binding, live, directory, kept } = input;
  // One flow may be drawn along several pipes: its first has the label.
  const labelled = new Set<number>();
  return binding.flows.flatMap(({ pipe: at, tag, full, entity }): SceneRow[] => {
    const laid = layout.pipes[at];
    const definition = directory.tag(tag);
    if (laid === undefined || definition === undefined) return [];
    const { pipe, fromPart, toPart, points } = laid;
    const ends = [fromPart, toPart].map((part) => (part === null ? null : (layout.scene.parts[part]?.asset ?? null)));
    const isKnown = hatchOf(live.quality[tag] ?? Q.bad) === hatches.none;
    const value = live.value[tag] ?? Number.NaN;
    const share = isKnown ? Math.min(1, Math.abs(value) / full) : Number.NaN;
    const position = binding.assetOf[entity] ?? -1;
    const isMeant = kept === null ? definition.type === 'float' : kept.has(position) || ends.some((end) => end !== null && kept.has(binding.positionOf(end)));
    const isLabelled = isMeant && !labelled.has(tag);
    if (isLabelled) labelled.add(tag);
    const way = ends[0] !== null && ends[1] !== null && ends[0] !== ends[1] ? (value < 0 ? `${ends[1]} to ${ends[0]}` : `${ends[0]} to ${ends[1]}`) : '';
    return [
      {
        key: `pipe ${pipe.id}`,
        asset: binding.assets[position]?.id ?? ((ends[0] ?? ends[1]) as AssetId | null),
        tag: definition.id,
        anchor: middleOf(points),
        entity,
        code: definition.id,
        words: [pipe.name ?? pipe.carries ?? pipe.id, way].filter(Boolean).join(', '),
        reading: readingOf(input, tag),
        glyph: null,
        flag: null,
        locked: '',
        lockNote: '',
        note: isKnown ? (value === 0 ? 'standing' : value < 0 ? 'backwards' : '') : readingCause(live.quality[tag] ?? Q.bad),
        isLabelled,
        share,
      },
    ];
  });
}

/** What is said behind a row, parted by commas. */
const notes = (...all: readonly string[]): string => all.filter((one) => one !== '').join(', ');

const isWhole = ({ kept }: RowsInput, position: number): boolean => kept === null || kept.has(position);

/** The middle of the longest leg. */
function middleOf(points: readonly Point[]): Point {
  let best: Point = points[0] ?? [0, 0, 0];
  let longest = -1;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1] as Point, points[i] as Point];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2]);
    if (length > longest) [longest, best] = [length, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2]];
  }
  return best;
}

function rowOf(input: RowsInput, asset: BoundAsset, { tag = asset.shown, code = asset.id, words = asset.name }: { readonly tag?: number; readonly code?: string; readonly words?: string }): SceneRow {
  return { key: asset.id, asset: asset.id, tag: input.directory.tag(tag)?.id ?? null, anchor: asset.anchor, entity: asset.anchored, code, words, reading: readingOf(input, tag), glyph: null, flag: null, ...lockedOf(input, asset), note: isOutOfService(asset, input.live) ? 'out of service' : '', isLabelled: false, share: Number.NaN };
}

function lockedOf({ binding, facts, nowMs }: RowsInput, { id }: BoundAsset): Pick<SceneRow, 'locked' | 'lockNote'> {
  const locks = facts.locks.get(binding.positionOf(id));
  return locks === undefined ? { locked: '', lockNote: '' } : { locked: lockSentences(locks, nowMs), lockNote: lockNote(locks) };
}

function readingOf({ directory, live, nowMs }: RowsInput, index: number): ValueReading | null {
  const tag = directory.tag(index);
  if (tag === undefined) return null;
  return readValue({ tag, value: live.value[index] ?? Number.NaN, quality: live.quality[index] ?? Q.bad, timeMs: live.timeMs[index] ?? Number.NaN, nowMs, isLinkLost: live.isLinkLost, text: (at) => live.text(at) });
}

/** The new rows, each as the object it was where nothing of it changed, so that nobody draws it anew. */
export function keepRows(rows: readonly SceneRow[], before: readonly SceneRow[]): readonly SceneRow[] {
  const known = new Map(before.map((row) => [row.key, row]));
  const kept = rows.map((row) => {
    const old = known.get(row.key);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(row) ? old : row;
  });
  return kept.length === before.length && kept.every((row, i) => row === before[i]) ? before : kept;
}

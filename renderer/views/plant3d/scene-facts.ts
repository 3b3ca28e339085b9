import type { AlarmId } from '#shared/model/ids.ts';
import type { LockOut } from '#shared/runbook-run/locked-out.ts';
import type { AlarmBook, AlarmRow } from '#renderer/client/alarm-book.ts';
import { severityOf } from '#renderer/client/alarm-severity.ts';
import type { RankFlag } from '#renderer/client/first-out-words.ts';
import type { SceneBinding } from './scene-binding.ts';

/** What alarms say of one asset of a scene, those of its parts that are not drawn included. */
export type AssetFact = {
  /** The worst an operator is told of; null where all are hidden. */
  readonly alarm: AlarmRow | null;
  /** How many an operator is told of. */
  readonly told: number;
  /** The worst of those shelved, suppressed (while that keeps something back) or out of service; null where there is none. */
  readonly hidden: AlarmRow | null;
  readonly flag: RankFlag | null;
};

/** Locks by asset, as `lockOuts` gives them. */
export type LocksByAsset = ReadonlyMap<string, readonly LockOut[]>;

export type SceneFacts = {
  /** By position of the asset in the binding; only assets that something is to be told of. */
  readonly byAsset: ReadonlyMap<number, AssetFact>;
  /** Standing alarms of things that are not in this scene, worst first. */
  readonly elsewhere: readonly AlarmRow[];
  /**
   * What is locked out, by position of the asset in the binding: of the asset itself alone. A lock on a part that is not drawn
   * says nothing of what it stands on, and is counted in `locksElsewhere`.
   */
  readonly locks: ReadonlyMap<number, readonly LockOut[]>;
  readonly locksElsewhere: number;
};

export const noFacts: SceneFacts = { byAsset: new Map(), elsewhere: [], locks: new Map(), locksElsewhere: 0 };

/** What the alarms and locks of one moment say of a scene. `flags` are the marks of the burst that is shown. */
export function readFacts(binding: SceneBinding, book: AlarmBook, flags: ReadonlyMap<AlarmId, RankFlag>, locked: LocksByAsset = noLocks): SceneFacts {
  const byAsset = new Map<number, { alarm: AlarmRow | null; told: number; hidden: AlarmRow | null; flag: RankFlag | null }>();
  const elsewhere: AlarmRow[] = [];
  const factOf = (position: number) => {
    let fact = byAsset.get(position);
    if (fact === undefined) byAsset.set(position, (fact = { alarm: null, told: 0, hidden: null, flag: null }));
    return fact;
  };
  for (const [asset, rows] of book.byAsset) {
    const position = binding.homeOf(asset);
    if (position < 0) {
      elsewhere.push(...rows);
      continue;
    }
    const fact = factOf(position);
    fact.told += rows.length;
    for (const row of rows) {
      if (fact.alarm === null || severityOf(row) < severityOf(fact.alarm)) fact.alarm = row;
      const flag = flags.get(row.standing.alarm);
      if (flag !== undefined && (fact.flag === null || flag < fact.flag)) fact.flag = flag;
    }
  }
  for (const [asset, rows] of book.hiddenByAsset) {
    const position = binding.homeOf(asset);
    if (position < 0) continue;
    for (const row of rows) {
      // What the design suppresses is marked only while it keeps something back, else a unit at rest would be full of marks.
      if (row.standing.state === 'suppressed' && row.standing.isConditionTrue === false) continue;
      const fact = factOf(position);
      if (fact.hidden === null || row.priority < fact.hidden.priority) fact.hidden = row;
    }
  }
  const locks = new Map([...locked].map(([asset, all]) => [binding.positionOf(asset), all] as const));
  const isElsewhere = locks.delete(-1);
  const locksElsewhere = isElsewhere ? [...locked.keys()].filter((asset) => binding.positionOf(asset) < 0).length : 0;
  return { byAsset, elsewhere: elsewhere.toSorted((a, b) => severityOf(a) - severityOf(b)), locks, locksElsewhere };
}

const noLocks: LocksByAsset = new Map();

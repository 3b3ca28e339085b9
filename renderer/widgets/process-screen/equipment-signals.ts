import type { TagUse } from '#shared/model/tag.ts';
import type { ScreenData } from '#shared/screen/screen-model.ts';
import type { EquipmentSignals, Signal } from './equipment-state.ts';
import type { ScreenContext, ScreenDirectory } from './screen-context.ts';

/** Where the signals of one asset stand; −1 for none. */
export type SignalTags = {
  readonly run: number;
  readonly open: number;
  readonly shut: number;
  readonly available: number;
  readonly mode: number;
  readonly local: number;
  readonly command: number;
  readonly pairRun: number;
  readonly faults: readonly number[];
  /** Tags of the asset when it has neither a run nor an open signal, to tell a lost link. */
  readonly others: readonly number[];
};

const single = ['run', 'open', 'available', 'mode', 'local', 'command'] as const satisfies readonly TagUse[];

/**
 * Finds the signals of an asset by the `use` of its tags; `data-run="TAG"` and so on name another tag. `data-pair` names
 * the machine it stands by for. Names that do not exist are reported through `unknown`.
 */
export function findSignals(directory: ScreenDirectory, asset: string | null, data: ScreenData, unknown: (id: string) => void): SignalTags {
  const own = asset === null ? [] : directory.asset(asset) === undefined ? [] : directory.tagsOfAsset(asset as never);
  const named = (key: string): number | null => {
    const id = data[key];
    if (id === undefined) return null;
    const index = directory.indexOf(id);
    if (index < 0) unknown(id);
    return index;
  };
  const found = Object.fromEntries(
    single.map((use) => [use, named(use) ?? own.find((index) => directory.tag(index)?.use === use) ?? -1]),
  ) as Record<(typeof single)[number], number>;
  const fault = named('fault');
  const pair = data['pair'];
  const pairRun =
    pair === undefined ? -1 : (directory.tagsOfAsset(pair as never).find((index) => directory.tag(index)?.use === 'run') ?? -1);
  if (pair !== undefined && directory.asset(pair) === undefined) unknown(pair);
  return {
    ...found,
    shut: named('shut') ?? own.find((index) => /\.ZSC$|_ZSC$/.test(directory.tag(index)?.id ?? '')) ?? -1,
    pairRun,
    faults: fault === null ? own.filter((index) => directory.tag(index)?.use === 'fault') : fault < 0 ? [] : [fault],
    others: found.run < 0 && found.open < 0 ? own.slice(0, 40) : [],
  };
}

/** All indices among the signals, for watching. */
export function signalIndices(tags: SignalTags): readonly number[] {
  const { run, open, shut, available, mode, local, command, pairRun, faults, others } = tags;
  return [...new Set([run, open, shut, available, mode, local, command, pairRun, ...faults, ...others].filter((index) => index >= 0))];
}

/** The signals as they are now. */
export function readSignals(context: ScreenContext, tags: SignalTags): EquipmentSignals {
  const { directory, live } = context;
  const read = (index: number): Signal | null => {
    if (index < 0) return null;
    const value = live.value[index] as number;
    return { value, quality: live.quality[index] as number, word: directory.tag(index)?.states?.[String(value)] ?? '' };
  };
  const openType = directory.tag(tags.open)?.type;
  return {
    run: read(tags.run),
    open: read(tags.open),
    isOpenPercent: openType === 'float' || openType === 'int',
    shut: read(tags.shut),
    faults: tags.faults.map(read).filter((signal) => signal !== null),
    available: read(tags.available),
    mode: read(tags.mode),
    local: read(tags.local),
    command: read(tags.command),
    pairRun: read(tags.pairRun),
    qualities: tags.others.map((index) => live.quality[index] as number),
  };
}

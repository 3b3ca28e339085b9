import { Q, type QualityKind, qualityKind } from '#shared/model/quality.ts';

/** How a symbol is drawn; the values of `data-state` in symbols.css. */
export type SymbolState = 'plain' | 'running' | 'stopped' | 'moving' | 'tripped' | 'out-of-service' | 'no-link';

/** One signal of a machine: number, OPC UA status, and the word its tag has for the number, "" without one. */
export type Signal = { readonly value: number; readonly quality: number; readonly word: string };

/** The signals of an asset by what they mean; null where it has none. */
export type EquipmentSignals = {
  readonly run: Signal | null;
  /** Position in per cent, or 1 for an on-off valve that is open. */
  readonly open: Signal | null;
  readonly isOpenPercent: boolean;
  /** The closed switch of an on-off valve. */
  readonly shut: Signal | null;
  readonly faults: readonly Signal[];
  readonly available: Signal | null;
  readonly mode: Signal | null;
  readonly local: Signal | null;
  readonly command: Signal | null;
  /** Whether the other machine of the pair runs. */
  readonly pairRun: Signal | null;
  /** For assets without any of these: the qualities of all its tags. */
  readonly qualities: readonly number[];
};

export type EquipmentState = {
  readonly state: SymbolState;
  /** Empty while there is nothing to say. */
  readonly words: string;
  /** Letters of mode badges, only when not in the normal mode: M manual, L local, F forced. */
  readonly badges: readonly ('M' | 'L' | 'F')[];
  /** The state is shown but not confirmed: it rests on a value that is stale or uncertain, or what could contradict it is not known. */
  readonly isStale: boolean;
};

/** True for a signal there is whose value proves nothing by itself: stale, uncertain, or not known at all. */
const isDoubted = (signal: Signal | null): boolean =>
  signal !== null && (!isUsable(signal) || !['good', 'forced'].includes(qualityKind(signal.quality)));
const isUsable = (signal: Signal | null): signal is Signal => {
  if (signal === null || Number.isNaN(signal.value)) return false;
  const kind = qualityKind(signal.quality);
  return kind !== 'bad' && kind !== 'no-link' && kind !== 'waiting';
};
const isOn = (signal: Signal | null): boolean => isUsable(signal) && signal.value !== 0;
/** Position below which a control valve counts as shut, per cent. */
const shutPct = 2;

/**
 * State, words and badges of a machine from its signals. A signal that is bad never counts as off: the machine is unknown. One
 * beside it that is bad, such as a fault that cannot be known, leaves the state in doubt.
 */
export function equipmentState(signals: EquipmentSignals): EquipmentState {
  const { run, open, faults, available, mode, local, command } = signals;
  const badges: ('M' | 'L' | 'F')[] = [];
  if (isUsable(mode) && /^man/i.test(mode.word)) badges.push('M');
  if (isUsable(local) && /^(local|man)/i.test(local.word)) badges.push('L');
  if ([run, open].some((signal) => signal !== null && qualityKind(signal.quality) === 'forced')) badges.push('F');
  const main = run ?? open;
  const isStale = [main, ...faults, available, mode, local, command, run === null ? signals.shut : null].some(isDoubted);
  const done = (state: SymbolState, words = ''): EquipmentState => ({ state, words, badges, isStale });

  if (main === null) {
    const kinds = signals.qualities.map(qualityKind);
    if (kinds.length > 0 && kinds.every((kind) => unknownKinds.has(kind))) return done('no-link', unknownWords(signals.qualities));
    if (faults.some(isOn)) return done('tripped', faults.find(isOn)?.word.toLowerCase() ?? '');
    const isAnyGood = kinds.length === 0 || kinds.some((kind) => kind === 'good' || kind === 'forced');
    return { ...done('plain'), isStale: isStale || !isAnyGood };
  }
  if (!isUsable(main)) return done('no-link', unknownWords([(main as Signal).quality]));
  const fault = faults.find(isOn);
  if (run !== null) {
    if (run.value !== 0) return done('running', fault === undefined ? '' : fault.word.toLowerCase());
    if (fault !== undefined) return done('tripped', fault.word.toLowerCase());
    if (isUsable(available) && available.value === 0) return done('out-of-service', available.word.toLowerCase());
    if (isOn(command)) return done('moving', 'starting');
    return done('stopped', stoppedWords(signals));
  }
  const words = fault === undefined ? '' : fault.word.toLowerCase();
  if (signals.isOpenPercent) return done(main.value > shutPct ? 'running' : 'stopped', words);
  if (main.value !== 0) return done('running', words);
  if (isUsable(signals.shut) && signals.shut.value === 0) return done('moving', words === '' ? 'moving' : words);
  return done('stopped', words);
}

const unknownKinds: ReadonlySet<QualityKind> = new Set(['bad', 'no-link', 'waiting']);
function unknownWords(qualities: readonly number[]): string {
  const kinds = qualities.map(qualityKind);
  if (kinds.includes('no-link')) return 'no link';
  if (!kinds.every((kind) => kind === 'waiting')) return 'state unknown';
  return qualities.every((quality) => (quality & 0xffff0000) >>> 0 === Q.badNoData) ? 'not recorded' : 'waiting';
}

function stoppedWords({ mode, pairRun }: EquipmentSignals): string {
  const how = isUsable(mode) && mode.word !== '' ? `, ${mode.word.toLowerCase()}` : '';
  return isOn(pairRun) ? `standby${how}` : `stopped${how}`;
}

import type { LoadRules } from '../model/alarm-load.ts';

/** What is kept of each alarm, column by column, some 110 bytes an alarm; grows with the highest number given. */
export type AlarmColumns = {
  readonly raised: Uint32Array;
  readonly chatters: Uint32Array;
  readonly fleeting: Uint32Array;
  readonly activeMs: Float64Array;
  readonly longestMs: Float64Array;
  /** NaN while not active. */
  readonly activeSinceMs: Float64Array;
  /** Since when it waits for an acknowledge; NaN where it does not. */
  readonly waitingSinceMs: Float64Array;
  readonly acknowledged: Uint32Array;
  readonly acknowledgedMs: Float64Array;
  /** Until when a burst of chatter goes on if it comes again. */
  readonly chatterUntilMs: Float64Array;
  /** Position of its state in `alarmStates`. */
  readonly state: Uint8Array;
  /** 1 for an alarm that is over as soon as it comes, by its kind: a change of state. */
  readonly isMomentary: Uint8Array;
  /** Its last times, `rules.chatterCount - 1` an alarm, in turn. */
  readonly lastMs: Float64Array;
  readonly lastAt: Uint8Array;
};

const notYet = ['activeSinceMs', 'waitingSinceMs', 'chatterUntilMs', 'lastMs'] as const;

/** Empty columns, or those of before with more room: at least `size` alarms. */
export function growColumns(before: AlarmColumns | null, size: number, rules: LoadRules): AlarmColumns {
  const room = Math.max(size, (before?.raised.length ?? 0) * 2, 64);
  const grown: AlarmColumns = {
    raised: new Uint32Array(room),
    chatters: new Uint32Array(room),
    fleeting: new Uint32Array(room),
    activeMs: new Float64Array(room),
    longestMs: new Float64Array(room),
    activeSinceMs: new Float64Array(room),
    waitingSinceMs: new Float64Array(room),
    acknowledged: new Uint32Array(room),
    acknowledgedMs: new Float64Array(room),
    chatterUntilMs: new Float64Array(room),
    state: new Uint8Array(room),
    isMomentary: new Uint8Array(room),
    lastMs: new Float64Array(room * (rules.chatterCount - 1)),
    lastAt: new Uint8Array(room),
  };
  for (const name of notYet) grown[name].fill(Number.NaN);
  if (before !== null) for (const name of Object.keys(grown) as (keyof AlarmColumns)[]) grown[name].set(before[name]);
  return grown;
}

import { createStore } from 'zustand/vanilla';
import type { Priority } from '#shared/model/alarm.ts';
import { type AlarmBook, isUnacked } from '../client/alarm-book.ts';
import type { Preferences } from '../client/preferences.ts';

/** Beeps of each priority: pitch (Hz) and length (s) in order, and the pause until they come again (s). */
const tones: Readonly<Record<Priority, { readonly beeps: readonly (readonly [number, number])[]; readonly everyS: number }>> = {
  1: { beeps: [[880, 0.16], [660, 0.16], [880, 0.16], [660, 0.16]], everyS: 1.2 },
  2: { beeps: [[740, 0.2], [740, 0.2]], everyS: 2 },
  3: { beeps: [[587, 0.25]], everyS: 4 },
  4: { beeps: [[440, 0.18]], everyS: 8 },
};

export type HornState = {
  /** Occurrences up to this journal number were silenced. */
  readonly silencedSeq: number;
  /** What sounds, or would if sound were allowed; null when all is silenced or acknowledged. */
  readonly sounding: Priority | null;
  /** False until somebody clicked or typed: browsers play nothing before. */
  readonly isAllowed: boolean;
};

export const horn = createStore<HornState>(() => ({ silencedSeq: 0, sounding: null, isAllowed: false }));

export type ToneLevels = Preferences['tones'];
const allTones: ToneLevels = { 1: 100, 2: 100, 3: 100, 4: 100 };

/** The priority to sound: the worst active unacknowledged occurrence that is newer than the last silence and whose tones are on. */
export function soundingOf(book: AlarmBook, silencedSeq: number, tones: ToneLevels = allTones): Priority | null {
  // In the order of telling the first that calls is the worst, and the first acknowledged one ends the search.
  for (const { standing, priority } of book.told) {
    if (!isUnacked(standing.state)) return null;
    const calls = standing.state === 'active-unacked' || standing.state === 'latched-unacked';
    if (calls && standing.seq > silencedSeq && tones[priority] > 0) return priority;
  }
  return null;
}

/** Silences everything that sounds now; a newer occurrence sounds again. Acknowledges nothing. */
export function silence(book: AlarmBook): void {
  const newest = book.rows.reduce((seq, { standing }) => Math.max(seq, standing.seq), horn.getState().silencedSeq);
  horn.setState({ silencedSeq: newest, sounding: null });
}

export type HornPlayer = {
  /** Loops the tones of a priority this loud, percent; null stops. */
  play(priority: Priority | null, level: number): void;
  /** The tones of a priority once, to hear them. */
  tryOut(priority: Priority, level: number): void;
  close(): void;
};

/** Plays the tones in a loop. Makes its audio context at the first gesture of the user. */
export function createHornPlayer(target: Window): HornPlayer {
  let context: AudioContext | null = null;
  let wanted: Priority | null = null;
  let loudness = 100;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const sound = (): void => {
    timer = null;
    if (context === null || wanted === null || context.state !== 'running') return;
    once(context, wanted, loudness);
    timer = setTimeout(sound, tones[wanted].everyS * 1000);
  };
  const restart = (): void => {
    if (timer !== null) clearTimeout(timer);
    sound();
  };
  const allow = (): void => {
    context ??= new AudioContext();
    void context.resume().then(() => {
      horn.setState({ isAllowed: true });
      restart();
    });
    target.removeEventListener('pointerdown', allow);
    target.removeEventListener('keydown', allow);
  };
  target.addEventListener('pointerdown', allow);
  target.addEventListener('keydown', allow);
  return {
    play(priority, level) {
      if (priority === wanted && level === loudness) return;
      wanted = priority;
      loudness = level;
      restart();
    },
    tryOut(priority, level) {
      if (context !== null && context.state === 'running') once(context, priority, level);
    },
    close() {
      wanted = null;
      if (timer !== null) clearTimeout(timer);
      target.removeEventListener('pointerdown', allow);
      target.removeEventListener('keydown', allow);
      void context?.close();
    },
  };
}

/** The beeps of a priority, one after the other. */
function once(context: AudioContext, priority: Priority, level: number): void {
  let at = context.currentTime + 0.02;
  for (const [pitch, length] of tones[priority].beeps) {
    beep(context, { pitch, at, length, level });
    at += length + 0.06;
  }
}

/** Loudest level of a tone, of full scale. */
const fullGain = 0.22;

function beep(context: AudioContext, { pitch, at, length, level }: { readonly pitch: number; readonly at: number; readonly length: number; readonly level: number }): void {
  const loud = fullGain * (level / 100);
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = 'triangle';
  oscillator.frequency.value = pitch;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loud, at + 0.01);
  gain.gain.setValueAtTime(loud, at + length - 0.03);
  gain.gain.linearRampToValueAtTime(0, at + length);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + length);
}

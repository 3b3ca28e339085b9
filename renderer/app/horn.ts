import { createStore } from 'zustand/vanilla';
import type { Priority } from '#shared/model/alarm.ts';
import { type AlarmBook, isHidden } from '../client/alarm-book.ts';

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

/** The priority to sound: the worst active unacknowledged occurrence that is newer than the last silence. */
export function soundingOf(book: AlarmBook, silencedSeq: number): Priority | null {
  let worst: Priority | null = null;
  for (const { standing, priority } of book.told) {
    const calls = (standing.state === 'active-unacked' || standing.state === 'latched-unacked') && !isHidden(standing.state);
    if (calls && standing.seq > silencedSeq && (worst === null || priority < worst)) worst = priority;
  }
  return worst;
}

/** Silences everything that sounds now; a newer occurrence sounds again. Acknowledges nothing. */
export function silence(book: AlarmBook): void {
  const newest = book.rows.reduce((seq, { standing }) => Math.max(seq, standing.seq), horn.getState().silencedSeq);
  horn.setState({ silencedSeq: newest, sounding: null });
}

export type HornPlayer = { play(priority: Priority | null): void; close(): void };

/** Plays the tones in a loop. Makes its audio context at the first gesture of the user. */
export function createHornPlayer(target: Window): HornPlayer {
  let context: AudioContext | null = null;
  let wanted: Priority | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const sound = (): void => {
    timer = null;
    if (context === null || wanted === null || context.state !== 'running') return;
    const { beeps, everyS } = tones[wanted];
    let at = context.currentTime + 0.02;
    for (const [pitch, length] of beeps) {
      beep(context, pitch, at, length);
      at += length + 0.06;
    }
    timer = setTimeout(sound, everyS * 1000);
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
    play(priority) {
      if (priority === wanted) return;
      wanted = priority;
      restart();
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

function beep(context: AudioContext, pitch: number, at: number, length: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = 'triangle';
  oscillator.frequency.value = pitch;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(0.22, at + 0.01);
  gain.gain.setValueAtTime(0.22, at + length - 0.03);
  gain.gain.linearRampToValueAtTime(0, at + length);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + length);
}

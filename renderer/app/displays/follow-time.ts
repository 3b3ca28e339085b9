import type { Timeline } from '../../client/timeline.ts';
import type { Timers } from '../../client/timers.ts';
import { isNewer, isSameStamp, noStamp, type Peers, type SharedTime } from './peers.ts';

/** Windows that play the same span drift by what each waits for; so much is left alone, ms of the consoles' time. */
const driftMs = 1000;
/** How often the window that was used last says where it stands while it plays, ms. */
const beatMs = 1000;
/** A window is put right no more often than this: each time its picture stands still for a moment. */
const putRightEveryMs = 3000;

/**
 * The timeline of a window whose moment is that of all windows: what somebody does here is done in the others too, and what
 * is done there is done here. The window used last leads. Nothing that was heard is told again, so there is no loop; two
 * that are used at once end at the same moment, since all agree which was later.
 */
export function shareTimeline(own: Timeline, peers: Peers, timers: Pick<Timers, 'now' | 'after'>, isHidden: () => boolean = () => false): { readonly timeline: Timeline; close(): void } {
  let stamp = noStamp;
  let putRightMs = -Infinity;
  let cancelBeat: () => void = () => undefined;

  const current = (): SharedTime => {
    const { mode, targetMs, isPlaying, speed, window, barSpanMs, barToMs } = own.state.getState();
    return { isPast: mode === 'replay' || targetMs !== null, atMs: targetMs ?? own.nowMs(), isPlaying, speed, window, barSpanMs, barToMs };
  };
  const beat = (): void => {
    cancelBeat = timers.after(beatMs, () => {
      if (stamp.from !== peers.self || !own.state.getState().isPlaying) return;
      // A hidden page draws no frames and stands still: it leads nobody.
      if (!isHidden()) peers.send({ t: 'time', stamp, time: current() });
      beat();
    });
  };
  const tell = (over: Partial<SharedTime> = {}): void => {
    stamp = { n: stamp.n + 1, from: peers.self };
    peers.send({ t: 'time', stamp, time: { ...current(), ...over } });
    cancelBeat();
    beat();
  };
  const putRight = (time: SharedTime): void => {
    const now = current();
    if (!time.isPast) return own.live();
    if (time.speed !== now.speed) own.setSpeed(time.speed);
    if (time.window?.fromMs !== now.window?.fromMs || time.window?.toMs !== now.window?.toMs) own.setWindow(time.window);
    if (time.isPlaying) {
      const isNear = now.isPast && Math.abs(now.atMs - time.atMs) <= driftMs * Math.max(1, time.speed);
      if (!isNear) own.playFrom(time.atMs);
      else if (!now.isPlaying) own.play();
    } else {
      own.pause();
      const stands = current();
      if (!stands.isPast || stands.atMs !== time.atMs) own.seekExactly(time.atMs);
    }
  };
  const take = (time: SharedTime): void => {
    putRightMs = timers.now();
    putRight(time);
    // Last: a jump moves the bar by itself.
    const { barSpanMs, barToMs } = own.state.getState();
    if (time.barSpanMs !== barSpanMs || time.barToMs !== barToMs) own.setBar(time.barSpanMs, time.barToMs);
  };
  const stops = [
    peers.on('time', ({ stamp: heard, time }) => {
      if (isNewer(heard, stamp)) {
        stamp = heard;
        cancelBeat();
        take(time);
      } else if (isSameStamp(heard, stamp) && heard.from !== peers.self && time.isPlaying && own.state.getState().isPlaying && timers.now() - putRightMs >= putRightEveryMs) {
        if (Math.abs(current().atMs - time.atMs) > driftMs * Math.max(1, time.speed)) take(time);
      }
    }),
    peers.on('hello', () => {
      if (stamp.n > 0 && !isHidden()) peers.send({ t: 'time', stamp, time: current() });
    }),
  ];
  const told =
    <Arguments extends readonly unknown[], Answer>(act: (...given: Arguments) => Answer, over?: () => Partial<SharedTime>) =>
    (...given: Arguments): Answer => {
      const answer = act(...given);
      tell(over?.());
      return answer;
    };
  const timeline: Timeline = {
    state: own.state,
    nowMs: own.nowMs,
    seek: told(own.seek),
    seekExactly: told(own.seekExactly),
    playFrom: told(own.playFrom),
    step: told(own.step),
    // The present comes back a moment later here: it is told at once.
    live: told(own.live, () => (own.state.getState().recording === null ? { isPast: false, isPlaying: false, window: null } : {})),
    play: told(own.play),
    pause: told(own.pause),
    setSpeed: told(own.setSpeed),
    setWindow: told(own.setWindow),
    setBar: told(own.setBar),
  };
  return {
    timeline,
    close() {
      cancelBeat();
      for (const stop of stops) stop();
    },
  };
}

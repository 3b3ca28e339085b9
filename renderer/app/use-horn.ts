import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { preferences } from '../client/preferences.ts';
import { useClient } from '../client/use-client.ts';
import { soundsHere } from './displays/sounds-here.ts';
import { createHornPlayer, horn, type HornPlayer, soundingOf } from './horn.ts';

/** The player of this window, so that Setup can let a tone be heard. */
export const hornPlayer = createStore<{ readonly player: HornPlayer | null }>(() => ({ player: null }));

/** Sounds the worst unsilenced alarm of now, in replay too, while this console's sound is on. */
export function useHorn(): void {
  const client = useClient();
  const [player, setPlayer] = useState<HornPlayer | null>(null);
  const isHornOn = useStore(preferences, (now) => now.isHornOn);
  const tones = useStore(preferences, (now) => now.tones);
  // One window of the console sounds for all.
  const isHere = useStore(soundsHere, (now) => now.isHere);
  const sounding = useStore(horn, (now) => now.sounding);
  useEffect(() => {
    const made = createHornPlayer(window);
    setPlayer(made);
    hornPlayer.setState({ player: made });
    return () => {
      hornPlayer.setState({ player: null });
      made.close();
    };
  }, []);
  useEffect(() => {
    const judge = (): void => {
      // A recording sounds no horn: nothing in it is happening.
      const isRecording = client.timeline.state.getState().recording !== null;
      const next = isRecording ? null : soundingOf(client.present.alarms.getState(), horn.getState().silencedSeq, tones);
      if (next !== horn.getState().sounding) horn.setState({ sounding: next });
    };
    judge();
    return client.present.alarms.subscribe(judge);
  }, [client, tones]);
  useEffect(() => player?.play(isHornOn && isHere ? sounding : null, sounding === null ? 100 : tones[sounding]), [player, isHornOn, isHere, sounding, tones]);
}

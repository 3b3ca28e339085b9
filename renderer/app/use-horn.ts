import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { preferences } from '../client/preferences.ts';
import { useClient } from '../client/use-client.ts';
import { createHornPlayer, horn, type HornPlayer, soundingOf } from './horn.ts';

/** Sounds the worst unsilenced alarm of now, in replay too, while this console's sound is on. */
export function useHorn(): void {
  const client = useClient();
  const [player, setPlayer] = useState<HornPlayer | null>(null);
  const isHornOn = useStore(preferences, (now) => now.isHornOn);
  const sounding = useStore(horn, (now) => now.sounding);
  useEffect(() => {
    const made = createHornPlayer(window);
    setPlayer(made);
    return () => made.close();
  }, []);
  useEffect(() => {
    const judge = (): void => {
      // A recording sounds no horn: nothing in it is happening.
      const isRecording = client.timeline.state.getState().recording !== null;
      const next = isRecording ? null : soundingOf(client.present.alarms.getState(), horn.getState().silencedSeq);
      if (next !== horn.getState().sounding) horn.setState({ sounding: next });
    };
    judge();
    return client.present.alarms.subscribe(judge);
  }, [client]);
  useEffect(() => player?.play(isHornOn ? sounding : null), [player, isHornOn, sounding]);
}

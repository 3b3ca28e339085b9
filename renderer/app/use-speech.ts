import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { emptyAlarmBook } from '../client/alarm-book-keeper.ts';
import { preferences } from '../client/preferences.ts';
import { useClient } from '../client/use-client.ts';
import { soundsHere } from './displays/sounds-here.ts';
import { horn } from './horn.ts';
import { createSpeaker, pickVoice } from './speaker.ts';
import { createSpeechQueue } from './speech-queue.ts';

/** Speaks new alarms of now, in replay too, while it is switched on and the system has a voice of its own. Silence stops it. */
export function useSpeech(): void {
  const client = useClient();
  const isWanted = useStore(preferences, (now) => now.isSpeechOn);
  const isHere = useStore(soundsHere, (now) => now.isHere);
  const isOn = isWanted && isHere;
  useEffect(() => {
    const speaker = isOn ? createSpeaker(window) : null;
    if (speaker === null) return undefined;
    const book = client.present.alarms;
    const queue = createSpeechQueue((asset) => client.directory.getState()?.asset(asset)?.name ?? null);
    let isSpeaking = false;
    let turn = 0;
    const say = (): void => {
      if (isSpeaking) return;
      const sentence = queue.next(book.getState());
      if (sentence === null) return;
      isSpeaking = true;
      const mine = ++turn;
      speaker.speak(sentence, () => {
        // A sentence that was cut off ends late: another may be under way.
        if (mine !== turn) return;
        isSpeaking = false;
        say();
      });
    };
    const look = (): void => {
      // A recording has no voice: nothing in it is happening. What the first answer of the engine brings is no news either.
      if (client.timeline.state.getState().recording !== null || book.getState() === emptyAlarmBook) return;
      queue.look(book.getState());
      say();
    };
    look();
    const stopBook = book.subscribe(look);
    const stopHorn = horn.subscribe((now, before) => {
      if (now.silencedSeq === before.silencedSeq) return;
      queue.clear();
      turn++;
      isSpeaking = false;
      speaker.cancel();
    });
    return () => {
      stopBook();
      stopHorn();
      turn++;
      speaker.cancel();
    };
  }, [client, isOn]);
}

/** Why alarms cannot be spoken here, one sentence; null where they can. Voices are found a moment after the start. */
export function useSpeechRefusal(): string | null {
  const read = (): string | null => (!('speechSynthesis' in window) || pickVoice(window.speechSynthesis.getVoices()) === null ? 'This system has no voice of its own to speak with.' : null);
  const [refusal, setRefusal] = useState(read);
  useEffect(() => {
    if (!('speechSynthesis' in window)) return undefined;
    const look = (): void => setRefusal(read());
    look();
    window.speechSynthesis.addEventListener('voiceschanged', look);
    return () => window.speechSynthesis.removeEventListener('voiceschanged', look);
  }, []);
  return refusal;
}

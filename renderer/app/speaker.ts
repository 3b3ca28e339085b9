/** A voice that says one sentence at a time. */
export type Speaker = {
  /** Speaks; `onEnd` follows when it was said, given up or failed. */
  speak(sentence: string, onEnd: () => void): void;
  /** Stops in the middle of a word. */
  cancel(): void;
};

type Voice = Pick<SpeechSynthesisVoice, 'localService' | 'lang' | 'default'>;

/** The voice to speak with: one of this machine (a plant has no internet), English before any other; null where it has none. */
export function pickVoice<One extends Voice>(voices: readonly One[]): One | null {
  const local = voices.filter(({ localService }) => localService);
  const english = local.filter(({ lang }) => /^en\b/i.test(lang));
  return english.find((voice) => voice.default) ?? english[0] ?? local.find((voice) => voice.default) ?? local[0] ?? null;
}

/** The system's own voice through the browser; null where the browser has no speech. */
export function createSpeaker(target: Window): Speaker | null {
  const synthesis: SpeechSynthesis | undefined = 'speechSynthesis' in target ? target.speechSynthesis : undefined;
  if (synthesis === undefined) return null;
  return {
    speak(sentence, onEnd) {
      const voice = pickVoice(synthesis.getVoices());
      if (voice === null) return onEnd();
      const utterance = new SpeechSynthesisUtterance(sentence);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.addEventListener('end', onEnd, { once: true });
      utterance.addEventListener('error', onEnd, { once: true });
      synthesis.speak(utterance);
    },
    cancel: () => synthesis.cancel(),
  };
}

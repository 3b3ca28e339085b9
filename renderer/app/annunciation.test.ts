import { describe, expect, it } from 'vitest';
import type { AlarmStanding, AlarmState } from '#shared/model/alarm.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import { createBookKeeper } from '../client/alarm-book-keeper.ts';
import { createDirectoryIndex } from '../client/directory-index.ts';
import { readPreferences } from '../client/preferences.ts';
import { smallDirectory } from '../testing/small-directory.ts';
import { horn, silence, soundingOf } from './horn.ts';
import { pickVoice } from './speaker.ts';
import { createSpeechQueue } from './speech-queue.ts';

const directory = createDirectoryIndex(smallDirectory());
const standing = (alarm: string, state: AlarmState, seq: number): AlarmStanding => ({ alarm: alarm as AlarmId, state, raisedMs: seq, returnedMs: null, acknowledgedMs: null, acknowledgedBy: null, value: null, quality: 0, seq });
/** A book that is moved on by what is given. */
function plant(...first: AlarmStanding[]) {
  const keeper = createBookKeeper();
  let seq = 10;
  let book = keeper.reset(first, [], seq, directory);
  return {
    now: () => book,
    happens: (...list: AlarmStanding[]) => (book = keeper.apply(new Map(list.map((one) => [one.alarm, one.state === 'normal' ? null : one])), [], ++seq)),
  };
}

describe('the horn', () => {
  const sounds = (book: ReturnType<ReturnType<typeof plant>['now']>) => soundingOf(book, horn.getState().silencedSeq);
  it('is heard again on a new alarm after it was silenced, also of a lower priority, and when the same one comes again', () => {
    horn.setState({ silencedSeq: 0, sounding: null, isAllowed: true });
    const { now, happens } = plant(standing('FT-1.HH', 'active-unacked', 5));
    expect(sounds(now())).toBe(1);
    silence(now());
    expect([sounds(now()), horn.getState().sounding]).toEqual([null, null]);
    happens(standing('TT-2.H', 'active-unacked', 6));
    expect(sounds(now())).toBe(3);
    silence(now());
    happens(standing('FT-1.HH', 'active-acked', 5));
    expect(sounds(now())).toBeNull();
    // Alarmed again after its re-alarm time: a new number.
    happens(standing('FT-1.HH', 'active-unacked', 9));
    expect(sounds(now())).toBe(1);
  });
  it('is not heard of a hidden alarm, but when that comes back active', () => {
    horn.setState({ silencedSeq: 0, sounding: null, isAllowed: true });
    const { now, happens } = plant(standing('FT-1.HH', 'shelved', 5));
    expect(sounds(now())).toBeNull();
    happens(standing('FT-1.HH', 'active-unacked', 8));
    expect(sounds(now())).toBe(1);
  });
  it('leaves out priorities whose tones are off', () => {
    const { now } = plant(standing('FT-1.HH', 'active-unacked', 1), standing('TT-2.H', 'active-unacked', 2));
    expect(soundingOf(now(), 0, { 1: 0, 2: 100, 3: 25, 4: 100 })).toBe(3);
    expect(soundingOf(now(), 0, { 1: 0, 2: 100, 3: 0, 4: 100 })).toBeNull();
  });
  it('keeps the loudness of each priority, and takes the standard for one that is damaged', () => {
    expect(readPreferences('{"tones":{"1":50,"2":0,"3":"loud"}}').tones).toEqual({ 1: 50, 2: 0, 3: 100, 4: 100 });
    expect(readPreferences('{"tones":null}')).toMatchObject({ tones: { 1: 100 }, isSpeechOn: false });
  });
});

describe('the voice', () => {
  const voice = () => createSpeechQueue((asset) => directory.asset(asset)?.name ?? null);
  it('says new alarms with priority, message and place, the worst first; what stood before is no news', () => {
    const queue = voice();
    const { now, happens } = plant(standing('TT-2.D', 'active-unacked', 3));
    queue.look(now());
    expect(queue.next(now())).toBeNull();
    queue.look(happens(standing('TT-2.H', 'active-unacked', 11), standing('FT-1.HH', 'active-unacked', 12)));
    expect([queue.next(now()), queue.next(now()), queue.next(now())]).toEqual(['Priority 1. Flow high-high, Pump 1.', 'Priority 3. Temperature high, Unit 2.', null]);
  });
  it('says each occurrence once, and not one that was acknowledged, cleared or hidden before its turn', () => {
    const queue = voice();
    const { now, happens } = plant();
    queue.look(now());
    queue.look(happens(standing('FT-1.HH', 'active-unacked', 11), standing('FT-1.H', 'active-unacked', 12), standing('TT-2.H', 'active-unacked', 13)));
    queue.look(happens(standing('FT-1.HH', 'active-acked', 11), standing('FT-1.H', 'shelved', 12)));
    queue.look(now());
    expect([queue.next(now()), queue.next(now())]).toEqual(['Priority 3. Temperature high, Unit 2.', null]);
  });
  it('says in a flood how many there are instead of lagging behind it', () => {
    const queue = voice();
    const { now, happens } = plant();
    queue.look(now());
    queue.look(happens(standing('FT-1.HH', 'active-unacked', 11), standing('FT-1.H', 'active-unacked', 12), standing('TT-2.H', 'active-unacked', 13), standing('TT-2.D', 'active-unacked', 14)));
    expect([queue.next(now()), queue.next(now())]).toEqual(['4 new alarms, 1 of priority 1.', null]);
  });
  it('says nothing more of what waits once it is silenced', () => {
    const queue = voice();
    const { now, happens } = plant();
    queue.look(now());
    queue.look(happens(standing('FT-1.HH', 'active-unacked', 11)));
    queue.clear();
    expect(queue.next(now())).toBeNull();
  });
  it('is one of this machine, English before others, never one of the network', () => {
    const one = (lang: string, localService: boolean, isDefault = false) => ({ lang, localService, default: isDefault });
    expect(pickVoice([one('en-GB', false, true), one('de-DE', true, true), one('en-US', true)])).toEqual(one('en-US', true));
    expect(pickVoice([one('en-GB', false), one('de-DE', true)])).toEqual(one('de-DE', true));
    expect(pickVoice([one('en-GB', false)])).toBeNull();
  });
});

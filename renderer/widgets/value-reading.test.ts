import { describe, expect, it } from 'vitest';
import { Q } from '#shared/model/quality.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { ageWords, readValue } from './value-reading.ts';

const tag = TagDefinition.parse({ id: 'VT-1', name: 'Vibration', asset: 'A', unit: 'µm', decimals: 0, device: 'PLC-24', address: 'x' });
const read = (value: number, quality: number, ageMs = 0) =>
  readValue({ tag, value, quality, timeMs: 1000, nowMs: 1000 + ageMs, text: () => '' });

describe('what is written for a value', () => {
  it('a good value is its number and nothing else', () => {
    expect(read(24, Q.good)).toMatchObject({ mark: '', text: '24', unit: 'µm', note: '', badge: '' });
  });
  it('an uncertain value carries a question mark', () => {
    expect(read(24, Q.uncertainSensorNotAccurate)).toMatchObject({ mark: '?', text: '24' });
  });
  it('a stale value keeps its number and tells its age', () => {
    expect(read(24, Q.uncertainLastUsable, 14_300)).toMatchObject({ text: '24', note: '14 s old' });
  });
  it('a bad value is the word BAD, and what it was', () => {
    expect(read(24, Q.badSensorFailure)).toMatchObject({ text: 'BAD', unit: '', note: 'was 24 µm', shortNote: 'was 24' });
    expect(read(NaN, Q.badSensorFailure)).toMatchObject({ text: 'BAD', note: '' });
  });
  it('a lost link is four dashes and the device, never the number', () => {
    expect(read(24, Q.badNotConnected)).toMatchObject({ text: '----', unit: '', note: 'PLC-24 lost', shortNote: 'PLC-24' });
  });
  it('names the engine, not the device, when the console has no link to the engine', () => {
    const reading = readValue({ tag, value: 24, quality: Q.badNotConnected, timeMs: 1000, nowMs: 1000, isLinkLost: true, text: () => '' });
    expect(reading).toMatchObject({ text: '----', note: 'engine away', shortNote: 'engine' });
  });
  it('a forced value keeps its number and says so', () => {
    expect(read(24, Q.goodLocalOverride)).toMatchObject({ text: '24', badge: 'FORCED' });
  });
  it('a simulated value and one from a device in manual keep their number, are in doubt and say why', () => {
    expect(read(24, Q.uncertainSimulatedValue)).toMatchObject({ kind: 'uncertain', mark: '?', text: '24', badge: 'SIM' });
    expect(read(24, Q.uncertainTransducerInManual)).toMatchObject({ kind: 'uncertain', mark: '?', text: '24', badge: 'MAN' });
  });
  it('a value out of service is no number, not even the one it was', () => {
    expect(read(24, Q.badOutOfService)).toMatchObject({ kind: 'bad', text: 'BAD', unit: '', note: 'out of service' });
  });
  it('a tag that waits for its first value says so', () => {
    expect(read(NaN, Q.badWaitingForInitialData)).toMatchObject({ text: '----', note: 'waiting' });
  });
  it('a tag of which nothing was recorded by the moment shown waits for nothing', () => {
    expect(read(NaN, Q.badNoData)).toMatchObject({ kind: 'waiting', text: '----', note: 'not recorded' });
  });
  it('ages in the unit that fits', () => {
    expect([0, 59_999, 60_000, 7_200_000, 400_000_000, NaN].map(ageWords)).toEqual([
      '0 s old',
      '59 s old',
      '1 min old',
      '2 h old',
      '4 d old',
      'age unknown',
    ]);
  });
});

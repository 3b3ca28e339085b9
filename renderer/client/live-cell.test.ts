import { describe, expect, it } from 'vitest';
import { Q } from '#shared/model/quality.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { cellPicture } from './live-cell.tsx';
import { repaintDelayMs } from './repaint-gate.ts';

const tag = TagDefinition.parse({ id: 'PT-1', device: 'PLC-1', address: 'a', name: 'Pressure', asset: 'A', decimals: 2, unit: 'bar' });
const picture = (value: number, quality: number, isLinkLost = false) => cellPicture(tag, value, quality, () => '', isLinkLost);

describe('a value cell', () => {
  it('shows a good number alone', () => expect(picture(2.384, Q.good)).toEqual({ text: '2.38', kind: 'good', title: '' }));
  it('shows the word BAD in place of a bad number, with the last one in the tooltip', () => {
    expect(picture(2.4, Q.badSensorFailure)).toEqual({ text: 'BAD', kind: 'bad', title: 'sensor failure, was 2.40' });
    expect(picture(NaN, Q.badSensorFailure).title).toBe('sensor failure');
  });
  it('shows dashes without a link, never the last number as if it were good', () => expect(picture(2.4, Q.badNotConnected)).toMatchObject({ text: '----', kind: 'no-link' }));
  it('names the device whose link is down, and the engine when it is the engine that is away', () => {
    expect(picture(2.4, Q.badNotConnected).title).toBe('not connected: PLC-1, was 2.40');
    expect(picture(2.4, Q.badNotConnected, true).title).toBe('no link to the engine, was 2.40');
  });
  it('puts a question mark before an uncertain number', () => expect(picture(2.4, Q.uncertain)).toMatchObject({ text: '? 2.40', kind: 'uncertain' }));
  it('keeps a stale number and says so', () => expect(picture(2.4, Q.uncertainLastUsable)).toMatchObject({ text: '2.40', kind: 'stale' }));
});

describe('the repaint gate', () => {
  it('lets the first change after a quiet quarter second through at once', () => {
    expect(repaintDelayMs(-Infinity, 0)).toBe(0);
    expect(repaintDelayMs(1000, 1250)).toBe(0);
    expect(repaintDelayMs(1000, 5000)).toBe(0);
  });
  it('holds the next one until four a second is kept', () => expect(repaintDelayMs(1000, 1100)).toBe(150));
});

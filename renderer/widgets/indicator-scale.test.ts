import { describe, expect, it } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { indicatorScale, indicatorZones, scaleFraction, zoneAt } from './indicator-scale.ts';

const tag = (more: object) => TagDefinition.parse({ id: 'T', name: 'T', asset: 'A', ...more });
const limit = (kind: string, at: number, priority = 3) =>
  AlarmDefinition.parse({ id: `T.${kind}.${at}`, tag: 'T', kind, limit: at, priority, message: 'm' });

describe('indicator scale', () => {
  it('puts trip beyond the outer limits, warn between outer and inner ones, and the normal band on top', () => {
    const scale = indicatorScale(tag({ range: [0, 100], normal: [40, 60] }), [
      limit('low-low', 10),
      limit('low', 20),
      limit('high', 80),
      limit('high-high', 90),
    ]);
    expect(scale === null ? null : indicatorZones(scale)).toEqual([
      { kind: 'trip', from: 0, to: 0.1 },
      { kind: 'warn', from: 0.1, to: 0.2 },
      { kind: 'warn', from: 0.8, to: 0.9 },
      { kind: 'trip', from: 0.9, to: 1 },
      { kind: 'normal', from: 0.4, to: 0.6 },
    ]);
  });
  it('lets a single limit reach to the end of the bar', () => {
    const scale = indicatorScale(tag({ range: [0, 100] }), [limit('high', 75)]);
    expect(scale === null ? null : indicatorZones(scale)).toEqual([{ kind: 'warn', from: 0.75, to: 1 }]);
  });
  it('draws one flat zone without limits and band', () => {
    const scale = indicatorScale(tag({ range: [0, 10] }), []);
    expect(scale === null ? null : indicatorZones(scale)).toEqual([{ kind: 'normal', from: 0, to: 1 }]);
  });
  it('finds a scale from limits and band where the tag has no range', () => {
    expect(indicatorScale(tag({ normal: [2, 4] }), [limit('high', 6)])).toMatchObject({ low: 1.6, high: 6.4 });
    expect(indicatorScale(tag({}), [limit('high', 6)])).toBeNull();
    expect(indicatorScale(tag({ type: 'bool' }), [])).toBeNull();
  });
  it('counts the limit that is reached first when there are two of a kind', () => {
    expect(
      indicatorScale(tag({ range: [0, 10] }), [limit('high', 8), limit('high', 7), limit('low', 1), limit('low', 2)])?.limits.map(
        ({ value }) => value,
      ),
    ).toEqual([7, 2]);
  });
  it('keeps the pointer on the bar and names the zone a value is in', () => {
    const scale = indicatorScale(tag({ range: [0, 100], normal: [40, 60] }), [limit('high', 80)]);
    if (scale === null) throw new Error('no scale');
    expect([scaleFraction(scale, -5), scaleFraction(scale, 50), scaleFraction(scale, 500)]).toEqual([0, 0.5, 1]);
    expect(zoneAt(indicatorZones(scale), 0.9)).toMatchObject({ kind: 'warn' });
    expect(zoneAt(indicatorZones(scale), 0.5)).toBeNull();
    expect(scaleFraction(scale, NaN)).toBeNaN();
  });
});

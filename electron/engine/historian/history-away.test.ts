import { describe, expect, it } from 'vitest';
import { createHistoryAggregates } from './history-aggregates.ts';
import { type HistoryAway, whole } from '../store/history-away.ts';

const away: HistoryAway = { untilMs: Date.UTC(2026, 2, 1), sentence: 'The history server 10.0.0.5:5432 does not answer.' };
const reason = 'Samples up to 2026-03-01T00:00:00.000Z are on the history server alone. The history server 10.0.0.5:5432 does not answer. Try again when it is back.';
const none = { timeMs: new Float64Array(0), value: new Float64Array(0), quality: new Uint32Array(0) };

describe('while the history server is away', () => {
  it('an answer with nothing missing is given on as it is, one with a part missing is refused', () => {
    const found = { rows: 3, away: null };
    expect(whole(found)).toBe(found);
    expect(() => whole({ rows: 3, away })).toThrow(reason);
  });

  it('neither aggregates nor values between samples are worked out from the part that is here', async () => {
    const of = (samplesAway: HistoryAway | null, valueAway: HistoryAway | null) =>
      createHistoryAggregates(
        {
          samples: ({ toMs }) => Promise.resolve({ ...none, tag: new Uint32Array(0), reachMs: toMs, away: samplesAway }),
          valueAt: () => Promise.resolve({ timeMs: Float64Array.of(Number.NaN), value: Float64Array.of(Number.NaN), quality: new Uint32Array(1), away: valueAway }),
        },
        { nowMs: () => away.untilMs },
        () => false,
      );
    const span = { tags: [0], fromMs: away.untilMs - 1000, toMs: away.untilMs, intervalMs: 1000, aggregates: ['Count'] as const };
    await expect(of(away, null).aggregates(span)).rejects.toThrow(reason);
    await expect(of(null, away).aggregates(span)).rejects.toThrow(reason);
    await expect(of(away, null).interpolated({ tag: 0, atMs: Float64Array.of(away.untilMs - 500), method: 'hold' })).rejects.toThrow(reason);
    expect((await of(null, null).aggregates(span))[0]?.columns[0]?.value).toEqual(Float64Array.of(0));
  });
});

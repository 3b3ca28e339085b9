import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeChunk } from '#electron/engine/store/codec/chunk-codec.ts';
import { packPen } from '../history-codec/packed-pens.ts';
import { plainPieces } from '../history-codec/series-pieces.ts';
import { isPackedSeries, mostRawRows, unpackAnswer } from './unpack-answer.ts';

const none = { timeMs: new Float64Array(0), value: new Float64Array(0), quality: new Uint32Array(0) };
const span = { fromMs: 0, toMs: 1e15, limit: 100 };

describe('a packed answer as the console meets it', () => {
  it('of samples is samples; an answer that is not packed stays what it is', () => {
    const one = { timeMs: Float64Array.of(5), value: Float64Array.of(6), quality: Uint32Array.of(7) };
    expect(unpackAnswer({ ...plainPieces(one, span, false), $packed: 'series' })).toEqual({ ok: true, value: { ...one, truncated: false } });
    for (const plain of [null, 1, 'x', [], {}, { packed: 'series' }, { pens: [] }]) expect(unpackAnswer(plain)).toBeNull();
  });

  it('of columns is columns, with what is said of the history server', () => {
    const values = { first: Float64Array.of(1.25, Number.NaN), min: Float64Array.of(1, Number.NaN), max: Float64Array.of(2, Number.NaN), last: Float64Array.of(1.5, Number.NaN), mean: Float64Array.of(1.4, Number.NaN), count: Uint32Array.of(9, 1), badCount: Uint32Array.of(0, 1) };
    const away = { untilMs: 5, sentence: 'The history server does not answer.' };
    const packed = { $packed: 'pens', fromMs: 10, toMs: 30, width: 2, pens: [packPen(values)], away };
    expect(unpackAnswer(packed)).toEqual({ ok: true, value: { pens: [{ timeMs: Float64Array.of(10, 20), ...values }], away } });
    expect(unpackAnswer({ ...packed, pens: [], away: null })).toEqual({ ok: true, value: { pens: [], away: null } });
    const refusal = { ok: false, fault: { code: 'history-unavailable', message: expect.stringMatching(/cannot be read\.$/) } };
    const wrong = [{ fromMs: Number.NaN }, { toMs: '30' }, { width: 0 }, { width: 3 }, { width: 8193 }, { pens: null }, { pens: [{}] }, { pens: Array.from({ length: 65 }, () => packed.pens[0]) }, { away: undefined }, { away: { untilMs: 'x', sentence: '' } }, { away: { untilMs: 5 } }];
    for (const part of wrong) expect(unpackAnswer({ ...packed, ...part }), JSON.stringify(part)).toMatchObject(refusal);
  });

  it('is refused with a sentence when it is not whole, of another kind, or too much', () => {
    const good = { ...plainPieces(none, span, false), $packed: 'series' as const };
    expect(isPackedSeries(good)).toBe(true);
    const refusal = { ok: false, fault: { code: 'history-unavailable', message: expect.stringMatching(/cannot be read\.$/), tip: expect.any(String) } };
    for (const name of Object.keys(good)) {
      if (name !== '$packed') for (const other of [undefined, null, 'x', {}, Number.NaN, -1, new Float32Array(1)]) {
        // Times may be below 0.
        if (!(other === -1 && name.endsWith('Ms'))) expect(unpackAnswer({ ...good, [name]: other })).toMatchObject(refusal);
      }
    }
    expect(unpackAnswer({ ...good, $packed: 'parcel' })).toMatchObject(refusal);
    // A chunk of 200 equal samples takes a few bytes; 100 were asked for.
    const rows = { timeMs: Float64Array.from({ length: 200 }, (_, row) => row), value: new Float64Array(200), quality: new Uint32Array(200) };
    const bytes = encodeChunk(rows);
    const chunk = { ...good, bytes, layout: Uint32Array.of(200, 0, bytes.length) };
    expect(unpackAnswer(chunk)).toMatchObject(refusal);
    expect(unpackAnswer({ ...chunk, limit: 200 })).toEqual({ ok: true, value: { ...rows, truncated: false } });
    const many = { ...good, limit: Number.MAX_SAFE_INTEGER, bytes: new Uint8Array(8 * 20), layout: new Uint32Array(3 * 20) };
    for (let piece = 0; piece < 20; piece++) many.layout.set([mostRawRows / 16, 0, 8], piece * 3);
    expect(unpackAnswer(many)).toMatchObject(refusal);
  });

  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('$packed', 'fromMs', 'toMs', 'limit', 'isCut', 'bytes', 'layout', 'timeMs', 'value', 'quality', 'width', 'pens', 'away'), fc.anything({ withTypedArray: true })), (value) => {
        const answer = unpackAnswer(value);
        expect(answer === null || !answer.ok).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { WriteSelection } from '#shared/contract/control.ts';
import type { AssetId, TagId } from '#shared/model/ids.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { createDirectoryIndex } from '../../client/directory-index.ts';
import { smallDirectory } from '../../testing/small-directory.ts';
import { assetTags } from './asset-tags.ts';
import { respondWords } from './respond-words.ts';
import { holdRefusal, parseTyped, typedValue, valueWords } from './write-check.ts';

const directory = createDirectoryIndex(smallDirectory());

describe('the faceplate', () => {
  it('takes the measurement as PV with its setpoint, and the run tag as a state', () => {
    const tags = assetTags(directory, 'P-1' as AssetId, null);
    expect(tags.pv?.tag.id).toBe('FT-1');
    expect(tags.sp?.tag.id).toBe('FT-1.SP');
    expect(tags.states.map(({ tag }) => tag.id)).toEqual(['P-1.RUN']);
  });
  it('puts the picked measurement in the place of the PV', () => {
    expect(assetTags(directory, 'U2' as AssetId, 'XI-9' as TagId).pv?.tag.id).toBe('XI-9');
    expect(assetTags(directory, 'U2' as AssetId, null).pv?.tag.id).toBe('TT-2');
  });
  it('has no PV for an asset without numbers', () => expect(assetTags(directory, 'HW' as AssetId, null)).toMatchObject({ pv: null, all: [] }));
});

describe('a write', () => {
  const tag = TagDefinition.parse({ id: 'SP', name: 'Setpoint', asset: 'P-1', range: [0, 100], unit: '%', writable: true });
  const selection: WriteSelection = { token: 't', expiresMs: 1, tag: tag.id, device: 'PLC-1', now: { value: 1, text: '1.0', quality: 0, timeMs: 1 }, next: '5.0', unit: '%', limits: { min: 0, max: 100 }, checks: [], consequences: [], feedback: tag.id, reasonRequired: false };
  const free = { refusal: null, hasValue: true, isWriting: false, selection, reason: '' };

  it('reads numbers as people type them, and nothing else as a number', () => {
    expect(['8 420', '8\u2009420,5', '\u22120.5', ' 3 '].map(parseTyped)).toEqual([8420, 8420.5, -0.5, 3]);
    expect(['', 'abc', '1.2.3', '5 bar'].map(parseTyped)).toEqual([NaN, NaN, NaN, NaN]);
    expect(['5,5', 'x', ''].map((text) => typedValue(tag, text))).toEqual([5.5, null, null]);
    expect(typedValue({ ...tag, type: 'text' }, 'x')).toBe('x');
  });
  it('is named on its button with its unit', () => expect([valueWords(tag, 8420), valueWords({ ...tag, type: 'text', unit: '' }, 'a')]).toEqual(['8\u2009420.0 %', '“a”']));
  it('may be held when the engine gave a token for it', () => expect(holdRefusal(free)).toBeNull());
  it('may not be held without a value, before the engine answered, while it is written, or without a reason where one is asked for', () => {
    expect(holdRefusal({ ...free, hasValue: false })).toBe('There is no new value yet.');
    expect(holdRefusal({ ...free, selection: null })).toBe('The engine is checking the new value.');
    expect(holdRefusal({ ...free, isWriting: true })).toBe('It is being written.');
    expect(holdRefusal({ ...free, refusal: 'Replay.' })).toBe('Replay.');
    expect(holdRefusal({ ...free, selection: { ...selection, reasonRequired: true }, reason: '  ' })).toBe('A reason is required.');
    expect(holdRefusal({ ...free, selection: { ...selection, reasonRequired: true }, reason: 'Test' })).toBeNull();
  });
  it('says which check of the engine is not met', () => {
    const checks: WriteSelection['checks'] = [{ kind: 'value', isMet: true, sentence: 'A.' }, { kind: 'interlock', isMet: false, sentence: 'Interlock not met.' }];
    expect(holdRefusal({ ...free, selection: { ...selection, token: null, checks } })).toBe('Interlock not met.');
  });
});

describe('the time to respond to an alarm', () => {
  const raisedMs = 1_000_000;
  it('counts from when it was raised, whether acknowledged or not', () => {
    expect(respondWords(10, { state: 'active-unacked', raisedMs }, raisedMs + 3 * 60_000)).toBe('within 10 min, 7 min left');
    expect(respondWords(10, { state: 'active-acked', raisedMs }, raisedMs + 14 * 60_000)).toBe('within 10 min, over by 4 min');
  });
  it('is told without a count where there is nothing to do now', () => {
    for (const state of ['normal', 'returned-unacked', 'shelved'] as const) expect(respondWords(0.5, { state, raisedMs }, raisedMs + 60_000)).toBe('within 30 s');
  });
});

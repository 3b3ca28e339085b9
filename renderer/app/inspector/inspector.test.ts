import { describe, expect, it } from 'vitest';
import type { AssetId, TagId } from '#shared/model/ids.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { createDirectoryIndex } from '../../client/directory-index.ts';
import { smallDirectory } from '../../testing/small-directory.ts';
import { assetTags } from './asset-tags.ts';
import { respondWords } from './respond-words.ts';
import { parseTyped, writeChecks } from './write-check.ts';

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
  const good = { mayWrite: true, isLive: true, past: null, isGood: true };
  const unmet = (value: number, context = good): string[] => writeChecks(tag, value, context).filter(({ isMet }) => !isMet).map(({ sentence }) => sentence);

  it('reads numbers as people type them, and nothing else as a number', () => {
    expect(['8 420', '8\u2009420,5', '\u22120.5', ' 3 '].map(parseTyped)).toEqual([8420, 8420.5, -0.5, 3]);
    expect(['', 'abc', '1.2.3', '5 bar'].map(parseTyped)).toEqual([NaN, NaN, NaN, NaN]);
  });
  it('is free when all checks are met, at the ends of the range too', () => expect([unmet(50), unmet(0), unmet(100)]).toEqual([[], [], []]));
  it('names what is missing', () => {
    expect(unmet(101)).toEqual(['Within the range 0.0 % to 100.0 %.']);
    expect(unmet(NaN)[0]).toBe('The new value is not a number.');
    expect(unmet(5, { ...good, mayWrite: false, isLive: false, isGood: false })).toHaveLength(3);
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

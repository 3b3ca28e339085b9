import { describe, expect, it } from 'vitest';
import { AlarmDefinition } from '#shared/model/alarm.ts';
import { AssetDefinition } from '#shared/model/asset.ts';
import { createDirectoryIndex } from '../../../client/directory-index.ts';
import { smallDirectory } from '../../../testing/small-directory.ts';
import { changeOf, changeOfMany, draftOf, fieldsOf, inheritedOf, missingOf } from './design-fields.ts';

const alarm = AlarmDefinition.parse({ id: 'FT-1.H', tag: 'FT-1', kind: 'high', limit: 80, onDelayMs: 1500, priority: 2, message: 'Flow high', documents: ['a.pdf', 'b.pdf'] });
const fields = fieldsOf(alarm, 'm³/h').flatMap((group) => group.fields);
const draft = draftOf(alarm, fields);
const small = smallDirectory();
const withGuidance = createDirectoryIndex({
  ...small,
  assets: small.assets.map((asset) => (asset.id === 'U1' ? AssetDefinition.parse({ ...asset, alarms: { class: 'process', action: 'Call the shift lead', respondWithinMin: 15 } }) : asset)),
});

describe('The form of a rationalisation', () => {
  it('changes nothing as long as nothing is typed', () => {
    expect(changeOf(draft, alarm, fields)).toEqual({ change: {}, before: {} });
    expect(draft).toMatchObject({ limit: '80', onDelayMs: '1.5', latching: 'no', documents: 'a.pdf\nb.pdf', cause: '' });
  });
  it('sends what was typed and what stood there, delays in ms and lists by line', () => {
    const typed = { ...draft, limit: '82,5', onDelayMs: '2', cause: 'Valve shut', documents: 'b.pdf', latching: 'yes' };
    expect(changeOf(typed, alarm, fields)).toEqual({
      change: { limit: 82.5, onDelayMs: 2000, latching: true, cause: 'Valve shut', documents: ['b.pdf'] },
      before: { limit: 80, onDelayMs: 1500, latching: false, cause: null, documents: ['a.pdf', 'b.pdf'] },
    });
  });
  it('takes a setting out that was emptied and refuses what is no number', () => {
    expect(changeOf({ ...draft, documents: ' ' }, alarm, fields)).toMatchObject({ change: { documents: null } });
    expect(changeOf({ ...draft, limit: 'eighty' }, alarm, fields)).toEqual({ refusal: 'Limit: “eighty” is not a number.' });
  });
  it('gives many alarms only what was typed, and none what it has already', () => {
    expect(changeOfMany({ priority: '3', class: '', respondWithinMin: '10' }, alarm)).toEqual({ change: { priority: 3, respondWithinMin: 10 }, before: { priority: 2, respondWithinMin: null } });
    expect(changeOfMany({ priority: '2' }, alarm)).toEqual({ change: {}, before: {} });
  });
  it('offers no limit where the kind has none', () => {
    const state = AlarmDefinition.parse({ id: 'P-1.FLT', tag: 'P-1.RUN', kind: 'trip', state: 1, priority: 1, message: 'Tripped' });
    expect(fieldsOf(state, '').flatMap((group) => group.fields).map(({ setting }) => setting)).not.toContain('limit');
  });
  it('names the asset that guidance comes from, and what nobody says', () => {
    const action = fields.find(({ setting }) => setting === 'action');
    if (action === undefined) throw new Error('no field for the action');
    expect(inheritedOf(withGuidance, alarm, action)).toMatchObject({ value: 'Call the shift lead', from: { id: 'U1' } });
    expect(missingOf(withGuidance, alarm)).toEqual(['cause', 'consequence']);
    expect(missingOf(createDirectoryIndex(small), alarm)).toEqual(['class', 'time to respond', 'cause', 'consequence', 'corrective action']);
  });
});

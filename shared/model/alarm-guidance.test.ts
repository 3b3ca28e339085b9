import { expect, test } from 'vitest';
import { guidanceOf } from './alarm-guidance.ts';
import { AlarmDefinition } from './alarm.ts';
import { AssetDefinition } from './asset.ts';

const assets = (...definitions: Record<string, unknown>[]): ReadonlyMap<string, AssetDefinition> =>
  new Map(definitions.map((each) => AssetDefinition.parse({ name: 'Any', ...each })).map((asset) => [asset.id, asset] as const));
const alarm = (more: Record<string, unknown> = {}): AlarmDefinition =>
  AlarmDefinition.parse({ id: 'PT-1.L', tag: 'PT-1', kind: 'low', limit: 1, priority: 2, message: 'Pressure low', ...more });

test('An alarm that says everything itself takes nothing from its asset', () => {
  const tree = assets({ id: 'P', alarms: { cause: 'Worn.', action: 'Repair it.' } });
  expect(guidanceOf(alarm({ cause: 'Blocked.', action: 'Clean it.' }), tree, 'P')).toEqual({ cause: 'Blocked.', action: 'Clean it.' });
});

test('Setting by setting it takes what it leaves out from its asset, and that from its parents', () => {
  const tree = assets(
    { id: 'SITE', alarms: { class: 'process', cause: 'Far away.', respondWithinMin: 30 } },
    { id: 'U1', parent: 'SITE', alarms: { respondWithinMin: 10, documents: ['U1 manual'] } },
    { id: 'P', parent: 'U1', alarms: { action: 'Start the other pump.' } },
  );
  expect(guidanceOf(alarm({ cause: 'Blocked.' }), tree, 'P')).toEqual({
    cause: 'Blocked.',
    action: 'Start the other pump.',
    respondWithinMin: 10,
    documents: ['U1 manual'],
    class: 'process',
  });
});

test('The nearest screen is meant: one named for its alarms before the one the asset is drawn on', () => {
  const unit = { id: 'U1', screen: 'unit', alarms: { screen: 'unit-alarms' } };
  const pump = { id: 'P', parent: 'SKID' };
  expect(guidanceOf(alarm(), assets(unit, { id: 'SKID', parent: 'U1', screen: 'skid' }, pump), 'P')).toEqual({ screen: 'skid' });
  expect(guidanceOf(alarm(), assets(unit, { id: 'SKID', parent: 'U1' }, pump), 'P')).toEqual({ screen: 'unit-alarms' });
  expect(guidanceOf(alarm({ screen: 'own' }), assets(unit, { id: 'SKID', parent: 'U1' }, pump), 'P')).toEqual({ screen: 'own' });
});

test('Parents in a circle and assets that do not exist end the search', () => {
  const circle = assets({ id: 'A', parent: 'B', alarms: { cause: 'A.' } }, { id: 'B', parent: 'A', alarms: { action: 'B.' } });
  expect(guidanceOf(alarm(), circle, 'A')).toEqual({ cause: 'A.', action: 'B.' });
  expect(guidanceOf(alarm({ cause: 'Own.' }), circle, 'NONE')).toEqual({ cause: 'Own.' });
  expect(guidanceOf(alarm(), circle, undefined)).toEqual({});
});

test('Nothing of the alarm but guidance is in the answer', () => {
  expect(Object.keys(guidanceOf(alarm({ maxShelveMin: 5, suppressWhen: '{A}', cause: 'Own.' }), new Map(), 'P'))).toEqual(['cause']);
});

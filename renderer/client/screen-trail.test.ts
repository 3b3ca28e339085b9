import { expect, it } from 'vitest';
import type { Directory } from '#shared/contract/project.ts';
import { createDirectoryIndex } from './directory-index.ts';
import { screenTrail } from './screen-trail.ts';

const asset = (id: string, parent?: string, screen?: string) => ({ id, name: id, level: 'equipment', ...(parent === undefined ? {} : { parent }), ...(screen === undefined ? {} : { screen }) });
const directory = createDirectoryIndex({
  revision: 1, name: 'Works', home: null, isSimulated: false, tags: [], alarms: [], devices: [], trends: [], recording: null,
  assets: [asset('site', undefined, 'plant'), asset('area', 'site'), asset('u1', 'area', 'u1'), asset('u2', 'area', 'u2'), asset('skid', 'u2', 'lube'), asset('pump', 'skid', 'lube')],
  screens: ['plant', 'u1', 'u2', 'lube', 'loose', 'spare'].map((id) => ({ id, title: id.toUpperCase() })),
  logic: {}, alarmSettings: {},
} as unknown as Directory);
const words = (screen: string): readonly string[] => screenTrail(directory, screen).map(({ screen: { id }, beside }) => `${id} (${beside.map((one) => one.id).join(' ')})`);

it('a screen is reached through those of the assets above its own, each with the screens beside it', () => {
  expect(words('lube')).toEqual(['plant (plant)', 'u2 (u1 u2)', 'lube (lube)']);
  expect(words('u1')).toEqual(['plant (plant)', 'u1 (u1 u2)']);
});

it('a screen no asset names stands alone beside the others of its kind', () => {
  expect(words('loose')).toEqual(['loose (loose spare)']);
  expect(words('nowhere')).toEqual([]);
});

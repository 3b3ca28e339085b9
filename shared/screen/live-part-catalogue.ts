import { limits } from './allow-list.ts';
import type { PartChoice, PartEntry, PartKey } from './part-entry.ts';

const numeric = ['float', 'int'] as const;

const tagKey: PartKey = { name: 'tag', title: 'Tag', kind: 'tag', isNeeded: true };
const numberTag: PartKey = { name: 'tag', title: 'Tag', kind: 'tag', types: numeric, isNeeded: true };
const stateKeys: readonly PartKey[] = [
  { name: 'tag', title: 'Tag', kind: 'tag', types: ['bool', 'enum', 'int'] },
  { name: 'value', title: 'Expression in place of a tag', kind: 'expression' },
];
/** Lamps of states by the looks of bindings, such as on, off, moving, fault and out-of-service; off for 0 and on for all others where it says nothing. */
const lampStates: PartKey = { name: 'states', title: 'Lamps by number', kind: 'states' };
const text = (name: string, title: string): PartKey => ({ name, title, kind: 'text' });
const number = (name: string, title: string, [min, max]: readonly [number, number], own: number | null): PartKey => ({
  name,
  title,
  kind: 'number',
  min,
  max,
  own,
});
const choice = (name: string, title: string, ...choices: readonly PartChoice[]): PartKey => ({
  name,
  title,
  kind: 'choice',
  own: choices[0]?.value ?? '',
  choices,
});
const items = (title: string, ...keys: readonly PartKey[]): PartEntry['items'] => ({ title, max: limits.items, keys });
const live = (entry: Omit<PartEntry, 'isEquipment' | 'items'> & { readonly items?: PartEntry['items'] }): PartEntry => ({
  isEquipment: false,
  items: null,
  ...entry,
});

/** Parts that show values rather than a piece of equipment; each is drawn by a file of `renderer/widgets/process-screen`. */
export const livePartCatalogue: readonly PartEntry[] = [
  live({
    name: 'value',
    title: 'Value',
    group: 'Values',
    box: { x: -8, y: -7, width: 108, height: 43 },
    sizeKeys: [],
    keys: [
      tagKey,
      {
        name: 'show',
        title: 'With',
        kind: 'words',
        choices: [
          { value: 'indicator', title: 'indicator' },
          { value: 'spark', title: 'sparkline' },
          { value: 'plain', title: 'no tag' },
        ],
      },
      choice('size', 'Size', { value: 'normal', title: 'Normal' }, { value: 'small', title: 'Small' }),
      choice(
        'align',
        'Aligned',
        { value: 'start', title: 'Left' },
        { value: 'middle', title: 'Centred' },
        { value: 'end', title: 'Right' },
      ),
      text('name', 'Name in place of the tag'),
    ],
  }),
  live({
    name: 'indicator',
    title: 'Analog indicator',
    group: 'Values',
    box: { x: 0, y: 0, width: 9, height: 44 },
    sizeKeys: ['length', 'thickness'],
    keys: [
      numberTag,
      choice('orient', 'Stands', { value: 'vertical', title: 'Upright' }, { value: 'horizontal', title: 'Lying' }),
      number('length', 'Length', [20, 2000], 44),
      number('thickness', 'Thickness', [4, 40], 9),
    ],
  }),
  live({
    name: 'table',
    title: 'Rows with indicators',
    group: 'Values',
    box: { x: -6, y: -18, width: 362, height: 26 },
    sizeKeys: ['width'],
    keys: [number('width', 'Width', [300, 2000], 352)],
    items: items('Row', tagKey, text('label', 'Words'), text('name', 'Name in place of the tag')),
  }),
  live({
    name: 'text-value',
    title: 'Text on several lines',
    group: 'Values',
    box: { x: -8, y: -7, width: 220, height: 58 },
    sizeKeys: ['width'],
    keys: [tagKey, text('label', 'Words'), number('width', 'Width', [60, 2000], 220), number('lines', 'Lines', [1, 6], 2)],
  }),
  live({
    name: 'lamp',
    title: 'Lamp',
    group: 'Values',
    box: { x: -12, y: -12, width: 150, height: 24 },
    sizeKeys: ['width'],
    keys: [...stateKeys, text('label', 'Words'), lampStates, number('width', 'Width', [24, 600], 150)],
    oneOf: ['tag', 'value'],
  }),
  live({
    name: 'multi-state',
    title: 'State in words',
    group: 'Values',
    box: { x: -8, y: -7, width: 140, height: 54 },
    sizeKeys: ['width'],
    keys: [
      ...stateKeys,
      {
        name: 'show',
        title: 'With',
        kind: 'words',
        choices: [
          { value: 'all', title: 'all states' },
          { value: 'plain', title: 'no tag' },
        ],
      },
      lampStates,
      { name: 'words', title: 'Words for numbers', kind: 'states' },
      text('name', 'Name in place of the tag'),
      number('width', 'Width', [60, 600], 140),
    ],
    oneOf: ['tag', 'value'],
  }),
  live({
    name: 'counter',
    title: 'Counter or total',
    group: 'Values',
    box: { x: 0, y: 0, width: 200, height: 64 },
    sizeKeys: ['width'],
    keys: [
      numberTag,
      text('label', 'Words'),
      text('name', 'Name in place of the tag'),
      { name: 'rate', title: 'Present rate', kind: 'tag', types: numeric },
      number('width', 'Width', [140, 600], 200),
    ],
  }),
  live({
    name: 'value-table',
    title: 'Table of values',
    group: 'Values',
    box: { x: 0, y: 0, width: 128, height: 20 },
    sizeKeys: ['label-width', 'column-width'],
    keys: [
      { ...text('columns', 'Columns, semicolons between'), isNeeded: true },
      number('label-width', 'Width of the words', [40, 600], 128),
      number('column-width', 'Width of a column', [56, 400], 96),
    ],
    items: items('Row', text('label', 'Words'), {
      name: 'tags',
      title: 'Tags by column, - for none',
      kind: 'tags',
      hole: '-',
      isNeeded: true,
    }),
  }),
  live({
    name: 'loop',
    title: 'Control loop',
    group: 'Values',
    box: { x: 0, y: 0, width: 196, height: 112 },
    sizeKeys: ['width'],
    keys: [
      { name: 'asset', title: 'Asset', kind: 'asset' },
      { name: 'pv', title: 'Measured value', kind: 'tag', types: numeric },
      { name: 'sp', title: 'Setpoint', kind: 'tag', types: numeric },
      { name: 'out', title: 'Output', kind: 'tag', types: numeric },
      { name: 'mode', title: 'Mode', kind: 'tag' },
      text('name', 'Name in place of the asset’s'),
      number('width', 'Width', [170, 500], 196),
    ],
  }),
  live({
    name: 'bar-group',
    title: 'Bars on one scale',
    group: 'Values',
    box: { x: 0, y: 0, width: 300, height: 160 },
    sizeKeys: ['width', 'height'],
    keys: [
      text('label', 'Heading'),
      number('low', 'Low end', [-1e9, 1e9], null),
      number('high', 'High end', [-1e9, 1e9], null),
      number('width', 'Width', [100, 2000], 300),
      number('height', 'Height', [90, 1000], 160),
    ],
    items: items('Bar', numberTag, text('label', 'Words')),
  }),
  live({
    name: 'trend',
    title: 'Trend of the last minutes',
    group: 'Values',
    box: { x: 0, y: 0, width: 420, height: 180 },
    sizeKeys: ['width', 'height'],
    keys: [
      number('minutes', 'Minutes', [1, 1440], 30),
      number('width', 'Width', [160, 2000], 420),
      number('height', 'Height', [100, 1000], 180),
    ],
    items: { title: 'Value', max: 4, keys: [numberTag, text('label', 'Words')] },
  }),
  live({
    name: 'xy',
    title: 'Operating point',
    group: 'Values',
    box: { x: 0, y: 0, width: 300, height: 240 },
    sizeKeys: ['width', 'height'],
    keys: [
      { name: 'x', title: 'Across', kind: 'tag', types: numeric, isNeeded: true },
      { name: 'y', title: 'Up', kind: 'tag', types: numeric, isNeeded: true },
      text('label', 'Heading'),
      number('x-low', 'Left end', [-1e9, 1e9], null),
      number('x-high', 'Right end', [-1e9, 1e9], null),
      number('y-low', 'Lower end', [-1e9, 1e9], null),
      number('y-high', 'Upper end', [-1e9, 1e9], null),
      number('tail', 'Tail, seconds', [0, 3600], 60),
      number('width', 'Width', [140, 2000], 300),
      number('height', 'Height', [130, 1000], 240),
    ],
    items: items(
      'Curve',
      { name: 'points', title: 'Points x,y', kind: 'points', isNeeded: true },
      text('label', 'Words'),
      choice('kind', 'Drawn as', { value: 'line', title: 'Line' }, { value: 'limit', title: 'Limit' }),
    ),
  }),
  live({
    name: 'starfish',
    title: 'Star of deviations',
    group: 'Overview',
    box: { x: -130, y: -130, width: 260, height: 260 },
    sizeKeys: ['size'],
    keys: [number('size', 'Diameter', [100, 1600], 260)],
    items: items('Spoke', numberTag, text('label', 'Words')),
  }),
  live({
    name: 'alarm-summary',
    title: 'Alarms of an asset',
    group: 'Overview',
    box: { x: 0, y: 0, width: 440, height: 196 },
    sizeKeys: ['width'],
    keys: [
      { name: 'asset', title: 'Asset', kind: 'asset', isNeeded: true },
      text('label', 'Heading'),
      { name: 'screen', title: 'Opens screen', kind: 'screen' },
      number('rows', 'Rows', [0, 30], 5),
      number('width', 'Width', [260, 2000], 440),
    ],
  }),
  live({
    name: 'profile',
    title: 'Deviation profile',
    group: 'Overview',
    box: { x: 0, y: 0, width: 390, height: 150 },
    sizeKeys: ['width', 'height'],
    keys: [number('width', 'Width', [120, 2000], 390), number('height', 'Height', [80, 1000], 150)],
    items: items('Point', numberTag, text('label', 'Words')),
  }),
  live({
    name: 'tiles',
    title: 'Value tiles above the drawing',
    group: 'Overview',
    box: { x: 0, y: 0, width: 216, height: 98 },
    sizeKeys: [],
    keys: [],
    items: items(
      'Tile',
      tagKey,
      text('label', 'Words'),
      { name: 'alarms', title: 'Alarms of', kind: 'tag' },
      text('name', 'Name in place of the tag'),
    ),
  }),
  live({
    name: 'unit-row',
    title: 'Unit on the overview',
    group: 'Overview',
    box: { x: 0, y: 0, width: 1240, height: 124 },
    sizeKeys: ['width', 'height'],
    keys: [
      { name: 'asset', title: 'Unit', kind: 'asset', isNeeded: true },
      text('label', 'Name in place of the unit’s'),
      { name: 'screen', title: 'Opens screen', kind: 'screen' },
      number('width', 'Width', [700, 4000], 1240),
      number('height', 'Height', [90, 400], 124),
    ],
    items: { title: 'Key value', max: 3, keys: [tagKey, text('label', 'Words')] },
  }),
  live({
    name: 'link',
    title: 'Off-page flag',
    group: 'Navigation',
    box: { x: 0, y: -13, width: 112, height: 26 },
    sizeKeys: ['width'],
    keys: [
      { name: 'screen', title: 'Opens screen', kind: 'screen', isNeeded: true },
      text('label', 'Words'),
      { name: 'asset', title: 'Asset', kind: 'asset' },
      number('width', 'Width', [40, 600], null),
      { name: 'flip', title: 'To the left', kind: 'flag', on: 'x' },
    ],
  }),
];

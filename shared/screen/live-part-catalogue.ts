import { limits } from './allow-list.ts';
import type { PartChoice, PartEntry, PartKey } from './part-entry.ts';

const numeric = ['float', 'int'] as const;

const tagKey: PartKey = { name: 'tag', title: 'Tag', kind: 'tag', isNeeded: true };
const numberTag: PartKey = { name: 'tag', title: 'Tag', kind: 'tag', types: numeric, isNeeded: true };
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

import type { AlarmGroup } from '../../client/view-props.ts';
import { hiddenGroups } from './alarm-filter.ts';
import type { SortKey } from './row-order.ts';

export type ColumnId = 'glyph' | 'since' | 'time' | 'tag' | 'alarm' | 'value' | 'limit' | 'asset' | 'state' | 'by' | 'left' | 'reason' | 'response';
export type AlarmColumn = { readonly id: ColumnId; readonly title: string; readonly isNumber?: boolean; readonly sort?: SortKey };

/** Which columns a group has: what stands, what belongs to a burst, what is hidden. Also the class that sets their widths. */
export type ListLayout = 'standing' | 'burst' | 'hidden';
export const layoutOf = (group: AlarmGroup): ListLayout => (group === 'first-out' ? 'burst' : hiddenGroups.includes(group) ? 'hidden' : 'standing');

const glyph: AlarmColumn = { id: 'glyph', title: '', sort: 'priority' };
const who: readonly AlarmColumn[] = [
  { id: 'tag', title: 'Tag', sort: 'tag' },
  { id: 'alarm', title: 'Alarm', sort: 'alarm' },
];
const what: readonly AlarmColumn[] = [
  { id: 'value', title: 'Value', isNumber: true },
  { id: 'limit', title: 'Limit' },
  { id: 'asset', title: 'Asset', sort: 'asset' },
  { id: 'state', title: 'State', sort: 'state' },
  { id: 'response', title: 'Response', isNumber: true },
];
const burst = (column: AlarmColumn): AlarmColumn => ({ id: column.id, title: column.title, ...(column.isNumber === true ? { isNumber: true } : {}) });

/** The columns of each layout. A burst stands in its own order, the one of its times: it is not sorted. */
export const columnsOf: Readonly<Record<ListLayout, readonly AlarmColumn[]>> = {
  standing: [glyph, { id: 'time', title: 'Time', sort: 'event' }, ...who, ...what],
  burst: [glyph, { id: 'since', title: 'Since first-out', isNumber: true }, { id: 'time', title: 'Time' }, ...who, ...what].map((column) => burst(column as AlarmColumn)),
  hidden: [
    glyph,
    { id: 'time', title: 'Hidden since', sort: 'since' },
    ...who,
    { id: 'asset', title: 'Asset', sort: 'asset' },
    { id: 'by', title: 'By', sort: 'by' },
    { id: 'left', title: 'Ends', sort: 'left' },
    { id: 'reason', title: 'Reason' },
    { id: 'response', title: 'Response', isNumber: true },
  ],
};

import type { AlarmKind, Priority } from '#shared/model/alarm.ts';
import type { AssetId } from '#shared/model/ids.ts';
import { type AlarmBook, type AlarmRow, isActive, isHidden, isUnacked } from '../../client/alarm-book.ts';
import { rowGuidance } from '../../client/alarm-row-guidance.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import type { AlarmAsk, AlarmGroup } from '../../client/view-props.ts';

/** Groups of standing alarms; a burst's own group is made of its members instead. */
export type StandingGroup = Exclude<AlarmGroup, 'first-out'>;
export const hiddenGroups: readonly AlarmGroup[] = ['shelved', 'suppressed', 'out-of-service'];

export type AlarmFilter = {
  readonly group: AlarmGroup;
  /** Words that must all be found in tag, message, asset or the alarm's own name. */
  readonly text: string;
  /** None chosen means all of them. */
  readonly priorities: ReadonlySet<Priority>;
  readonly area: AssetId | null;
  readonly kind: AlarmKind | null;
  /** Id of an alarm class, as the alarm has it or inherits it. */
  readonly class: string | null;
};
export const allActive: AlarmFilter = { group: 'active', text: '', priorities: new Set(), area: null, kind: null, class: null };

/** The filter that a place opened this view with asks for. */
export const askedFilter = (ask: AlarmAsk): AlarmFilter => ({
  group: ask.group ?? 'active',
  text: ask.text ?? '',
  priorities: new Set(ask.priorities ?? []),
  area: (ask.asset ?? null) as AssetId | null,
  kind: ask.kind ?? null,
  class: ask.class ?? null,
});

/** How many settings beside the group narrow the list. */
export const narrowings = ({ text, priorities, area, kind, class: className }: AlarmFilter): number =>
  [text.trim() !== '', priorities.size > 0, area !== null, kind !== null, className !== null].filter(Boolean).length;

/** Whether a row belongs to a group. "All active" holds what the operator is told about: active ones and those still unacknowledged. */
export function isInGroup({ standing: { state } }: AlarmRow, group: StandingGroup): boolean {
  switch (group) {
    case 'active':
      return !isHidden(state) && (isActive(state) || isUnacked(state));
    case 'unacked':
      return isUnacked(state);
    case 'shelved':
    case 'suppressed':
    case 'out-of-service':
      return state === group;
  }
}

/** The test a row must pass, without the group. Made once per filter and asked of 100,000 rows. */
export function narrowingTest(filter: AlarmFilter, directory: DirectoryIndex | null): (row: AlarmRow) => boolean {
  const { priorities, area, kind, class: className } = filter;
  const words = filter.text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const inArea = area === null ? null : new Set((directory?.directory.assets ?? []).filter(({ id }) => directory?.isWithin(id, area) === true).map(({ id }) => id));
  return (row) =>
    (priorities.size === 0 || priorities.has(row.priority)) &&
    (inArea === null || (row.asset !== null && inArea.has(row.asset))) &&
    (kind === null || row.definition?.kind === kind) &&
    (className === null || rowGuidance(row, directory).class === className) &&
    (words.length === 0 || hasWords(row, words));
}

/** The test of the group and of what narrows it. */
export function rowTest(filter: AlarmFilter & { readonly group: StandingGroup }, directory: DirectoryIndex | null): (row: AlarmRow) => boolean {
  const narrowed = narrowings(filter) === 0 ? null : narrowingTest(filter, directory);
  const { group } = filter;
  return (row) => isInGroup(row, group) && (narrowed === null || narrowed(row));
}

const haystacks = new WeakMap<object, string>();
function hasWords(row: AlarmRow, words: readonly string[]): boolean {
  const { definition } = row;
  let text = definition === null ? row.standing.alarm.toLowerCase() : haystacks.get(definition);
  if (text === undefined) {
    text = `${row.standing.alarm} ${row.tag ?? ''} ${definition?.message ?? ''} ${row.asset ?? ''}`.toLowerCase();
    if (definition !== null) haystacks.set(definition, text);
  }
  const searched = text;
  return words.every((word) => searched.includes(word));
}

/** How many rows each group has, before all narrowing: the counts beside the filter are exact whatever is chosen. */
export const groupCounts = ({ told, unacked, shelved, suppressed, outOfService }: AlarmBook): Readonly<Record<StandingGroup, number>> => ({ active: told.length, unacked, shelved, suppressed, 'out-of-service': outOfService });

/** Names of the columns of an alarm log; null for what the log does not have. `clock` is the time of day where `time` is only the date. */
export type LogColumns = {
  readonly time: string;
  readonly clock: string | null;
  readonly tag: string;
  readonly state: string | null;
  readonly condition: string | null;
  readonly priority: string | null;
  readonly description: string | null;
  readonly area: string | null;
};

/** Headings other systems give their columns, in the order of trust; compared without case, spaces and punctuation. */
const headings = {
  time: [
    'timestamp',
    'datetime',
    'eventtime',
    'time',
    'timeutc',
    'timestamputc',
    'datetimeutc',
    'localtime',
    'occurred',
    'starttime',
    'activetime',
    'ts',
    'times',
    't',
    'date',
    'zeit',
    'zeitstempel',
    'datum',
  ],
  clock: ['time', 'timeofday', 'clock', 'uhrzeit', 'zeit'],
  tag: [
    'tag',
    'tagname',
    'tagid',
    'alarm',
    'alarmid',
    'alarmname',
    'source',
    'sourcename',
    'point',
    'pointname',
    'item',
    'signal',
    'module',
    'object',
    'name',
    'id',
    'messnummer',
    'kks',
  ],
  state: ['state', 'status', 'alarmstate', 'action', 'event', 'eventtype', 'transition', 'type', 'kind', 'zustand', 'subtype'],
  condition: [
    'condition',
    'conditionname',
    'alarmtype',
    'identifier',
    'alarmidentifier',
    'parameter',
    'attribute',
    'limit',
    'subcondition',
    'type',
  ],
  priority: ['priority', 'prio', 'severity', 'alarmpriority', 'level', 'priorität', 'prioritaet'],
  description: ['description', 'desc', 'message', 'text', 'alarmtext', 'comment', 'beschreibung', 'meldung'],
  area: ['area', 'unit', 'plantarea', 'group', 'section', 'location', 'asset', 'bereich', 'anlage'],
} as const;

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Which column is which, by heading, then by what stands in the first rows. `isTime` tells a cell that reads as a time.
 * Null where no column holds times or none can name an alarm.
 */
export function guessLogColumns(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  isTime: (cell: string) => boolean,
): LogColumns | null {
  const free = new Set(columns);
  const share = (name: string, holds: (cell: string) => boolean): number => {
    const at = columns.indexOf(name);
    const cells = rows.map((row) => (row[at] ?? '').trim()).filter((cell) => cell !== '');
    return cells.length === 0 ? 0 : cells.filter(holds).length / cells.length;
  };
  const take = (words: readonly string[], fits: (name: string) => boolean = () => true): string | null => {
    for (const word of words) {
      const name = columns.find((one) => free.has(one) && plain(one) === word && fits(one));
      if (name === undefined) continue;
      free.delete(name);
      return name;
    }
    return null;
  };
  /** A heading that says so needs fewer cells to bear it out than a column nobody named. */
  const holdsTimes = (name: string, least = 0.5): boolean => share(name, isTime) > least;
  const isClock = (name: string): boolean => share(name, (cell) => clockForm.test(cell)) > 0.9;
  const isDay = (name: string): boolean => share(name, (cell) => dayForm.test(cell)) > 0.9;

  const time =
    take(headings.time, (name) => holdsTimes(name)) ??
    columns.find((name) => free.has(name) && holdsTimes(name, 0.9) && share(name, (cell) => !/^\d{1,7}$/.test(cell)) > 0.9) ??
    null;
  if (time === null) return null;
  free.delete(time);
  const clock = isDay(time) ? take(headings.clock, isClock) : null;
  const tag = take(headings.tag) ?? firstOf(columns, free, (name) => share(name, (cell) => /\p{L}/u.test(cell)) > 0.9);
  if (tag === null) return null;
  free.delete(tag);
  const state = take(headings.state, (name) => share(name, (cell) => cell.length <= 40) === 1 || rows.length === 0);
  const condition = take(headings.condition);
  return {
    time,
    clock,
    tag,
    state,
    condition,
    priority: take(headings.priority),
    description: take(headings.description),
    area: take(headings.area),
  };
}

const clockForm = /^\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]m)?$/i;
const dayForm = /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}$/;

const firstOf = (columns: readonly string[], free: ReadonlySet<string>, fits: (name: string) => boolean): string | null =>
  columns.find((name) => free.has(name) && fits(name)) ?? null;

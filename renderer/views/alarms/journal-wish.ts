import type { JournalFilter } from '#shared/contract/alarms.ts';
import { type AlarmEventKind, alarmEventKinds, type Priority } from '#shared/model/alarm.ts';
import type { AlarmId, AssetId } from '#shared/model/ids.ts';
import type { AlarmAsk } from '../../client/view-props.ts';
import { alarmEventWords } from '../../widgets/alarm-kind-words.ts';
import { fromLocalInput } from '../../widgets/format-time.ts';

/** What the bar above the journal holds, as it is typed. */
export type JournalWish = {
  readonly text: string;
  readonly priorities: ReadonlySet<Priority>;
  /** Name of a group of kinds, or a kind; null for all of them. */
  readonly kinds: string | null;
  readonly user: string;
  readonly asset: string | null;
  /** As fields for a moment hold them; empty for an open end. */
  readonly from: string;
  readonly to: string;
  /** Alarms another view asked for; nobody types them. */
  readonly alarms: readonly string[];
};

export const allEvents: JournalWish = { text: '', priorities: new Set(), kinds: null, user: '', asset: null, from: '', to: '', alarms: [] };

const people: readonly AlarmEventKind[] = ['acknowledged', 'reset', 'shelved', 'unshelved', 'removed-from-service', 'returned-to-service', 'handed-over'];
const hiding: readonly AlarmEventKind[] = ['shelved', 'unshelved', 'suppressed', 'unsuppressed', 'removed-from-service', 'returned-to-service', 'handed-over'];
/** Kinds that are asked for together. */
const kindGroups: readonly { readonly id: string; readonly name: string; readonly kinds: readonly AlarmEventKind[] }[] = [
  { id: 'alarms', name: 'Raised and returned', kinds: ['raised', 're-alarmed', 'returned'] },
  { id: 'people', name: 'What people did', kinds: people },
  { id: 'hiding', name: 'Hidden and shown again', kinds: hiding },
];
export const kindChoices: readonly { readonly id: string; readonly name: string }[] = [...kindGroups, ...alarmEventKinds.map((kind) => ({ id: kind, name: alarmEventWords[kind] }))];

const kindsOf = (choice: string): AlarmEventKind[] => [...(kindGroups.find(({ id }) => id === choice)?.kinds ?? alarmEventKinds.filter((kind) => choice.split(' ').includes(kind)))];

/** The filter the journal is asked with: null for all of it, a sentence where the wish cannot be met. */
export function journalFilter(wish: JournalWish): JournalFilter | null | string {
  const [fromMs, toMs] = [wish.from === '' ? 0 : fromLocalInput(wish.from), wish.to === '' ? farMs : fromLocalInput(wish.to)];
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) return 'The span is not a time yet.';
  if (!(fromMs < toMs)) return 'The span ends before it begins.';
  const text = wish.text.trim();
  const user = wish.user.trim();
  const filter: JournalFilter = {
    ...(text === '' ? {} : { text }),
    ...(wish.priorities.size === 0 ? {} : { priorities: [...wish.priorities].sort((a, b) => a - b) }),
    ...(wish.kinds === null ? {} : { kinds: kindsOf(wish.kinds) }),
    ...(user === '' ? {} : { user }),
    ...(wish.asset === null ? {} : { assets: [wish.asset as AssetId] }),
    ...(wish.alarms.length === 0 ? {} : { alarms: [...wish.alarms] as AlarmId[] }),
    ...(wish.from === '' && wish.to === '' ? {} : { span: { fromMs, toMs } }),
  };
  return Object.keys(filter).length === 0 ? null : filter;
}

/** The end of a span without one: no event is later, UTC epoch ms. */
const farMs = Date.UTC(2200, 0, 1);

/** The wish of a place that opened the journal. `toInput` writes a moment as an input holds it. */
export function askedWish(ask: AlarmAsk, toInput: (ms: number) => string): JournalWish {
  const group = kindGroups.find(({ kinds }) => ask.kinds !== undefined && kinds.length === ask.kinds.length && kinds.every((kind) => ask.kinds?.includes(kind) === true));
  return {
    text: ask.text ?? '',
    priorities: new Set(ask.priorities ?? []),
    kinds: ask.kinds === undefined || ask.kinds.length === 0 ? null : (group?.id ?? ask.kinds.join(' ')),
    user: ask.user ?? '',
    asset: ask.asset ?? null,
    from: ask.fromMs === undefined ? '' : toInput(Math.floor(ask.fromMs / 1000) * 1000),
    // Inputs hold whole seconds: the end goes up, so that nothing asked for is left out.
    to: ask.toMs === undefined ? '' : toInput(Math.ceil(ask.toMs / 1000) * 1000),
    alarms: ask.alarms ?? [],
  };
}

/** The filter without what came after a moment: what replay shows is what is exported. */
export const upToMoment = (filter: JournalFilter | null, atMs: number): JournalFilter => ({ ...filter, span: { fromMs: Math.min(filter?.span?.fromMs ?? 0, atMs - 1), toMs: Math.min(filter?.span?.toMs ?? farMs, atMs) } });

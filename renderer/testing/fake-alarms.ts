import type { FirstoutContract } from '#shared/contract/index.ts';
import type { JournalFilter } from '#shared/contract/alarms.ts';
import type { Directory } from '#shared/contract/project.ts';
import type { AlarmEvent, AlarmEventKind, AlarmState, Hiding } from '#shared/model/alarm.ts';
import { refused } from '#shared/model/fault.ts';
import type { AlarmId } from '#shared/model/ids.ts';
import type { Handlers } from '#shared/rpc/server.ts';
import type { FakePlant } from './fake-plant.ts';

type Names = keyof FirstoutContract & (`alarm.${string}` | 'alarms.standing' | 'alarms.events' | 'alarms.journal');
type Handled = { done: AlarmId[]; refused: { alarm: AlarmId; reason: string }[] };

export type FakeAlarms = {
  readonly handlers: Pick<Handlers<FirstoutContract>, Names>;
  /** Calls at everything that happens to an alarm; gives back how to stop. */
  onAlarms(listener: () => void): () => void;
  /** Tells every console what the plant's journal has since. */
  tell(): void;
};

/** A journal answers at most so many lines of a filtered search a call, as the engine looks at a bounded stretch. */
const stretch = 2000;

/** Alarms of the fake engine: the journal of its plant, and what people do to it, by the rules of the real contract. */
export function createFakeAlarms(parts: { readonly directory: () => Directory; readonly plant: () => FakePlant; readonly nowMs: () => number }): FakeAlarms {
  const { directory, plant, nowMs } = parts;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const call of listeners) call();
  };
  const priorityOf = (alarm: string) => directory().alarms.find(({ id }) => id === alarm)?.priority ?? 4;
  type Step = { readonly kind: AlarmEventKind; readonly to: AlarmState; readonly hiding?: Hiding } | string;
  /** Each alarm on its own; a step that is a sentence refuses it. */
  const each = (alarms: readonly AlarmId[], step: (alarm: AlarmId, state: AlarmState) => Step, user: string, comment?: string): Handled => {
    const out: Handled = { done: [], refused: [] };
    for (const alarm of alarms) {
      const next = step(alarm, plant().standings.get(alarm)?.state ?? 'normal');
      if (typeof next === 'string') out.refused.push({ alarm, reason: next });
      else {
        plant().transition(alarm, next.kind, next.to, nowMs(), { user, ...(comment === undefined || comment === '' ? {} : { comment }), ...(next.hiding === undefined ? {} : { hiding: next.hiding }) });
        out.done.push(alarm);
      }
    }
    tell();
    return out;
  };
  const occurrences = (list: readonly { alarm: AlarmId; seq: number }[], user: string, kind: 'acknowledged' | 'reset', to: (state: AlarmState) => AlarmState | null, comment?: string): Handled =>
    each(
      list.map(({ alarm }) => alarm),
      (alarm, state) => {
        const seq = list.find((one) => one.alarm === alarm)?.seq;
        if (plant().standings.get(alarm)?.seq !== seq) return 'it was raised again';
        const next = to(state);
        return next === null ? (kind === 'acknowledged' ? `${plant().standings.get(alarm)?.acknowledgedBy ?? 'somebody'} has acknowledged it already` : 'its condition still holds') : { kind, to: next };
      },
      user,
      comment,
    );
  const back = (alarm: AlarmId): AlarmState => (plant().standings.get(alarm)?.isConditionTrue === false ? 'normal' : 'active-unacked');

  return {
    tell,
    onAlarms(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    handlers: {
      'alarms.standing': () => ({ ok: true, value: { seq: plant().journal.length, standings: [...plant().standings.values()] } }),
      'alarms.events': ({ afterSeq }, { notify }) => {
        let sent = afterSeq;
        listeners.add(notify);
        return {
          take() {
            const events: AlarmEvent[] = plant().journal.slice(sent, sent + 500);
            if (events.length === 0) return null;
            sent += events.length;
            const names = new Set(events.map(({ alarm }) => alarm));
            return { gap: null, events, standings: [...names].flatMap((alarm) => plant().standings.get(alarm) ?? []) };
          },
          close: () => void listeners.delete(notify),
        };
      },
      'alarms.journal': ({ beforeSeq, limit, filter }) => {
        const older = plant().journal.filter(({ seq }) => beforeSeq === null || seq < beforeSeq).reverse();
        const looked = filter === undefined ? older : older.slice(0, stretch);
        const found = filter === undefined ? looked : looked.filter((event) => passes(event, filter, directory()));
        const events = found.slice(0, limit);
        const lastSeq = found.length > limit ? events.at(-1)?.seq : looked.length < older.length ? looked.at(-1)?.seq : undefined;
        return { ok: true, value: { events, nextBeforeSeq: lastSeq ?? null } };
      },
      'alarm.acknowledge': ({ occurrences: list, comment }, { user }) => ({
        ok: true,
        value: occurrences(list, user, 'acknowledged', (state) => (state === 'active-unacked' ? 'active-acked' : state === 'latched-unacked' ? 'latched-acked' : state === 'returned-unacked' ? 'normal' : null), comment),
      }),
      'alarm.reset': ({ occurrences: list }, { user }) => ({
        ok: true,
        value: occurrences(list, user, 'reset', (state) => (state === 'latched-unacked' ? 'returned-unacked' : state === 'latched-acked' ? 'normal' : null)),
      }),
      'alarm.shelve': ({ alarms, forMs, isOneShot, reason }, { user, role }) => ({
        ok: true,
        value: each(
          alarms,
          (alarm, state) => {
            if (priorityOf(alarm) === 1 && role !== 'lead' && role !== 'engineer') return 'priority 1 needs the role lead';
            if (state === 'shelved') return `${plant().standings.get(alarm)?.hiding?.by ?? 'somebody'} has shelved it already`;
            return { kind: 'shelved', to: 'shelved', hiding: { by: user, reason, sinceMs: nowMs(), untilMs: nowMs() + forMs, isOneShot } };
          },
          user,
          reason,
        ),
      }),
      'alarm.unshelve': ({ alarms }, { user }) => ({ ok: true, value: each(alarms, (alarm, state) => (state === 'shelved' ? { kind: 'unshelved', to: back(alarm) } : 'it is not shelved'), user) }),
      'alarm.takeOver': ({ alarms, comment }, { user }) => ({ ok: true, value: each(alarms, (_alarm, state) => (state === 'shelved' || state === 'out-of-service' ? { kind: 'handed-over', to: state } : 'nobody answers for it'), user, comment) }),
      'alarm.removeFromService': ({ alarms, reason }, { user }) => ({
        ok: true,
        value: each(alarms, (_alarm, state) => (state === 'out-of-service' ? 'it is out of service already' : { kind: 'removed-from-service', to: 'out-of-service', hiding: { by: user, reason, sinceMs: nowMs(), untilMs: null, isOneShot: false } }), user, reason),
      }),
      'alarm.returnToService': ({ alarms }, { user }) => ({ ok: true, value: each(alarms, (alarm, state) => (state === 'out-of-service' ? { kind: 'returned-to-service', to: back(alarm) } : 'it is in service'), user) }),
      'alarm.rationalise': () => refused('unwritable', 'The fake engine has no project files.'),
      'alarm.designHistory': () => ({ ok: true, value: { changes: [] } }),
    },
  };
}

/** As the engine filters its journal. */
function passes(event: AlarmEvent, filter: JournalFilter, { alarms, tags, assets }: Directory): boolean {
  const definition = alarms.find(({ id }) => id === event.alarm);
  const asset = definition?.asset ?? tags.find(({ id }) => id === definition?.tag)?.asset;
  const within = (ancestor: string): boolean => {
    for (let at = asset; at !== undefined; at = assets.find(({ id }) => id === at)?.parent) if (at === ancestor) return true;
    return false;
  };
  const text = filter.text?.toLowerCase();
  return (
    (filter.span === undefined || (event.engineMs >= filter.span.fromMs && event.engineMs <= filter.span.toMs)) &&
    (text === undefined || [event.alarm, definition?.tag, definition?.message, event.user, event.comment].some((one) => one?.toLowerCase().includes(text) === true)) &&
    (filter.alarms === undefined || filter.alarms.includes(event.alarm)) &&
    (filter.assets === undefined || filter.assets.some(within)) &&
    (filter.priorities === undefined || filter.priorities.includes(definition?.priority ?? 4)) &&
    (filter.kinds === undefined || filter.kinds.includes(event.kind)) &&
    (filter.user === undefined || event.user === filter.user)
  );
}

import { Check } from 'lucide-react';
import { type Handover, type HandoverDraft, type HandoverItem, type HandoverKind, handoverKinds } from '#shared/model/handover.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatDay } from '../../widgets/format-time.ts';

const kindWords: Readonly<Record<HandoverKind, string>> = {
  incident: 'Open incidents',
  'open-action': 'Open actions',
  run: 'Running runbooks',
  shelved: 'Shelved alarms',
  'out-of-service': 'Alarms out of service',
  suppressed: 'Alarms suppressed by design',
  forced: 'Values set by hand',
  note: 'Notes',
};

/** What an incident or an action has before it is no end of it. */
const untilWords: Readonly<Partial<Record<HandoverKind, string>>> = { incident: 'next status update', 'open-action': 'due' };

type Accepted = Handover['accepted'][number];
type Props = {
  readonly draft: HandoverDraft;
  /** What was accepted already, by item; absent for what is not written yet. */
  readonly accepted?: ReadonlyMap<string, Accepted>;
  readonly refusal?: string | null;
  readonly chosen?: ReadonlySet<string>;
  readonly onChoose?: (ids: readonly string[], isOn: boolean) => void;
  readonly onAccept?: (id: string) => void;
};

/** What the next shift is to know, by kind; every kind is named, also with nothing in it. */
export function HandoverItems(props: Props) {
  const { draft } = props;
  return (
    <div className="handover-items">
      {handoverKinds.map((kind) => {
        const items = draft.items.filter((item) => item.kind === kind);
        const more = draft.more.find((one) => one.kind === kind)?.count ?? 0;
        return (
          <section key={kind} aria-label={kindWords[kind]}>
            <h4>
              <TickAll kind={kind} items={items} {...props} />
              {kindWords[kind]} <span className="num tx-3">{items.length + more === 0 ? 'none' : items.length + more}</span>
            </h4>
            <ul>
              {items.map((item) => (
                <Item key={item.id} item={item} {...props} />
              ))}
            </ul>
            {more === 0 ? null : <p className="tx-3">and {more} more, not listed</p>}
          </section>
        );
      })}
    </div>
  );
}

/** Ticks all of a kind that nobody accepted yet: dozens of suppressed alarms are read as one. */
function TickAll({ kind, items, accepted, refusal = null, chosen, onChoose }: Props & { readonly kind: HandoverKind; readonly items: readonly HandoverItem[] }) {
  const waiting = accepted === undefined ? [] : items.flatMap(({ id }) => (accepted.has(id) ? [] : [id]));
  if (waiting.length < 2) return null;
  return <input type="checkbox" aria-label={`Tick all: ${kindWords[kind]}`} checked={waiting.every((id) => chosen?.has(id) === true)} disabled={refusal !== null} title={refusal ?? 'Tick all of them'} onChange={(event) => onChoose?.(waiting, event.target.checked)} />;
}

function Item({ item, accepted, refusal = null, chosen, onChoose, onAccept }: Props & { readonly item: HandoverItem }) {
  const done = accepted?.get(item.id);
  const since = item.sinceMs === null ? '' : `since ${formatDay(item.sinceMs).slice(4)} ${formatClock(item.sinceMs)}`;
  const until = item.untilMs === null ? '' : `${untilWords[item.kind] ?? 'until'} ${formatDay(item.untilMs).slice(4)} ${formatClock(item.untilMs)}`;
  return (
    <li className={`handover-item ${done === undefined ? '' : 'is-accepted'}`}>
      {accepted === undefined || done !== undefined ? null : <input type="checkbox" aria-label={`Tick ${item.subject}`} checked={chosen?.has(item.id) === true} disabled={refusal !== null} title={refusal ?? undefined} onChange={(event) => onChoose?.([item.id], event.target.checked)} />}
      <div>
        <span className="mono">{item.subject}</span> {item.text}
        <span className="tx-3 num handover-when">{[since, until, item.by === null ? '' : `by ${item.by}`].filter((one) => one !== '').join(', ')}</span>
      </div>
      {accepted === undefined ? null : done === undefined ? (
        <Button refusal={refusal} aria-label={`Accept ${item.subject}`} onClick={() => onAccept?.(item.id)}>
          Accept
        </Button>
      ) : (
        <span className="tx-2 num handover-done">
          <Check size={14} strokeWidth={1.75} aria-hidden="true" />
          {done.by} {formatClock(done.atMs)}
        </span>
      )}
    </li>
  );
}

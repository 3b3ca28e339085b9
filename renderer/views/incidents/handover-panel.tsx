import { ClipboardCheck } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Handover, HandoverDraft } from '#shared/model/handover.ts';
import { faultText, notify } from '../../client/notices.ts';
import { newOperationId } from '../../client/run-words.ts';
import { useClient, useLink, useTimeline } from '../../client/use-client.ts';
import { useAskedAgain, useCommandRefusal, useHandover, useOpenIncidents } from '../../client/use-incidents.ts';
import { usePresentNow } from '../../client/use-now.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatDay } from '../../widgets/format-time.ts';
import { AwayNote } from './away-note.tsx';
import { HandoverItems } from './handover-items.tsx';
import { ReportButtons } from './report-buttons.tsx';

/** The newest handover, to be accepted item by item, and what one written now would say. Always of now. */
export function HandoverPanel({ isVisible }: { readonly isVisible: boolean }) {
  const isPast = useTimeline(({ mode }) => mode === 'replay');
  const { handover, isKnown } = useHandover();
  return (
    <div className="incidents-page handover-page">
      <header className="incidents-page-head">
        <h2>Shift handover</h2>
        {handover === null ? <span className="tx-3">{isKnown ? 'No handover was written yet: write the first one below.' : 'The last handover is not known yet.'}</span> : null}
        {isPast ? <span className="tx-3">Of now, also in replay; nothing can be written or accepted there.</span> : null}
      </header>
      {handover === null ? null : <AwayNote subject="the last handover" />}
      <div className="handover-columns">
        {handover === null ? null : <Newest key={handover.id} handover={handover} />}
        <Draft isVisible={isVisible} />
      </div>
    </div>
  );
}

/** Sent again after a lost line it is done once: one number until it is answered. */
function useOperation(): { readonly current: () => string; readonly answered: () => void } {
  const op = useRef<string | null>(null);
  return { current: () => (op.current ??= newOperationId()), answered: () => void (op.current = null) };
}

function Newest({ handover }: { readonly handover: Handover }) {
  const client = useClient();
  const self = useLink().session?.user ?? '';
  const mayLead = useCommandRefusal();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isBusy, setBusy] = useState(false);
  const operation = useOperation();
  const accepted = new Map(handover.accepted.map((one) => [one.item, one]));
  const waiting = handover.draft.items.filter(({ id }) => !accepted.has(id));
  const refusal = mayLead ?? (handover.writtenBy === self ? 'Who wrote a handover does not accept it; the next lead does.' : isBusy ? 'It is being written down.' : null);
  const accept = async (items: readonly string[]): Promise<void> => {
    if (refusal !== null || items.length === 0) return;
    setBusy(true);
    const answer = await client.call('handover.accept', { opId: operation.current(), handover: handover.id, items: [...items], comment: '' });
    setBusy(false);
    if (answer.ok || answer.fault.code !== 'disconnected') operation.answered();
    if (!answer.ok) return notify(faultText(answer.fault), 'failed');
    setChosen(new Set());
  };
  return (
    <section className="incident-card" aria-label="Last handover">
      <header>
        <ClipboardCheck size={15} strokeWidth={1.75} aria-hidden="true" />
        <h3>
          {handover.id}, {formatDay(handover.writtenMs)} {formatClock(handover.writtenMs)} by {handover.writtenBy}
        </h3>
        <span className="incidents-space" />
        <span className="num tx-2">{handover.isComplete ? 'all accepted' : `${accepted.size} of ${handover.draft.items.length} accepted`}</span>
        <ReportButtons about={{ handover: handover.id }} />
      </header>
      {handover.comment === '' ? null : <p className="handover-comment">{handover.comment}</p>}
      <HandoverItems
        draft={handover.draft}
        accepted={accepted}
        refusal={refusal}
        chosen={chosen}
        onChoose={(ids, isOn) => {
          const next = new Set(chosen);
          for (const id of ids) {
            if (isOn) next.add(id);
            else next.delete(id);
          }
          setChosen(next);
        }}
        onAccept={(id) => void accept([id])}
      />
      {waiting.length === 0 ? null : (
        <footer className="handover-foot">
          <span className="tx-3">{handover.writtenBy === self ? 'You wrote it: the next lead accepts it, item by item.' : chosen.size === 0 ? 'Accept each item, or tick several' : `${chosen.size} ticked`}</span>
          <span className="incidents-space" />
          <Button look="primary" refusal={refusal ?? (chosen.size === 0 ? 'Tick what you accept.' : null)} onClick={() => void accept([...chosen])}>
            Accept what is ticked
          </Button>
        </footer>
      )}
      <p className="tx-3 incident-hash">
        Records when it was written: {handover.chain.seq}:<span className="mono">{handover.chain.head}</span>
      </p>
    </section>
  );
}

function Draft({ isVisible }: { readonly isVisible: boolean }) {
  const client = useClient();
  const refusal = useCommandRefusal();
  const minute = usePresentNow(60_000);
  const changes = useOpenIncidents((picture) => picture.changes);
  const handover = useHandover().handover;
  const [comment, setComment] = useState('');
  const [isBusy, setBusy] = useState(false);
  const operation = useOperation();
  const isAway = useLink().state !== 'live';
  const { answer, problem, toldMs } = useAskedAgain(isVisible ? 'draft' : null, `${minute} ${changes} ${handover?.seq ?? 0}`, (signal) => client.call('handover.draft', {}, { signal }));
  const write = async (): Promise<void> => {
    setBusy(true);
    const written = await client.call('handover.write', { opId: operation.current(), comment: comment.trim() });
    setBusy(false);
    if (written.ok || written.fault.code !== 'disconnected') operation.answered();
    if (!written.ok) return notify(faultText(written.fault), 'failed');
    setComment('');
    notify(`${written.value.handover} is written; the next lead accepts it.`);
  };
  const draft: HandoverDraft | null = answer?.draft ?? null;
  return (
    <section className="incident-card" aria-label="Handover now">
      <header>
        <h3>A handover now</h3>
        <span className="tx-3 num">{draft === null ? '' : `${draft.items.length} ${draft.items.length === 1 ? 'item' : 'items'}, as of ${formatClock(draft.madeMs)}`}</span>
      </header>
      {isAway && draft !== null ? <AwayNote subject="what it would say" toldMs={toldMs} /> : null}
      {problem === null ? null : <p className="incidents-problem">{problem}</p>}
      <label className="handover-words">
        What else the next shift is to know
        <textarea rows={3} maxLength={4000} value={comment} onChange={(event) => setComment(event.target.value)} />
      </label>
      <footer className="handover-foot">
        <span className="tx-3">It is made of what stands when it is written.</span>
        <span className="incidents-space" />
        <Button look="primary" refusal={refusal ?? (isBusy ? 'It is being written.' : null)} onClick={() => void write()}>
          Write handover
        </Button>
      </footer>
      {draft === null ? null : <HandoverItems draft={draft} />}
    </section>
  );
}

import { useCallback, useEffect, useRef, useState } from 'react';
import type { Note } from '#shared/model/history.ts';
import { roleCovers } from '#shared/rpc/define.ts';
import { faultText, notify } from '../../client/notices.ts';
import { useClient, useLink } from '../../client/use-client.ts';
import { useRecordRefusal } from '../../client/use-refusal.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatDay, formatSpan } from '../../widgets/format-time.ts';
import { useAway } from './use-away.ts';

/** Notes that were pressed in the strip, with the way to withdraw one. What had the focus before has it again when the card goes. */
export function NoteCard({ notes, onClose }: { readonly notes: readonly Note[]; readonly onClose: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const client = useClient();
  const { session } = useLink();
  const [before] = useState(() => document.activeElement);
  const close = useCallback(() => {
    // A press elsewhere has its own place for the focus; what was withdrawn or put away has none.
    const isHere = ref.current?.contains(document.activeElement) === true || document.activeElement === document.body;
    onClose();
    if (isHere && before instanceof HTMLElement && before.isConnected) before.focus();
  }, [before, onClose]);
  useAway(ref, close);
  useEffect(() => ref.current?.focus(), []);
  const past = useRecordRefusal();
  const refusal = past ?? (session !== null && roleCovers(session.role, 'operate') ? null : 'Withdrawing a note needs the role operate.');
  const withdraw = async (note: Note): Promise<void> => {
    const answer = await client.call('note.withdraw', { seq: note.seq });
    if (answer.ok) close();
    else notify(`The note was not withdrawn: ${faultText(answer.fault)}`, 'failed');
  };
  return (
    <div ref={ref} className="trends-pop trends-notes" tabIndex={-1} role="dialog" aria-label="Notes">
      {notes.map((note) => (
        <article key={note.seq} className="trends-note-card">
          <header className="num">
            {note.user}, {formatDay(note.fromMs)} {formatClock(note.fromMs)}
            {note.toMs === null ? '' : `, ${formatSpan(note.toMs - note.fromMs)}`}
          </header>
          <p>{note.text}</p>
          <Button refusal={refusal} title="It stays on record, marked as withdrawn" onClick={() => void withdraw(note)}>
            Withdraw
          </Button>
        </article>
      ))}
    </div>
  );
}

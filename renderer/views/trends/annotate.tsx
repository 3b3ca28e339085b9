import { MessageSquarePlus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { roleCovers } from '#shared/rpc/define.ts';
import type { TagId } from '#shared/model/ids.ts';
import { faultText, notify } from '../../client/notices.ts';
import { useClient, useLink } from '../../client/use-client.ts';
import { useRecordRefusal } from '../../client/use-refusal.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock, formatClockMs, formatDay, formatSpan } from '../../widgets/format-time.ts';
import { cursorSpan } from './trend-cursors.ts';
import type { TrendParts } from './trend-parts.ts';
import { focusOpener, useAway } from './use-away.ts';

/** Writes a note on the stretch between A and B, on the one cursor there is, or on the moment shown. */
export function Annotate({ parts, isOpen, setOpen }: { readonly parts: TrendParts; readonly isOpen: boolean; readonly setOpen: (isOpen: boolean) => void }) {
  const { session } = useLink();
  const past = useRecordRefusal();
  const refusal = past ?? (session === null ? 'There is no link to the engine.' : roleCovers(session.role, 'operate') ? null : `Notes need the role operate; this console has ${session.role}.`);
  useEffect(() => {
    if (!isOpen || refusal === null) return;
    // Asked for by its key, or refused since: the button says why not, but nobody may be looking at it.
    notify(refusal, 'failed');
    setOpen(false);
  }, [isOpen, refusal, setOpen]);
  return (
    <div className="trends-search-place">
      <Button icon={<MessageSquarePlus size={14} strokeWidth={1.75} />} aria-expanded={isOpen} refusal={refusal} title="A note on A to B, or on this moment (N)" onClick={() => setOpen(!isOpen)}>
        Annotate
      </Button>
      {isOpen && refusal === null ? <Composer parts={parts} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

function Composer({ parts: { choice, cursors, session }, onClose }: { readonly parts: TrendParts; readonly onClose: () => void }) {
  const ref = useRef<HTMLDivElement>(null);
  const client = useClient();
  const [text, setText] = useState('');
  const [isSending, setSending] = useState(false);
  const marked = useStore(cursors);
  const [momentMs] = useState(() => Math.min(session.window().toMs, client.nowMs()));
  useAway(ref, onClose);
  const span = cursorSpan(marked) ?? { fromMs: marked.aMs ?? marked.bMs ?? momentMs, toMs: null };
  const { pens, selected } = useStore(choice.store);
  const tags = (selected === null ? pens.map(({ tag }) => tag) : [selected]) as TagId[];
  const write = async (): Promise<void> => {
    if (text.trim() === '' || isSending) return;
    setSending(true);
    const answer = await client.call('note.write', { ...span, text: text.trim(), tags, asset: null });
    setSending(false);
    if (!answer.ok) return notify(`The note was not written: ${faultText(answer.fault)}`, 'failed');
    focusOpener(ref.current);
    onClose();
  };
  return (
    <div ref={ref} className="trends-pop trends-annotate" role="dialog" aria-label="Write a note">
      <p className="trends-found-none num">
        {span.toMs === null ? `At ${formatDay(span.fromMs)} ${formatClockMs(span.fromMs)}` : `${formatDay(span.fromMs)} ${formatClock(span.fromMs)}, ${formatSpan(span.toMs - span.fromMs)}`}
        {selected === null ? '' : `, ${selected}`}
      </p>
      <textarea
        autoFocus
        className="trends-text"
        rows={3}
        maxLength={2000}
        value={text}
        aria-label="Text of the note"
        placeholder="What happened, what was seen"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void write();
        }}
      />
      <div className="trends-setting">
        <span className="trends-space" />
        <Button
          onClick={() => {
            focusOpener(ref.current);
            onClose();
          }}
        >
          Cancel
        </Button>
        <Button look="primary" refusal={text.trim() === '' ? 'Write something first.' : isSending ? 'On its way.' : null} onClick={() => void write()}>
          Save note <span className="kbd">Ctrl Enter</span>
        </Button>
      </div>
    </div>
  );
}

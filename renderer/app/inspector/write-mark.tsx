import { TriangleAlert } from 'lucide-react';
import type { TagId } from '#shared/model/ids.ts';
import { faultText, notify } from '../../client/notices.ts';
import { pastRefusal } from '../../client/replay-rules.ts';
import { useClient, useControl, useTimeline } from '../../client/use-client.ts';
import { useWriteRefusal } from '../../client/use-refusal.ts';
import { Button } from '../../widgets/button.tsx';
import { formatClock } from '../../widgets/format-time.ts';
import './write-mark.css';

const words = { unconfirmed: 'Write not confirmed', 'in-doubt': 'Write in doubt', failed: 'Write failed' } as const;

/** The write to a tag that somebody has to look at, beside its value; nothing where there is none, and in replay. It goes by itself when the feedback agrees. */
export function WriteMarkNote({ tag }: { readonly tag: TagId }) {
  const client = useClient();
  const mark = useControl((control) => control?.marks.find((one) => one.tag === tag) ?? null);
  const refusal = useWriteRefusal();
  // It is of now: beside values of the past it would be a mix.
  const past = useTimeline(pastRefusal);
  if (mark === null || past !== null) return null;
  const dismiss = async (): Promise<void> => {
    const answer = await client.call('control.dismiss', { tag, seq: mark.seq });
    if (!answer.ok) notify(faultText(answer.fault), 'failed');
  };
  return (
    <div className="write-mark" role="status">
      <TriangleAlert size={15} strokeWidth={1.75} aria-hidden="true" />
      <span>
        <b>{words[mark.kind]}</b> {mark.sentence}
        <small>
          {mark.wanted} by {mark.user}, {formatClock(mark.timeMs)}
        </small>
      </span>
      <Button look="ghost" refusal={refusal} title="Puts the mark away; the audit log keeps what happened" onClick={() => void dismiss()}>
        Dismiss
      </Button>
    </div>
  );
}

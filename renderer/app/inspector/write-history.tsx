import { useEffect, useState } from 'react';
import type { WriteRecord } from '#shared/contract/control.ts';
import type { TagId } from '#shared/model/ids.ts';
import { faultText } from '../../client/notices.ts';
import { pastRefusal } from '../../client/replay-rules.ts';
import { useClient, useControl, useTimeline } from '../../client/use-client.ts';
import { formatClock, formatDay } from '../../widgets/format-time.ts';
import './write-history.css';

const shown = 8;

type Read = { readonly of: string; readonly writes: readonly WriteRecord[]; readonly fault: string | null };

/** Writes to some tags as the audit log has them: who, where, from what to what, why, and how it ended. Newest first; not in replay. */
export function WriteHistory({ tags }: { readonly tags: readonly TagId[] }) {
  const client = useClient();
  const [isOpen, setOpen] = useState(false);
  const [read, setRead] = useState<Read | null>(null);
  const marks = useControl((control) => control?.marks ?? null);
  const key = tags.join(' ');
  useEffect(() => {
    if (!isOpen) return undefined;
    let isWanted = true;
    void Promise.all(key.split(' ').map((tag) => client.call('control.history', { tag: tag as TagId, limit: shown }))).then((answers) => {
      if (!isWanted) return;
      const fault = answers.find((one) => !one.ok);
      const writes = answers.flatMap((one, at) => (one.ok ? one.value.writes.map((write) => ({ ...write, tag: key.split(' ')[at] })) : []));
      setRead({ of: key, writes: writes.toSorted((a, b) => b.timeMs - a.timeMs).slice(0, shown), fault: fault === undefined || fault.ok ? null : faultText(fault.fault) });
    });
    return () => void (isWanted = false);
    // Read again when a write of this plant was marked or its mark went.
  }, [client, key, isOpen, marks]);
  const past = useTimeline(pastRefusal);
  const now = read?.of === key ? read : null;
  // In replay the trend has the marks of its own time; this list would tell of what comes after.
  if (past !== null) return null;
  return (
    <section className="inspector-section">
      <h4>
        <button type="button" className="write-history-open" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide changes' : 'Changes made here'}
        </button>
        <span className="inspector-aside">from the audit log</span>
      </h4>
      {!isOpen || now === null ? null : now.fault !== null ? (
        <p className="tx-3">{now.fault}</p>
      ) : now.writes.length === 0 ? (
        <p className="tx-3">Nothing was written here.</p>
      ) : (
        <ol className="write-history">
          {now.writes.map((write) => (
            <Line key={write.seq} write={write} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Line({ write: { timeMs, user, place, before, after, reason, result } }: { readonly write: WriteRecord }) {
  return (
    <li>
      <span className="num tx-3" title={formatDay(timeMs)}>
        {formatClock(timeMs)}
      </span>
      <span>
        {after === '' ? 'A write' : `${before} to ${after}`}
        <small>
          {user}
          {place === '' ? '' : ` at ${place}`}
          {reason === '' ? '' : `: ${reason}`}
        </small>
        {result === 'done' ? null : <small className="write-history-result">{result ?? 'How it ended is not known.'}</small>}
      </span>
    </li>
  );
}

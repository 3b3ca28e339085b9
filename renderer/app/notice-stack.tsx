import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { closeNotice, type Notice, notices } from '../client/notices.ts';
import './notice-stack.css';

const shownMs = 6000;

/** Results of actions at the lower right: one sentence for six seconds; failures stay until closed. Never for alarms. */
export function NoticeStack() {
  const list = useStore(notices, (now) => now.list);
  return (
    <div className="notice-stack" role="status" aria-live="polite">
      {list.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  useEffect(() => {
    if (notice.tone === 'failed') return undefined;
    const timer = setTimeout(() => closeNotice(notice.id), shownMs);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div className={`notice-card notice-card-${notice.tone}`}>
      {notice.tone === 'done' ? <CircleCheck size={16} strokeWidth={1.75} aria-hidden="true" /> : <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" />}
      <span>{notice.sentence}</span>
      <button type="button" aria-label="Close" onClick={() => closeNotice(notice.id)}>
        <X size={14} strokeWidth={1.75} />
      </button>
    </div>
  );
}

import { RefreshCw, Unplug } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useDirectory, useLink } from '../client/use-client.ts';
import './link-notice.css';

/** Says across the workspace that the engine is away, since when, and when the next attempt comes. Nothing while the link is good. */
export function LinkNotice() {
  const link = useLink();
  const hasDirectory = useDirectory() !== null;
  const isLive = link.state === 'live';
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (isLive) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [isLive]);
  if (isLive || (link.state === 'connecting' && now - link.sinceMs < 1000)) return null;
  const waitS = link.retryMs === null ? null : Math.max(0, Math.ceil((link.retryMs - now) / 1000));
  const retry = waitS === null ? '' : waitS === 0 ? ' Reconnecting.' : ` Reconnecting in ${waitS} s.`;
  const Icon = link.state === 'connecting' ? RefreshCw : Unplug;
  return (
    <div className={`link-notice ${hasDirectory ? '' : 'is-alone'}`} role="alert">
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <b>
        {link.sentence}
        {retry}
      </b>
    </div>
  );
}

import { useLink } from '../../client/use-client.ts';
import { formatClock, formatDay } from '../../widgets/format-time.ts';

/**
 * While the engine is away: that what stands here is what it told last, and when that was. `toldMs` NaN: what was told all the
 * time until the link was lost. `subject`: what it is said of. Nothing while the link is good.
 */
export function AwayNote({ toldMs = Number.NaN, subject, more = '' }: { readonly toldMs?: number; readonly subject: string; readonly more?: string }) {
  const link = useLink();
  if (link.state === 'live') return null;
  const atMs = Number.isFinite(toldMs) ? Math.min(toldMs, link.sinceMs) : link.sinceMs;
  const day = formatDay(atMs) === formatDay(link.sinceMs) ? '' : `${formatDay(atMs)} `;
  return (
    <p className="incidents-away">
      No link to the engine: {subject} as known at {day}
      {formatClock(atMs)}.{more === '' ? '' : ` ${more}`}
    </p>
  );
}

import './runbook-step.css';

const mostSegments = 10;

/** How much of a hold time is over: filled segments and the seconds in words. The engine alone says when it has passed. */
export function HoldSegments({ doneMs, forMs }: { readonly doneMs: number; readonly forMs: number }) {
  const count = Math.max(1, Math.min(mostSegments, Math.round(forMs / 1000)));
  const filled = heldSegments(doneMs, forMs, count);
  const seconds = Math.min(Math.floor(Math.max(0, doneMs) / 1000), Math.floor(forMs / 1000));
  return (
    <span className="hold-segments">
      <span className="hold-segments-bar" aria-hidden="true">
        {Array.from({ length: count }, (_, at) => (
          <i key={at} className={at < filled ? 'is-on' : ''} />
        ))}
      </span>
      <span className="tx-3">hold time</span>
      <span className="num hold-segments-words">
        {seconds} of {Math.round(forMs / 100) / 10} s
      </span>
    </span>
  );
}

/** Segments to fill: none before the first is over, all of them only when the whole time is. */
export function heldSegments(doneMs: number, forMs: number, count: number): number {
  if (!(doneMs > 0) || !(forMs > 0)) return 0;
  return Math.min(count, Math.floor((doneMs / forMs) * count));
}

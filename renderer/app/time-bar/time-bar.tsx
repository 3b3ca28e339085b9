import { Brackets, CalendarClock, Film } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { exchangeRefusal, openRecording } from '../../client/exchange.ts';
import { barSpans } from '../../client/timeline.ts';
import { useClient, useLink, useTimeline } from '../../client/use-client.ts';
import { Button } from '../../widgets/button.tsx';
import { TimeBarClock } from './time-bar-clock.tsx';
import { TimeTrack } from './time-track.tsx';
import { shiftSpan, showGoToTime, togglePlay, toggleWindow } from './time-bar-actions.ts';
import { spanWords } from './time-words.ts';
import './time-bar.css';

/** The one clock under every view: live or replay, its transport, and the alarms of the span by priority with the playhead. */
export function TimeBar() {
  const { timeline } = useClient();
  const onKey = (event: KeyboardEvent): void => {
    const { key, target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || target instanceof HTMLSelectElement) return;
    if (key === '[') shiftSpan(timeline, -1);
    else if (key === ']') shiftSpan(timeline, 1);
    else if (key === ' ' && !(target instanceof HTMLButtonElement)) togglePlay(timeline);
    else return;
    event.preventDefault();
  };
  return (
    <section className="time-bar" aria-label="Time" onKeyDown={onKey}>
      <TimeBarClock />
      <TimeTrack />
      <SpanChoice />
    </section>
  );
}

function SpanChoice() {
  const client = useClient();
  const spanMs = useTimeline((now) => now.barSpanMs);
  const hasWindow = useTimeline((now) => now.window !== null);
  // A recording brings a span of its own.
  const spans = (barSpans as readonly number[]).includes(spanMs) ? barSpans : [...barSpans, spanMs].toSorted((a, b) => a - b);
  return (
    <div className="time-bar-right">
      <div className="time-bar-row">
        <select className="time-bar-select" aria-label="Span of the time bar" title="Span of the time bar; [ and ] make it shorter and longer" value={spanMs} onChange={(event) => client.timeline.setBar(Number(event.target.value))}>
          {spans.map((ms) => (
            <option key={ms} value={ms}>
              {spanWords(ms)}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="time-bar-button"
          aria-pressed={hasWindow}
          aria-label="Window for playing and trends"
          title={hasWindow ? 'Take the window away' : 'A window that limits playing and trends; also by Shift and drag on the bar'}
          onClick={() => toggleWindow(client.timeline)}
        >
          <Brackets size={15} strokeWidth={1.75} aria-hidden="true" />
        </button>
        <RecordingButton spanMs={spanMs} />
      </div>
      <Button look="ghost" icon={<CalendarClock size={14} strokeWidth={1.75} aria-hidden="true" />} title="Go to a date and time (Ctrl G)" onClick={() => showGoToTime(true)}>
        Go to time
      </Button>
    </div>
  );
}

/** Saves the window, or without one the span up to the moment shown, as a recording. */
function RecordingButton({ spanMs }: { readonly spanMs: number }) {
  const client = useClient();
  const refusal = exchangeRefusal(useLink(), 'Saving a recording', 'operate');
  const open = (): void => {
    const atMs = client.nowMs();
    openRecording(client.timeline.state.getState().window ?? { fromMs: atMs - spanMs, toMs: atMs });
  };
  return (
    <button type="button" className="time-bar-button" aria-label="Save this span as a recording" aria-disabled={refusal !== null || undefined} title={refusal ?? 'Save the window, or the span up to this moment, as a recording'} onClick={refusal === null ? open : undefined}>
      <Film size={15} strokeWidth={1.75} aria-hidden="true" />
    </button>
  );
}

import { Pause, Play, SkipBack, SkipForward, X } from 'lucide-react';
import { useEffect } from 'react';
import type { SceneTour } from '#shared/model/scene.ts';
import { browserTimers } from '#renderer/client/timers.ts';

export type TourState = { readonly tour: SceneTour; readonly stop: number; readonly isPlaying: boolean };

/** A tour under way: what its stop says, and how to go on. Somebody started it, so it moves the eye by itself until the last stop. */
export function TourStrip({ state, viewName, onChange }: { readonly state: TourState; readonly viewName: string; readonly onChange: (state: TourState | null) => void }) {
  const { tour, stop, isPlaying } = state;
  const at = tour.stops[stop];
  const isLast = stop === tour.stops.length - 1;
  useEffect(() => {
    if (!isPlaying || at === undefined || isLast) return undefined;
    return browserTimers.after(at.seconds * 1000, () => onChange({ ...state, stop: stop + 1 }));
  }, [isPlaying, at, isLast, onChange, state, stop]);
  const step = (by: 1 | -1): void => onChange({ ...state, stop: Math.max(0, Math.min(tour.stops.length - 1, stop + by)) });
  return (
    <div className="plant3d-tour" role="group" aria-label={`Tour: ${tour.name}`}>
      <span>
        <b>{viewName}</b> <span className="num tx-3">{stop + 1} of {tour.stops.length}</span>
        {at?.says === undefined ? null : <span className="tx-2">{at.says}</span>}
      </span>
      <button type="button" className="plant3d-tool" aria-label="Stop before" title="Stop before" onClick={() => step(-1)}>
        <SkipBack size={15} strokeWidth={1.75} />
      </button>
      <button type="button" className="plant3d-tool" aria-label={isPlaying ? 'Stay here' : 'Go on by itself'} title={isPlaying ? 'Stay here' : 'Go on by itself'} onClick={() => onChange({ ...state, isPlaying: !isPlaying })}>
        {isPlaying ? <Pause size={15} strokeWidth={1.75} /> : <Play size={15} strokeWidth={1.75} />}
      </button>
      <button type="button" className="plant3d-tool" aria-label="Next stop" title="Next stop" onClick={() => step(1)}>
        <SkipForward size={15} strokeWidth={1.75} />
      </button>
      <button type="button" className="plant3d-tool" aria-label="End the tour" title="End the tour" onClick={() => onChange(null)}>
        <X size={15} strokeWidth={1.75} />
      </button>
    </div>
  );
}

import { memo } from 'react';
import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import type { MapPlace } from './map-place.ts';

/** Arrows on the longest leg of each pipe with a flow, in the direction it is drawn; turned round where it flows back. They never move. */
export const MapFlows = memo(function MapFlows({ layout, place }: { readonly layout: SceneLayout; readonly place: MapPlace }) {
  return layout.pipes.map(({ pipe, points }, at) => {
    if (pipe.flow === undefined) return null;
    let [longest, x, y, angle] = [0, 0, 0, 0];
    for (let i = 1; i < points.length; i++) {
      const [[fromEast, fromNorth], [toEast, toNorth]] = [points[i - 1] as readonly [number, number, number], points[i] as readonly [number, number, number]];
      const [dx, dy] = [toEast - fromEast, fromNorth - toNorth];
      const length = Math.hypot(dx, dy);
      if (length <= longest) continue;
      [longest, x, y, angle] = [length, place.x((fromEast + toEast) / 2), place.y((fromNorth + toNorth) / 2), (Math.atan2(dy, dx) * 180) / Math.PI];
    }
    // A riser has no direction from above.
    if (longest < 0.5) return null;
    return (
      <g key={pipe.id} data-pipe={at} className="scene-map-arrow" transform={`translate(${x} ${y}) rotate(${angle})`}>
        <path d="M-.35-.4.35 0-.35.4" />
      </g>
    );
  });
});

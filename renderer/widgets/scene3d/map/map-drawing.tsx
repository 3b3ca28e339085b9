import { memo, useId } from 'react';
import { mapOutlines, type MapOutline } from '#shared/scene/map-outlines.ts';
import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import type { SceneEntity } from '../scene-entity.ts';
import type { MapPlace } from './map-place.ts';

/** Nodes of models without an asset are not drawn one by one: there may be thousands, and they show nothing. */
const nodesOf = (entities: readonly SceneEntity[]): readonly (readonly [number, SceneEntity])[] =>
  entities.flatMap((entity, at) => (entity.kind === 'node' && entity.asset !== null ? [[at, entity] as const] : []));

/** The plant from above, drawn once: floors, buildings, parts, pipes and nodes of models. `data-entity` is the position in the list of entities. */
export const MapDrawing = memo(function MapDrawing({ layout, entities, place }: { readonly layout: SceneLayout; readonly entities: readonly SceneEntity[]; readonly place: MapPlace }) {
  const { outlines, pipes } = mapOutlines(layout);
  const own = useId();
  const points = (all: readonly (readonly [number, number])[]): string => all.map(([east, north]) => `${place.x(east).toFixed(2)},${place.y(north).toFixed(2)}`).join(' ');
  const shape = (outline: MapOutline, attributes: Record<string, unknown>) =>
    outline.form === 'circle' ? (
      <circle key={`${outline.kind} ${outline.index}`} cx={place.x(outline.at[0])} cy={place.y(outline.at[1])} r={outline.radius} {...attributes} />
    ) : (
      <polygon key={`${outline.kind} ${outline.index}`} points={points(outline.points)} {...attributes} />
    );
  const pipesFrom = layout.parts.length;
  const positions = new Map(layout.pipes.map(({ index }, at) => [index, pipesFrom + at]));
  return (
    <>
      {outlines.map((outline) => {
        if (outline.kind === 'floor') return shape(outline, { className: `scene-map-floor is-${layout.scene.floors[outline.index]?.kind ?? 'concrete'}` });
        if (outline.kind === 'building') return shape(outline, { className: 'scene-map-building' });
        return null;
      })}
      {pipes.map(({ index, diameter, points: line }) => {
        const entity = positions.get(index) ?? -1;
        return <polyline key={`pipe ${index}`} className="scene-map-pipe" data-entity={entity} points={points(line)} strokeWidth={Math.max(0.12, diameter)} />;
      })}
      {outlines.map((outline) => {
        if (outline.kind !== 'part') return null;
        const part = layout.scene.parts[outline.index];
        const drawn = shape(outline, { className: `scene-map-part ${part?.asset === undefined ? 'is-still' : ''}`, 'data-entity': outline.index });
        const box = layout.parts[outline.index]?.bounds;
        if (part?.level === undefined || box === undefined) return drawn;
        // Contents rise from the lower edge, as in a gauge, within the outline.
        return [
          drawn,
          <clipPath key={`clip ${outline.index}`} id={`${own}-${outline.index}`}>
            {shape(outline, {})}
          </clipPath>,
          <g key={`level ${outline.index}`} clipPath={`url(#${own}-${outline.index})`}>
            <rect className="scene-map-level" data-level={outline.index} x={place.x(box[0])} y={place.y(box[4])} width={box[3] - box[0]} height={box[4] - box[1]} />
          </g>,
        ];
      })}
      {nodesOf(entities).map(([at, { bounds }]) => (
        <rect key={`node ${at}`} className="scene-map-part" data-entity={at} x={place.x(bounds[0])} y={place.y(bounds[4])} width={bounds[3] - bounds[0]} height={bounds[4] - bounds[1]} />
      ))}
    </>
  );
});

import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { Point } from '#shared/model/scene.ts';
import type { SceneUniforms } from '../stage/materials.ts';
import type { Stage } from '../stage/stage.ts';
import type { Drawn, DrawnLine, DrawnMark } from './drawn-line.ts';
import { createLineGeometry, createLineMaterial, type LineLook } from './line-material.ts';
import { createMarkGeometry, createMarkMaterial, drawMarks } from './mark-material.ts';

/** In this order after the plant itself: what is hidden first. */
const lineOrder = 10;
const markOrder = 20;
/** Ways lie on floors; their lines lie so much higher, m. */
const aboveFloorM = 0.06;

const looksOf: Readonly<Record<DrawnLine['kind'], readonly LineLook[]>> = {
  way: [
    { tone: 'uAccent', widePx: 2.5, opacity: 0.55, isBehind: true },
    { tone: 'uPaper', widePx: 7, opacity: 0.6, isBehind: false },
    { tone: 'uAccent', widePx: 3.5, opacity: 1, isBehind: false },
  ],
  measure: [
    { tone: 'uText', widePx: 1.5, opacity: 0.6, isBehind: true },
    { tone: 'uPaper', widePx: 5, opacity: 0.6, isBehind: false },
    { tone: 'uText', widePx: 2, opacity: 1, isBehind: false },
  ],
  cut: [
    { tone: 'uAccent', widePx: 1.5, opacity: 0.3, isBehind: true },
    { tone: 'uAccent', widePx: 2, opacity: 0.9, isBehind: false },
  ],
};

/** All that is in the scene: the plant, and what people had drawn into it. Draws a frame after each change. */
export function SceneContents({ stage, drawn, cut, onChange }: { readonly stage: Stage; readonly drawn: Drawn; readonly cut: readonly Point[]; readonly onChange: () => void }) {
  useLayoutEffect(onChange, [drawn, cut, onChange]);
  return (
    <>
      {stage.objects.map((object) => (
        <primitive key={object.id} object={object} />
      ))}
      {drawn.lines.map(({ id, kind, points }) => (
        <Line key={id} kind={kind} points={points} uniforms={stage.uniforms} />
      ))}
      {cut.length === 0 ? null : <Line kind="cut" points={cut} uniforms={stage.uniforms} />}
      {drawn.marks.length === 0 ? null : <Marks marks={drawn.marks} uniforms={stage.uniforms} />}
    </>
  );
}

/** A line with true depth. */
function Line({ kind, points, uniforms }: Pick<DrawnLine, 'kind' | 'points'> & { readonly uniforms: SceneUniforms }) {
  const geometry = useMemo(() => createLineGeometry(kind === 'way' ? points.map(([x, y, z]): Point => [x, y, z + aboveFloorM]) : points), [kind, points]);
  const materials = useMemo(() => looksOf[kind].map((look) => createLineMaterial(uniforms, look)), [kind, uniforms]);
  useEffect(() => () => geometry.dispose(), [geometry]);
  useEffect(() => () => materials.forEach((material) => material.dispose()), [materials]);
  return materials.map((material, order) => <mesh key={material.id} geometry={geometry} material={material} renderOrder={lineOrder + order} frustumCulled={false} />);
}

/** Numbered locks, each at its place, as large at any distance. */
function Marks({ marks, uniforms }: { readonly marks: readonly DrawnMark[]; readonly uniforms: SceneUniforms }) {
  const geometry = useMemo(() => createMarkGeometry(marks), [marks]);
  const fields = useMemo(() => drawMarks(marks), [marks]);
  const materials = useMemo(() => [true, false].map((isBehind) => createMarkMaterial(uniforms, fields, marks.length, isBehind)), [uniforms, fields, marks.length]);
  useEffect(() => () => geometry.dispose(), [geometry]);
  useEffect(() => () => fields.dispose(), [fields]);
  useEffect(() => () => materials.forEach((material) => material.dispose()), [materials]);
  return materials.map((material, order) => <mesh key={material.id} geometry={geometry} material={material} renderOrder={markOrder + order} frustumCulled={false} />);
}

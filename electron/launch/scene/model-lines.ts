import type { ImportedModel } from '#electron/engine/scenes/import/import-protocol.ts';
import type { SceneMeshPart } from '#shared/scene/scene-mesh.ts';

/** Parts listed at most; the rest is counted. */
const mostParts = 200;

/** A model in lines for people. */
export function modelLines(file: string, { mesh, report }: Pick<ImportedModel, 'mesh' | 'report'>): string[] {
  const count = (value: number): string => value.toLocaleString('en');
  const coarse = mesh.coarseIndices.length / 3;
  const [west, south, low, east, north, high] = mesh.bounds;
  return [
    `${file} (${report.format}, ${count(report.fileBytes)} bytes)`,
    `size       ${metres(east - west)} m east, ${metres(north - south)} m north, ${metres(high - low)} m up`,
    `stands     from ${[west, south, low].map(metres).join(', ')} to ${[east, north, high].map(metres).join(', ')} of its own origin`,
    `triangles  ${count(report.triangles)} drawn of ${count(report.trianglesRead)} read, ${coarse === 0 ? 'no coarse level' : `${count(coarse)} from afar`}; ${count(report.vertices)} vertices`,
    ...(report.notes.length === 0 ? ['left out   nothing'] : report.notes.map((note, index) => `${index === 0 ? 'left out  ' : '          '} ${note}`)),
    '',
    `${count(mesh.parts.length)} parts: triangles, colour, size in metres, path`,
    ...mesh.parts.slice(0, mostParts).map(partLine),
    ...(mesh.parts.length > mostParts ? [`and ${count(mesh.parts.length - mostParts)} more; --json lists all`] : []),
  ];
}

function partLine({ path, count, baseColour, isColourless, bounds }: SceneMeshPart): string {
  const size = [0, 1, 2].map((axis) => metres((bounds[axis + 3] ?? 0) - (bounds[axis] ?? 0))).join(' × ');
  const colour = isColourless === true ? 'none   ' : `#${baseColour.map((one) => one.toString(16).padStart(2, '0')).join('')}`;
  return `${(count / 3).toLocaleString('en').padStart(9)}  ${colour}  ${size.padEnd(24)}  ${path}`;
}

const metres = (value: number): string => String(Number(value.toPrecision(4)) || 0);

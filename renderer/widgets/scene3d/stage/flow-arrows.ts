import type { SceneLayout } from '#shared/scene/scene-layout.ts';
import { BufferAttribute, InstancedBufferAttribute, InstancedBufferGeometry } from 'three';

/** How far apart arrows stand by flow, m: full, three quarters, half, a quarter. They stand still; closer is faster. */
const spacings = [7, 4.5, 3, 1.8] as const;
const mostArrows = 6000;
/** Nearest two of full flow, m: by how these look apart on the screen all arrows are thinned alike, so that closer stays faster. */
export const closestM = spacings[3];
/** One arrow of each pipe is left however far the eye is. */
const lastRank = 9;

/** How often arrows may be halved before this one goes, by its place along its pipe: every other one has 0, every other of the rest 1, and so on. */
export const rankOf = (at: number): number => (at === 0 ? lastRank : Math.min(lastRank, Math.log2(at & -at)));

export const flowClass = (flow: number): number => (Number.isNaN(flow) || Math.abs(flow) < 0.02 ? 0 : Math.sign(flow) * Math.min(4, Math.max(1, Math.ceil(Math.abs(flow) * 4))));

const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot((b[0] as number) - (a[0] as number), (b[1] as number) - (a[1] as number), (b[2] as number) - (a[2] as number));

/** Chevrons round pipes that point where it flows: cones, hollow behind. */
export function createFlowArrows(layout: SceneLayout) {
  const geometry = new InstancedBufferGeometry();
  const sides = 8;
  const ring = Array.from({ length: sides }, (_, i) => [Math.cos((2 * Math.PI * i) / sides), Math.sin((2 * Math.PI * i) / sides)] as const);
  geometry.setAttribute('position', new BufferAttribute(new Float32Array([0, 0, 1.25, ...ring.flatMap(([x, y]) => [x, y, -0.95]), 0, 0, -0.35]), 3));
  geometry.setIndex(new BufferAttribute(new Uint16Array(ring.flatMap((_, i) => [0, i + 1, ((i + 1) % sides) + 1, sides + 1, ((i + 1) % sides) + 1, i + 1])), 1));
  const [places, headings, owners, ranks] = [new Float32Array(mostArrows * 4), new Float32Array(mostArrows * 3), new Float32Array(mostArrows), new Float32Array(mostArrows)];
  const [place, heading, owner, rank] = [new InstancedBufferAttribute(places, 4), new InstancedBufferAttribute(headings, 3), new InstancedBufferAttribute(owners, 1), new InstancedBufferAttribute(ranks, 1)];
  geometry.setAttribute('place', place);
  geometry.setAttribute('heading', heading);
  geometry.setAttribute('owner', owner);
  geometry.setAttribute('rank', rank);
  geometry.instanceCount = 0;
  const before = new Int8Array(layout.pipes.length);
  const firstOwner = layout.parts.length;

  let kept: Uint8Array | null = null;
  const write = (): void => {
    let count = 0;
    layout.pipes.forEach(({ points, pipe }, index) => {
      const way = before[index] as number;
      if (way === 0 || (kept !== null && kept[firstOwner + index] !== 1)) return;
      const spacing = spacings[Math.abs(way) - 1] as number;
      // Half as wide again as its pipe: what stands out of it is seen from every side.
      const size = Math.max(0.09, pipe.diameter * 0.62 + 0.03);
      let left = spacing / 2;
      const whole = points.reduce((sum, point, i) => sum + (i === 0 ? 0 : distance(points[i - 1] as readonly number[], point)), 0);
      // Counted from the arrow in the middle of the pipe, which is the last to go.
      let along = -Math.floor(Math.ceil((whole - left) / spacing) / 2);
      for (let i = 1; i < points.length; i++) {
        const [a, b] = [points[i - 1] as readonly number[], points[i] as readonly number[]];
        const run = distance(a, b);
        for (; left < run && count < mostArrows; left += spacing) {
          ranks[count] = rankOf(Math.abs(along++));
          // Not in a bend, where it would stand beside the pipe.
          const at = Math.min(run - Math.min(run / 2, pipe.diameter * 1.6), Math.max(Math.min(run / 2, pipe.diameter * 1.6), left));
          for (let k = 0; k < 3; k++) {
            const unit = ((b[k] as number) - (a[k] as number)) / run;
            places[count * 4 + k] = (a[k] as number) + unit * at;
            headings[count * 3 + k] = unit * Math.sign(way);
          }
          places[count * 4 + 3] = size;
          owners[count++] = firstOwner + index;
        }
        left -= run;
      }
    });
    geometry.instanceCount = count;
    for (const one of [place, heading, owner, rank]) one.needsUpdate = true;
  };

  return {
    geometry,
    /** By laid pipe; true: other arrows than before. */
    set(flows: Float32Array | null): boolean {
      let isSame = true;
      for (let i = 0; i < before.length; i++) {
        const next = flows === null ? 0 : flowClass(flows[i] ?? Number.NaN);
        if (before[i] !== next) [before[i], isSame] = [next, false];
      }
      if (isSame) return false;
      write();
      return true;
    },
    /** By entity: 1 for what is drawn whole. What is seen through has no arrows. Null: all is whole. */
    isolate(next: Uint8Array | null): void {
      kept = next;
      write();
    },
    dispose: () => geometry.dispose(),
  };
}

import { X } from 'lucide-react';
import type { Bounds } from '#shared/scene/part-frame.ts';
import type { SectionPlane } from '#renderer/widgets/scene3d/scene-handle.ts';
import { Segmented } from '#renderer/widgets/segmented.tsx';

export const cutAxes = ['height', 'east', 'north'] as const;
/** A plane square to an axis: what lies beyond it is cut away. `share` 0 to 1 of the scene along that axis. */
export type Cut = { readonly axis: (typeof cutAxes)[number]; readonly share: number };

/** Parts of one assembly, or of all where null, moved apart by 0 to 1 of their own size. */
export type Explosion = { readonly assembly: string | null; readonly factor: number };

const axisOf = { east: 0, north: 1, height: 2 } as const;

export function planeOf({ axis, share }: Cut, bounds: Bounds): SectionPlane {
  const at = axisOf[axis];
  const [from, to] = [bounds[at] as number, bounds[at + 3] as number];
  const offset = from + (to - from) * share;
  // From the south the nearer half is cut away, so that one looks in.
  return axis === 'height' ? { normal: [0, 0, 1], offset } : axis === 'east' ? { normal: [1, 0, 0], offset } : { normal: [0, -1, 0], offset: -offset };
}

export const cutFaultWords = (faults: number): string => (faults === 1 ? '1 fault is cut away' : `${faults} faults are cut away`);

/** Where the scene is cut open, and how far assemblies are moved apart. */
export function CutStrip({ cut, bounds, onCut, faults, onFault, explode, onExplode }: {
  readonly cut: Cut | null;
  readonly bounds: Bounds;
  readonly onCut: (cut: Cut | null) => void;
  /** How many faults are cut away, and goes to the first of them. */
  readonly faults: number;
  readonly onFault: () => void;
  readonly explode: Explosion | null;
  readonly onExplode: (explosion: Explosion | null) => void;
}) {
  if (cut === null && explode === null) return null;
  const at = cut === null ? 0 : axisOf[cut.axis];
  const metres = cut === null ? 0 : (bounds[at] as number) + ((bounds[at + 3] as number) - (bounds[at] as number)) * cut.share;
  return (
    <div className="plant3d-strip" role="group" aria-label="Cut and explode">
      {cut === null ? null : (
        <label>
          <Segmented label="Cut square to" segments={[{ id: 'height', label: 'Height' }, { id: 'east', label: 'East' }, { id: 'north', label: 'North' }]} value={cut.axis} onChange={(axis) => onCut({ ...cut, axis })} />
          <input type="range" min={0} max={1000} value={Math.round(cut.share * 1000)} aria-label="Where it is cut" aria-valuetext={`${metres.toFixed(1)} m`} onChange={(event) => onCut({ ...cut, share: Number(event.target.value) / 1000 })} />
          <span className="num">{metres.toFixed(1)} m</span>
          {faults === 0 ? null : (
            <button type="button" className="plant3d-cut-faults" title="Goes to the first of them and closes the cut" onClick={onFault}>
              {cutFaultWords(faults)}
            </button>
          )}
          <button type="button" className="plant3d-tool" aria-label="Close the cut" title="Close the cut" onClick={() => onCut(null)}>
            <X size={14} strokeWidth={1.75} />
          </button>
        </label>
      )}
      {explode === null ? null : (
        <label>
          {explode.assembly ?? 'Assemblies'} apart
          <input type="range" min={0} max={100} value={Math.round(explode.factor * 100)} aria-label="How far apart" aria-valuetext={`${Math.round(explode.factor * 100)} %`} onChange={(event) => onExplode({ ...explode, factor: Number(event.target.value) / 100 })} />
          <button type="button" className="plant3d-tool" aria-label="Put together" title="Put together" onClick={() => onExplode(null)}>
            <X size={14} strokeWidth={1.75} />
          </button>
        </label>
      )}
    </div>
  );
}

import { Lock } from 'lucide-react';
import { useStore } from 'zustand';
import { numberOf } from '#shared/model/number-of.ts';
import type { Point } from '#shared/model/scene.ts';
import { useLink } from '#renderer/client/use-client.ts';
import { formatClock } from '#renderer/widgets/format-time.ts';
import type { LeftLabels } from '#renderer/widgets/scene3d/labels/scene-labels.tsx';
import { HeatLegend } from '#renderer/widgets/scene3d/legend/heat-legend.tsx';
import { cutFaultWords } from './cut-strip.tsx';
import { measuredWords } from './scene-lines.ts';
import type { SceneSession } from './scene-session.ts';
import { StateChip } from '#renderer/widgets/state-chip.tsx';

/** One line below the scene: the scale, what is measured, and by number what has no label or is not in sight. */
export function SceneFoot(props: {
  readonly session: SceneSession;
  readonly theme: string;
  readonly refusal3d: string | null;
  readonly measured: readonly Point[] | null;
  readonly left: LeftLabels;
  /** Labels of faults among those that are cut away. */
  readonly cutFaults: number;
  readonly elsewhere: number;
  readonly locksElsewhere: number;
  readonly kept: number | null;
}) {
  const { session, theme, refusal3d, measured, left, cutFaults, elsewhere, locksElsewhere, kept } = props;
  const { mode } = useStore(session.choices);
  const link = useLink();
  const heat = session.heat();
  const parts = [
    ...(left.grouped > 0 ? [`${left.grouped} more without a label`] : []),
    ...(left.outOfSight > 0 ? [`${left.outOfSight} out of sight`] : []),
    ...(cutFaults > 0 ? [cutFaultWords(cutFaults)] : []),
    ...(left.cut.length > cutFaults ? [`${numberOf(left.cut.length - cutFaults, 'label')} cut away`] : []),
    ...(left.cutLocks > 0 ? [`${numberOf(left.cutLocks, 'lock')} cut away`] : []),
    ...(elsewhere > 0 ? [`${numberOf(elsewhere, 'alarm')} not in this scene`] : []),
    ...(locksElsewhere > 0 ? [`${locksElsewhere} locked out not in this scene`] : []),
  ];
  return (
    <div className="plant3d-foot">
      {mode === 'heat' && heat !== null ? <HeatLegend words={heat.words} unit={heat.unit} low={heat.low} high={heat.high} themeKey={theme} /> : null}
      {mode === 'flow' ? <span className="tx-2">Arrows point where it flows; the closer they lie, the faster. None: standing or not known.</span> : null}
      {mode === 'fault' || mode === 'level' ? (
        <span className="plant3d-legend tx-2">
          <i className="is-hatched" /> bad or not known <i className="is-hatched is-stale" /> old <i className="is-out" /> out of service <Lock size={12} aria-hidden="true" /> locked out
        </span>
      ) : null}
      {kept === null ? null : <span className="tx-2">{kept} {kept === 1 ? 'asset' : 'assets'} whole, the rest seen through</span>}
      {measured === null ? null : (
        <b className="num" role="status">
          {measuredWords(measured)}
        </b>
      )}
      {link.state === 'live' ? null : (
        <StateChip tone="bad" title="The engine is away: what came since is not known.">
          as of {formatClock(link.sinceMs)}
        </StateChip>
      )}
      {refusal3d === null ? null : <span role="status">{refusal3d}</span>}
      <span className="plant3d-space" />
      <span className="tx-2 num">{parts.join(', ')}</span>
    </div>
  );
}

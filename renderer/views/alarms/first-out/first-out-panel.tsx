import type { FirstOutGroup } from '#shared/model/first-out.ts';
import { FirstOutCard } from './first-out-card.tsx';
import { SequenceChart } from './sequence-chart.tsx';
import './first-out.css';

/** The card and the sequence of events of one burst, side by side. */
export function FirstOutPanel({ group, isFolded = false }: { readonly group: FirstOutGroup; readonly isFolded?: boolean }) {
  return (
    <div className="first-out-panel">
      <FirstOutCard group={group} isFolded={isFolded} />
      <SequenceChart group={group} />
    </div>
  );
}

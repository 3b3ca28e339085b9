import { targetOf } from '#shared/alarm-load/load-targets.ts';
import type { LoadMeasure, LoadTargetId } from '#shared/model/alarm-load.ts';
import { measureText, targetText } from './health-words.ts';
import { VerdictMark } from './verdict-mark.tsx';

/** In the order they are read: how many, how many at once, which. Priorities have a place of their own. */
const shown: readonly LoadTargetId[] = [
  'per-10-min',
  'per-hour',
  'per-day',
  'peak-10-min',
  'bins-over',
  'hours-over',
  'time-in-flood',
  'top-10-share',
  'chattering',
  'fleeting',
  'stale',
  'days-of-data',
];

/** Each figure with its target and whether that is met. */
export function HealthTiles({ measures }: { readonly measures: readonly LoadMeasure[] }) {
  return (
    <ul className="health-tiles" aria-label="Figures and targets">
      {shown.map((id) => {
        const measure = measures.find((one) => one.id === id);
        return measure === undefined ? null : <Tile key={id} measure={measure} />;
      })}
    </ul>
  );
}

function Tile({ measure }: { readonly measure: LoadMeasure }) {
  const { value, unit } = measureText(measure);
  return (
    <li className="health-tile" title={`${targetText(measure)}. ${measure.why === '' ? '' : `${measure.why} `}Source: ${measure.source}.`}>
      <span className="health-tile-name">{targetOf(measure.id).name}</span>
      <span className="health-tile-value num">
        <b>{value}</b> {unit}
      </span>
      <VerdictMark verdict={measure.verdict} />
      <span className="health-tile-target">{measure.why === '' ? targetText(measure) : measure.why}</span>
    </li>
  );
}

/** Every target with its source, for the one who has to check them. */
export function TargetSources({ measures }: { readonly measures: readonly LoadMeasure[] }) {
  return (
    <details className="health-sources">
      <summary>Targets and where they come from</summary>
      <p className="tx-2">
        None of the standards was read in the original. Check yours, and set the plant’s own under alarms.load.targets of project.yaml.
      </p>
      <table>
        <thead>
          <tr>
            <th>Figure</th>
            <th>Value</th>
            <th>Target</th>
            <th>Verdict</th>
            <th>Source</th>
          </tr>
        </thead>
        <tbody>
          {measures.map((measure) => {
            const { value, unit } = measureText(measure);
            return (
              <tr key={measure.id}>
                <td>{targetOf(measure.id).name}</td>
                <td className="num">
                  {value} {unit}
                </td>
                <td>{targetText(measure)}</td>
                <td>
                  <VerdictMark verdict={measure.verdict} />
                </td>
                <td>{measure.source}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}

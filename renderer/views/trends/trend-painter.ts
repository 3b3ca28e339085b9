import type { PixelColumns } from '#shared/math/pixel-columns.ts';
import type { ConsoleClient } from '../../client/console-client.ts';
import type { TrendChart } from '../../widgets/trend-chart/trend-chart.ts';
import type { TrendMark, TrendPen } from '../../widgets/trend-chart/trend-frame.ts';
import type { EarlierRun } from './trend-earlier.ts';
import type { TrendSession } from './trend-session.ts';

export type PaintedTrend = {
  readonly client: Pick<ConsoleClient, 'nowMs'>;
  readonly session: Pick<TrendSession, 'window' | 'columnsOf' | 'version'>;
  readonly earlier: Pick<EarlierRun, 'state' | 'look' | 'columnsOf' | 'version'>;
  readonly pens: readonly TrendPen[];
  /** Tag of the setpoint beside each pen; null where it has none. */
  readonly setpoints: readonly (string | null)[];
  /** When the line to the engine went down; null while it is up. */
  readonly lostMs: number | null;
};

export type TrendPainter = {
  /** Draws the trend as it stands now; false, and nothing done, when the picture would be the one drawn last. */
  paint(chart: TrendChart, selected: string | null, marks: readonly TrendMark[]): boolean;
};

/** Asked once for each animation frame; what a frame needs is kept from one to the next, so that drawing leaves nothing to collect. */
export function createTrendPainter({ client, session, earlier, pens, setpoints, lostMs }: PaintedTrend): TrendPainter {
  const columns: (PixelColumns | null)[] = pens.map(() => null);
  const setpointColumns: (PixelColumns | null)[] = pens.map(() => null);
  const earlierColumns: (PixelColumns | null)[] = pens.map(() => null);
  let drawnFor: { readonly chart: TrendChart; readonly selected: string | null; readonly marks: readonly TrendMark[] } | null = null;
  let [drawnFromMs, drawnToMs, drawnVersion, drawnEarlier] = [Number.NaN, Number.NaN, -1, -1];
  return {
    paint(chart, selected, marks) {
      const shown = session.window();
      const { fromMs, toMs } = shown;
      const { shiftMs } = earlier.state.getState();
      if (shiftMs !== null && pens.length > 0) {
        const stepMs = session.columnsOf((pens[0] as TrendPen).id)?.stepMs ?? null;
        if (stepMs !== null) earlier.look(shown, stepMs);
      }
      const isSame = drawnFor !== null && drawnFor.chart === chart && drawnFor.selected === selected && drawnFor.marks === marks;
      if (isSame && fromMs === drawnFromMs && toMs === drawnToMs && session.version === drawnVersion && earlier.version === drawnEarlier) return false;
      if (!isSame) drawnFor = { chart, selected, marks };
      [drawnFromMs, drawnToMs, drawnVersion, drawnEarlier] = [fromMs, toMs, session.version, earlier.version];
      let place = -1;
      for (let at = 0; at < pens.length; at++) {
        const { id } = pens[at] as TrendPen;
        const setpoint = setpoints[at] ?? null;
        columns[at] = session.columnsOf(id);
        setpointColumns[at] = setpoint === null ? null : session.columnsOf(setpoint);
        earlierColumns[at] = shiftMs === null ? null : earlier.columnsOf(id);
        if (id === selected) place = at;
      }
      chart.draw({
        fromMs,
        toMs,
        nowMs: client.nowMs(),
        lostMs,
        columns,
        setpoints: setpointColumns,
        earlier: shiftMs === null ? null : { columns: earlierColumns, shiftMs },
        selected: place,
        marks,
      });
      return true;
    },
  };
}

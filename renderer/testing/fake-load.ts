import { binMs } from '#shared/alarm-load/load-bins.ts';
import { createLiveLoad, windowSpan } from '#shared/alarm-load/live-load.ts';
import { createLoadMeter, isAnnunciated } from '#shared/alarm-load/load-meter.ts';
import { loadLists } from '#shared/alarm-load/load-rows.ts';
import { measureLoad } from '#shared/alarm-load/load-targets.ts';
import { shiftStartMs } from '#shared/alarm-load/shift-start.ts';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { Directory } from '#shared/contract/project.ts';
import { LoadSettings } from '#shared/model/alarm-load.ts';
import type { AlarmEvent } from '#shared/model/alarm.ts';
import { refused } from '#shared/model/fault.ts';
import type { Handlers, StreamSource } from '#shared/rpc/server.ts';

const settings = LoadSettings.parse({});
const shifts = ['06:00', '14:00', '22:00'];

/** The load of what the fake engine's journal holds, by the engine's own arithmetic. It makes no reports. */
export function createFakeLoad(parts: {
  readonly directory: () => Directory;
  readonly journal: () => readonly AlarmEvent[];
  readonly nowMs: () => number;
  readonly follow: <Item>(notify: () => void, make: () => Item) => StreamSource<Item>;
}): Pick<Handlers<FirstoutContract>, 'alarms.load' | 'alarms.loadNow' | 'loadReport.start'> {
  const { directory, journal, nowMs, follow } = parts;
  const priorityOf = (alarm: string): number => directory().alarms.find(({ id }) => id === alarm)?.priority ?? 4;
  return {
    'alarms.load': ({ span }) => {
      const atMs = 'window' in span ? Math.min(span.atMs ?? nowMs(), nowMs()) : nowMs();
      const asked = 'window' in span ? windowSpan(span.window, atMs, shiftStartMs(atMs, shifts)) : span;
      const firstMs = journal()[0]?.engineMs ?? asked.toMs;
      const fromMs = Math.min(asked.toMs, Math.max(asked.fromMs, firstMs));
      const meter = createLoadMeter({ fromMs, operators: 1, rules: settings.rules });
      const ids: string[] = [];
      for (const { alarm, to, engineMs } of journal()) {
        if (engineMs < fromMs || engineMs > asked.toMs) continue;
        if (!ids.includes(alarm)) ids.push(alarm);
        meter.add(ids.indexOf(alarm), to, engineMs);
      }
      const { figures, floods, bins, columns, alarms } = meter.read(asked.toMs);
      const priorities = [0, 0, 0, 0];
      ids.forEach((alarm, at) => ((priorities[priorityOf(alarm) - 1] as number) += columns.raised[at] ?? 0));
      const defined = [1, 2, 3, 4].map((priority) => directory().alarms.filter((alarm) => alarm.priority === priority).length);
      return {
        ok: true,
        value: {
          figures,
          operators: 1,
          rules: settings.rules,
          askedFromMs: asked.fromMs,
          measures: measureLoad(figures, priorities, 1, settings),
          priorities,
          defined,
          floods,
          lists: loadLists(columns, alarms, {
            idOf: (at) => ids[at] ?? '',
            fromMs,
            toMs: figures.toMs,
            staleMs: settings.rules.staleAfterH * 3_600_000,
            most: 50,
          }),
          areas: [{ asset: null, name: 'Without an area', alarms: figures.alarms }],
          chart: { fromMs: bins.first * binMs, binsPerColumn: 1, most: bins.counts },
        },
      };
    },
    'alarms.loadNow': (_params, { notify }) =>
      follow(notify, () => {
        const live = createLiveLoad(() => ({ operators: 1, rules: settings.rules }));
        const first = journal()[0];
        live.seed(first === undefined ? nowMs() : Math.floor(first.engineMs / 60_000) * 60_000, new Uint32Array(0));
        for (const { from, to, engineMs } of journal()) if (isAnnunciated(from, to)) live.add(engineMs);
        return live.read(nowMs(), shiftStartMs(nowMs(), shifts));
      }),
    'loadReport.start': () => refused('busy', 'The fake engine makes no files.'),
  };
}

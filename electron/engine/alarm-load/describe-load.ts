import { binMs } from '#shared/alarm-load/load-bins.ts';
import { measureLoad } from '#shared/alarm-load/load-targets.ts';
import type { AlarmLoad, LoadArea } from '#shared/model/alarm-load.ts';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { JournalLoad } from '../store/store-types.ts';
import type { LoadFacts } from './load-facts.ts';

/** What the journal told, with the project's priorities and areas, beside the targets. `definitionOf` knows conditions of devices too. */
export function describeLoad(
  read: JournalLoad,
  askedFromMs: number,
  facts: LoadFacts,
  definitionOf: (alarm: string) => AlarmDefinition | undefined,
): AlarmLoad {
  const { figures, floods, lists, raised, chart } = read;
  const priorities = [0, 0, 0, 0];
  const areas = new Map<string, LoadArea>();
  raised.alarms.forEach((alarm, at) => {
    const count = raised.counts[at] as number;
    const definition = definitionOf(alarm);
    // As in the console, an alarm the project does not have any more reads priority 4.
    (priorities[(definition?.priority ?? 4) - 1] as number) += count;
    const area = definition === undefined ? null : facts.areaOf(definition);
    const key = area?.id ?? '';
    areas.set(key, { asset: area?.id ?? null, name: area?.name ?? 'Without an area', alarms: (areas.get(key)?.alarms ?? 0) + count });
  });
  return {
    figures,
    operators: facts.operators,
    rules: facts.settings.rules,
    askedFromMs,
    measures: measureLoad(figures, priorities, facts.operators, facts.settings),
    priorities,
    defined: facts.defined,
    floods,
    lists,
    areas: [...areas.values()].toSorted((a, b) => b.alarms - a.alarms || (a.name < b.name ? -1 : 1)),
    chart: { fromMs: chart.first * binMs, binsPerColumn: chart.binsPerColumn, most: chart.most },
  };
}

import type { LoadedProject } from '#electron/engine/project/loaded-project.ts';
import type { Random } from '#electron/simulator/model/random.ts';

type Transition = { readonly alarm: string; readonly kind: 'raised' | 'returned'; readonly atMs: number };

/**
 * `count` nuisance alarms within a span: half of them chattering, half fleeting, of machines on which the fault raised
 * nothing. Chosen by chance among all the project has; priority and place in the plant play no part.
 */
export function createNuisances(project: LoadedProject, raised: ReadonlySet<string>, count: number, span: { readonly fromMs: number; readonly toMs: number }, random: Random): readonly Transition[] {
  const assetOfTag = new Map(project.tags.map((tag) => [tag.id, tag.asset]));
  const assetOf = (alarm: LoadedProject['alarms'][number]): string => alarm.asset ?? assetOfTag.get(alarm.tag) ?? '';
  const touched = new Set(project.alarms.filter(({ id }) => raised.has(id)).map(assetOf));
  const free = project.alarms.filter((alarm) => !raised.has(alarm.id) && !touched.has(assetOf(alarm)) && assetOf(alarm) !== 'SIM-01');
  const chosen: Transition[] = [];
  for (let left = count; left > 0 && free.length > 0; left--) {
    const [alarm] = free.splice(Math.floor(random.uniform() * free.length), 1);
    if (alarm !== undefined) chosen.push(...(left % 2 === 0 ? chattering : fleeting)(alarm.id, span, random));
  }
  return chosen;
}

function fleeting(alarm: string, span: { readonly fromMs: number; readonly toMs: number }, random: Random): readonly Transition[] {
  const atMs = span.fromMs + random.uniform() * (span.toMs - span.fromMs);
  return [
    { alarm, kind: 'raised', atMs },
    { alarm, kind: 'returned', atMs: atMs + 1000 + random.uniform() * 30_000 },
  ];
}

function chattering(alarm: string, span: { readonly fromMs: number; readonly toMs: number }, random: Random): readonly Transition[] {
  const found: Transition[] = [];
  let atMs = span.fromMs + random.uniform() * (span.toMs - span.fromMs);
  const times = 3 + Math.floor(random.uniform() * 10);
  for (let i = 0; i < times; i++) {
    const onMs = 1000 + random.uniform() * 6000;
    found.push({ alarm, kind: 'raised', atMs }, { alarm, kind: 'returned', atMs: atMs + onMs });
    atMs += onMs + 1000 + random.uniform() * 12_000;
  }
  return found;
}

import { compileExpression } from '#shared/expressions/compile-expression.ts';
import type { CompiledExpression } from '#shared/expressions/compiled-expression.ts';
import type { ControlService } from './control/control-service.ts';
import type { Historian } from './historian/historian.ts';
import type { Plant } from './plant.ts';
import type { Ports } from './ports.ts';
import type { Records } from './records/records.ts';
import type { RunHistory } from './runbooks/dry-replay.ts';
import type { RunPlant } from './runbooks/run-plant.ts';
import { createRunbooks, type RunbookService } from './runbooks/run-service.ts';
import type { TextTable } from './tags/text-table.ts';

export type RunbookParts = {
  readonly ports: Ports;
  readonly records: Records;
  readonly control: ControlService;
  readonly texts: TextTable;
  readonly plant: () => Plant;
  /** Runbooks of the project as it is now. */
  readonly runbookOf: RunPlant['runbookOf'];
  readonly historian: () => Pick<Historian, 'valueAt' | 'samples'>;
  readonly isStill: boolean;
};

/** Runs over the plant of the moment, which a reload replaces. */
export function wireRunbooks({ ports, records, control, texts, plant, runbookOf, historian, isStill }: RunbookParts): Promise<RunbookService> {
  let known: { readonly plant: Plant; readonly view: RunPlant } | null = null;
  const view = (): RunPlant => {
    const now = plant();
    known = known?.plant === now ? known : { plant: now, view: viewOf(now, texts, runbookOf) };
    return known.view;
  };
  return createRunbooks({ clock: ports.clock, log: ports.log, records, control, plant: view, history: historyOf(historian), isStill });
}

/** The past by the historian of the moment, which a reload replaces with the plant. */
const historyOf = (historian: RunbookParts['historian']): RunHistory => ({
  valueAt: async (tags, timeMs) => whole(await historian().valueAt(tags, timeMs)),
  samples: async (query) => whole(await historian().samples(query)),
});

/** What only the history server has and does not tell is missing: a check must not pass on the value before it. */
function whole<Answer extends { readonly away: { readonly sentence: string } | null }>(answer: Answer): Answer {
  if (answer.away !== null) throw new Error(answer.away.sentence);
  return answer;
}

/** Expressions kept compiled; more than all runbooks of a large project have. */
const mostCompiled = 20_000;

function viewOf({ revision, project, table }: Plant, texts: TextTable, runbookOf: RunbookParts['runbookOf']): RunPlant {
  const compiled = new Map<string, CompiledExpression | null>();
  return {
    revision,
    table,
    isSimulated: project.file.simulator !== undefined,
    source: { value: table.value, quality: table.quality, timeMs: table.timeMs, text: (at) => texts.text(at) },
    indexOf: (tag) => project.directory.get(tag)?.index,
    idOf: (index) => project.tags[index]?.id ?? String(index),
    isText: (index) => project.tags[index]?.type === 'text',
    compile(expression) {
      const before = compiled.get(expression);
      if (before !== undefined) return before;
      const made = compileExpression(expression, project.directory);
      // A number is no truth: a check is met or it is not.
      const truth = made.ok && made.value.resultType === 'bool' ? made.value : null;
      if (compiled.size >= mostCompiled) compiled.clear();
      compiled.set(expression, truth);
      return truth;
    },
    runbookOf,
  };
}

import type { TagDirectory } from '#shared/expressions/compiled-expression.ts';
import { assertNever } from '#shared/model/fault.ts';
import { type Runbook, type RunbookItem, type RunbookItemOf, type RunbookPhase, type RunbookStep, stepsOf } from '#shared/model/runbook.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import { compileExpression } from '#shared/expressions/compile-expression.ts';
import { checkAction } from './check-action.ts';
import { checkWays } from './check-ways.ts';
import { knownUnits } from './known-units.ts';
import { isDocumentPath } from './read-inlines.ts';
import { readProse } from './read-prose.ts';
import type { RunbookRead } from './read-runbook.ts';
import { collectProblems, orList, type Problems, quoted, type RunbookProblem } from './runbook-problem.ts';
import type { Inline, ProseBlock } from './prose.ts';

/** What of the project runbooks may name. Console's own signals and alarms, as those of links, are among tags and alarms. */
export type RunbookSurroundings = {
  readonly tags: { has(id: string): boolean; /** Undefined for the console's own. */ get(id: string): TagDefinition | undefined };
  /** Of all tags. */
  readonly units: ReadonlySet<string>;
  /** What expressions may name: signals of the plant, not of the console. */
  readonly directory: TagDirectory;
  readonly alarms: { has(id: string): boolean };
  readonly assets: { has(id: string): boolean };
  /** Kinds that assets of the project have. */
  readonly kinds: ReadonlySet<string>;
  readonly screens: { has(id: string): boolean };
  /** Ids of the views of each scene. */
  readonly scenes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly trends: { has(id: string): boolean };
  readonly runbooks: { has(id: string): boolean };
  /** Whether there is such a file below `documents/`. */
  readonly documents: { has(path: string): boolean };
};

export type CheckedRunbook = {
  /** Values of actions are numbers where the tag's are: a state's word is looked up. Null where the text gives none. */
  readonly runbook: Runbook | null;
  /** Of reading and checking, in the order of lines. With an error among them it must not be run. */
  readonly problems: readonly RunbookProblem[];
};

/** Looks up all that a runbook names and finds what cannot come about: unknown names, truths that are none, steps nobody reaches. */
export function checkRunbook({ runbook, problems: found, lineOf }: RunbookRead, around: RunbookSurroundings): CheckedRunbook {
  if (runbook === null) return { runbook, problems: found };
  const problems = collectProblems();
  for (const { severity, line, message } of found) problems[severity](line, message);
  checkHead(runbook, lineOf, around, problems);
  const steps = checkWays(runbook, problems);
  checkText(runbook.intro, 1, steps, problems);
  const phases = runbook.phases.map((phase): RunbookPhase => {
    checkText(phase.text, phase.line, steps, problems);
    checkText(phase.after, phase.line, steps, problems);
    return { ...phase, steps: phase.steps.map((step) => checkStep(step, { around, steps }, problems)) };
  });
  checkLocks(runbook, problems);
  const hazards = runbook.phases.findIndex(({ title }) => /^hazards?\b/i.test(title));
  if (hazards !== 0) problems.warning(runbook.phases[0]?.line ?? 1, hazards < 0 ? 'no phase is named Hazards; what can hurt people comes first' : 'the hazards do not come first');
  return { runbook: { ...runbook, phases }, problems: problems.all() };
}

function checkHead(runbook: Runbook, lineOf: RunbookRead['lineOf'], around: RunbookSurroundings, problems: Problems): void {
  const check = (key: 'assets' | 'alarms' | 'tags' | 'kinds', what: string, known: { has(id: string): boolean }): void => {
    for (const id of runbook[key]) if (!known.has(id)) problems.error(lineOf(key, id), `${key}: there is no ${what} ${quoted(id)}`);
  };
  check('assets', 'asset', around.assets);
  check('alarms', 'alarm', around.alarms);
  check('tags', 'tag', around.tags);
  check('kinds', 'asset of the kind', around.kinds);
}

type StepSurroundings = { readonly around: RunbookSurroundings; readonly steps: ReadonlySet<string> };

function checkStep(step: RunbookStep, where: StepSurroundings, problems: Problems): RunbookStep {
  checkText(step.before, step.line, where.steps, problems);
  return { ...step, items: step.items.map((item) => checkItem(item, where, problems)) };
}

function checkItem(item: RunbookItem, where: StepSurroundings, problems: Problems): RunbookItem {
  const { around } = where;
  switch (item.kind) {
    case 'prose':
      checkText(item.markdown, item.line, where.steps, problems, true);
      return item;
    case 'value':
      if (!around.tags.has(item.tag)) problems.error(item.line, `there is no tag ${quoted(item.tag)}`);
      return item;
    case 'check':
      checkTruth(item.expression, 'the check', item.line, around, problems);
      return item;
    case 'branch':
      if (item.when !== null) checkTruth(item.when, 'the branch', item.line, around, problems);
      return item;
    case 'reading':
      if (!knownUnits.has(item.unit) && !around.units.has(item.unit)) problems.error(item.line, `there is no unit ${quoted(item.unit)}; known are those of the project's tags, and ${[...knownUnits].slice(1, 6).join(', ')}, …`);
      return item;
    case 'action':
      return checkAction(item, around.tags, problems);
    case 'link':
      checkLink(item, around, problems);
      return item;
    case 'note':
    case 'photo':
    case 'sign':
      return item;
    case 'gate':
      for (const id of [...(item.locks ?? []), ...(item.frees ?? [])]) if (!around.assets.has(id)) problems.error(item.line, `there is no asset ${quoted(id)} that could be locked out`);
      return item;
    default:
      return assertNever(item, 'part of a step');
  }
}

/** What is locked out and never freed stands marked to the end of the run; what is freed should have been locked by it. */
function checkLocks(runbook: Runbook, problems: Problems): void {
  const gates = stepsOf(runbook).flatMap(({ items }) => items.filter((item) => item.kind === 'gate'));
  const locked = new Set(gates.flatMap(({ locks = [] }) => locks));
  const freed = new Set(gates.flatMap(({ frees = [] }) => frees));
  for (const { line, locks = [], frees = [] } of gates) {
    for (const id of locks) if (!freed.has(id)) problems.warning(line, `no gate of this runbook frees ${quoted(id)} again: it stands locked out until the run ends`);
    for (const id of frees) if (!locked.has(id)) problems.warning(line, `no gate of this runbook locks ${quoted(id)} out`);
  }
}

function checkTruth(expression: string, what: string, line: number, around: RunbookSurroundings, problems: Problems): void {
  const compiled = compileExpression(expression, around.directory);
  if (!compiled.ok) problems.error(line, `${what}, ${compiled.fault.message}`);
  else if (compiled.value.resultType !== 'bool') problems.error(line, `${what} gives a number; true or false is expected, as of a comparison`);
}

function checkLink({ link, target, view, line }: RunbookItemOf<'link'>, around: RunbookSurroundings, problems: Problems): void {
  if (link === 'document') {
    if (!isDocumentPath(target)) problems.error(line, `${quoted(target)} is no path below documents/`);
    else if (!around.documents.has(target)) problems.warning(line, `there is no file ${quoted(target)} in documents/`);
    return;
  }
  const known = { screen: around.screens, scene: around.scenes, trend: around.trends, runbook: around.runbooks }[link];
  if (!known.has(target)) problems.error(line, `there is no ${link} ${quoted(target)}`);
  else if (view !== null && around.scenes.get(target)?.has(view) === false) problems.error(line, `the scene ${quoted(target)} has no view ${quoted(view)}; it has ${orList([...(around.scenes.get(target) ?? [])].slice(0, 20))}`);
}

/** What of prose is shown as text, and links to steps that do not exist. `line` is that of its first line if `isExact`, else of what it stands by. */
function checkText(markdown: string, line: number, steps: ReadonlySet<string>, problems: Problems, isExact = false): void {
  if (markdown === '') return;
  const { blocks, remarks } = readProse(markdown);
  for (const { at, message } of remarks) problems.warning(isExact ? line + at : line, isExact ? message : `in the text by this line: ${message}`);
  for (const step of linkedSteps(blocks)) if (!steps.has(step)) problems.error(line, `a link of the text ${isExact ? 'that begins here' : 'by this line'} leads to #${step}, and there is no such step`);
}

function linkedSteps(blocks: readonly ProseBlock[]): readonly string[] {
  const ofInlines = (inlines: readonly Inline[]): readonly string[] =>
    inlines.flatMap((one) => (one.kind === 'link' ? ('step' in one.to ? [one.to.step] : []) : 'children' in one ? ofInlines(one.children) : []));
  return blocks.flatMap((block): readonly string[] => {
    switch (block.kind) {
      case 'paragraph':
      case 'heading':
        return ofInlines(block.children);
      case 'list':
        return block.items.flatMap(linkedSteps);
      case 'quote':
        return linkedSteps(block.children);
      case 'table':
        return [...block.head, ...block.rows.flat()].flatMap(ofInlines);
      default:
        return [];
    }
  });
}

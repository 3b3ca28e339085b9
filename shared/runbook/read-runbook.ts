import { type Runbook, runbookLimits } from '#shared/model/runbook.ts';
import { buildBody, type BodyBuilder } from './build-body.ts';
import { endsBlock, isDirective, readDirective } from './directive-line.ts';
import { findFences } from './find-fences.ts';
import { readHead, type FrontMatter } from './read-head.ts';
import { leafNames, readItem, readStepHead } from './read-item.ts';
import { collectProblems, type Problems, type RunbookProblem } from './runbook-problem.ts';

export type RunbookRead = {
  /**
   * What could be made out. Null where there are no settings, no step, or more than is read. With errors among the
   * problems parts of it are missing: it can be shown, and must not be run.
   */
  readonly runbook: Runbook | null;
  readonly problems: readonly RunbookProblem[];
  /** Line of a setting of the front matter, or of an entry of its list. */
  readonly lineOf: FrontMatter['lineOf'];
};

/**
 * A runbook out of its text: front matter, phases as headings, steps as `:::step` blocks with leaf directives in them.
 * Never throws, whatever the text is; in time that grows with its length. References are not looked up: `checkRunbook`
 * does that. What of the text is prose stays as it stands, less blanks at the ends of lines.
 */
export function readRunbook(text: string): RunbookRead {
  const problems = collectProblems();
  // Characters, not bytes: a little more than the loader lets through, and the same in the console's preview.
  if (text.length > runbookLimits.bytes) {
    problems.error(1, `the runbook has ${text.length} characters, at most ${runbookLimits.bytes} are read`);
    return { runbook: null, problems: problems.all(), lineOf: () => 1 };
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  refuseHidden(lines, problems);
  const { head, bodyLine, lineOf } = readHead(lines, problems);
  const body = readBody(lines, bodyLine, problems);
  const runbook = head === null || body === null ? null : { ...head, ...body };
  return { runbook, problems: problems.all(), lineOf };
}

/** Characters nobody sees that change what is read: control characters, and those that turn the direction of writing. */
function refuseHidden(lines: readonly string[], problems: Problems): void {
  for (const [at, line] of lines.entries()) {
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    const found = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]/.exec(line);
    if (found !== null) problems.error(at + 1, `at character ${found.index + 1} stands the hidden character U+${found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}; take it out`);
  }
}

function readBody(lines: readonly string[], bodyLine: number, problems: Problems): Pick<Runbook, 'intro' | 'phases'> | null {
  const builder = buildBody(problems);
  const fences = findFences(lines, bodyLine - 1);
  for (let at = bodyLine - 1; at < lines.length; at++) {
    const end = fences.get(at) ?? at;
    if (end < 0) problems.error(at + 1, 'the block of code that begins here is not closed');
    if (end > at) {
      for (; at < end; at++) builder.prose(lines[at] as string, at + 1);
      builder.prose(lines[at] as string, at + 1);
    } else readLine((lines[at] as string).trimEnd(), at + 1, builder, problems);
  }
  return builder.end();
}

function readLine(line: string, number: number, builder: BodyBuilder, problems: Problems): void {
  const heading = /^ {0,3}##?[ \t]+(.+)$/.exec(line);
  if (heading !== null) return builder.phase(heading[1] as string, number);
  if (endsBlock(line)) return builder.endStep(number);
  if (!isDirective(line)) return builder.prose(line, number);
  const read = readDirective(line);
  if (!read.ok) {
    if (/^\s*:::/.test(line)) builder.refuseStep();
    return problems.error(number, read.fault.message);
  }
  const directive = read.value;
  if (directive.isBlock && directive.name === 'step') {
    const head = readStepHead(directive);
    if (!('message' in head)) return builder.step(head.head, number);
    builder.refuseStep();
    return problems.error(number, head.message);
  }
  if (directive.isBlock) {
    const isLeaf = leafNames.includes(directive.name);
    if (!isLeaf) builder.refuseStep();
    return problems.error(number, isLeaf ? `::${directive.name} is written with two colons` : `there is no block :::${directive.name}; there is :::step`);
  }
  const item = readItem(directive, number);
  if ('message' in item) problems.error(number, item.message);
  else builder.item(item.item, directive.name, number);
}

import type { CompiledExpression } from '#shared/expressions/compiled-expression.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import { type Notes, without } from './check-entries.ts';
import { compileTruth } from './compile-truth.ts';
import type { Entry } from './draft-problem.ts';
import type { LoadedProject } from './loaded-project.ts';

/** A tag as it may be written: `tag` takes no write where its rule cannot be judged. */
export type CheckedWrite = { readonly tag: TagDefinition; readonly interlock: CompiledExpression | null };

/**
 * Checks the write rule of a tag. A rule that cannot be kept makes the tag read-only: what was meant to stand between a
 * person and the plant must not fall away because it was mistyped.
 */
export function checkWrite(entry: Entry<TagDefinition>, tag: TagDefinition, directory: LoadedProject['directory'], notes: Notes<TagDefinition>): CheckedWrite {
  const rule = tag.write;
  if (rule === undefined) return { tag, interlock: null };
  if (!tag.writable) {
    notes.warning(entry, 'write', 'it has a write rule and is not writable');
    return { tag: without(tag, 'write'), interlock: null };
  }
  const problem = rangeProblem(tag) ?? feedbackProblem(tag, directory);
  if (problem !== null) {
    notes.error(entry, 'write', `write, ${problem}; it takes no write until this is mended`);
    return { tag: { ...tag, writable: false }, interlock: null };
  }
  if (rule.interlockText !== undefined && rule.interlock === undefined) notes.warning(entry, 'write', 'write, there is an interlockText and no interlock');
  if (rule.interlock === undefined) return { tag, interlock: null };
  const compiled = compileTruth(rule.interlock, directory);
  if (compiled.ok) return { tag, interlock: compiled.value };
  notes.error(entry, 'write', `write, interlock, ${compiled.fault.message}; it takes no write until this is mended`);
  return { tag: { ...tag, writable: false }, interlock: null };
}

function rangeProblem({ type, range, write }: TagDefinition): string | null {
  if (write === undefined) return null;
  const { min, max, maxStep } = write;
  const isNumber = type === 'float' || type === 'int';
  const named = (['min', 'max', 'maxStep', 'tolerance'] as const).find((key) => write[key] !== undefined);
  if (!isNumber && named !== undefined) return `${named}: a tag of type ${type} has no ${named === 'tolerance' ? 'tolerance' : 'limits'} but its states`;
  if (min !== undefined && max !== undefined && min >= max) return `min ${min} is not below max ${max}`;
  for (const [name, limit] of [['min', min], ['max', max]] as const) {
    if (limit !== undefined && range !== undefined && (limit < range[0] || limit > range[1])) return `${name} ${limit} lies outside the range ${range.join(' to ')}`;
  }
  if (maxStep === undefined || range === undefined || maxStep < range[1] - range[0]) return null;
  return `maxStep ${maxStep} is not smaller than the range ${range.join(' to ')}`;
}

function feedbackProblem({ id, type, write }: TagDefinition, directory: LoadedProject['directory']): string | null {
  if (write?.feedback === undefined || write.feedback === id) return null;
  const feedback = directory.get(write.feedback);
  if (feedback === undefined) return `there is no tag "${write.feedback}" for its feedback`;
  return (feedback.type === 'text') === (type === 'text') ? null : `its feedback ${write.feedback} is of type ${feedback.type}, which cannot show a value of type ${type}`;
}

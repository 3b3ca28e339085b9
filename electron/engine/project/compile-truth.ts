import { ok, refused, type Result } from '#shared/model/fault.ts';
import { compileExpression } from '#shared/expressions/compile-expression.ts';
import type { CompiledExpression, TagDirectory } from '#shared/expressions/compiled-expression.ts';

/** A condition ready to run, or one sentence saying what is wrong with it: it must be true or false, not a number. */
export function compileTruth(text: string, directory: TagDirectory): Result<CompiledExpression, 'bad-expression'> {
  const compiled = compileExpression(text, directory);
  if (!compiled.ok) return compiled;
  if (compiled.value.resultType === 'bool') return ok(compiled.value);
  return refused('bad-expression', 'it gives a number; true or false is expected, as of a comparison');
}

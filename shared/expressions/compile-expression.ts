import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import type { CompiledExpression, TagDirectory } from './compiled-expression.ts';
import { emitExpression, ExpressionMistake } from './emit-expression.ts';
import { spellings } from './expression-language.ts';
import { runProgram } from './expression-program.ts';
import { replaceTagReferences } from './tag-references.ts';

const maxLength = 4000;
// Only its parser is used: no variable, type or function is known to it, and nothing is ever evaluated by it.
const grammar = new Environment({
  limits: { maxAstNodes: 500, maxDepth: 48, maxListElements: 0, maxMapEntries: 0, maxCallArguments: 32 },
});

/**
 * An expression ready to run, or one sentence saying what is wrong and at which character.
 * The language: `{TAG-ID}`, numbers, true, false, "texts" (compared with text tags only), + - * / %, < <= > >= == !=,
 * && || !, `a ? b : c`, min max abs round sqrt clamp bit good bad. Numbers are 64-bit floats: 1/2 is 0.5.
 * At most 4000 characters, 500 parts, 48 levels of parentheses and 200 tags. At least one tag.
 */
export function compileExpression(text: string, directory: TagDirectory): Result<CompiledExpression, 'bad-expression'> {
  if (text.length > maxLength) {
    return refused('bad-expression', `the expression has ${text.length} characters, at most ${maxLength} are allowed`);
  }
  const referenced = replaceTagReferences(text);
  if (!referenced.ok) return referenced;
  const { source, idAt } = referenced.value;
  try {
    const ast: ASTNode = grammar.parse(source).ast;
    const { type, program } = emitExpression(ast, idAt, directory);
    return ok({
      text,
      resultType: type,
      inputs: [...program.inputs],
      evaluate: (columns, out) => runProgram(program, columns, out),
    });
  } catch (error) {
    if (error instanceof ExpressionMistake) return refused('bad-expression', `at character ${error.start + 1}: ${error.message}`);
    if (error instanceof ParseError) return refused('bad-expression', syntaxSentence(error, text));
    throw error;
  }
}

/** The parser speaks of tokens; this says the same in terms of what was written. */
function syntaxSentence(error: ParseError, text: string): string {
  const at = Math.min(error.range?.start ?? 0, text.length);
  if (text.trim() === '') return 'the expression is empty';
  if (error.code === 'limit_exceeded') {
    return /List|Map/.test(error.summary)
      ? `at character ${at + 1}: lists and maps cannot be used in an expression`
      : 'the expression is too long or nested too deeply; split it into several tags';
  }
  if (at >= text.trimEnd().length) return 'the expression ends before it is complete';
  const found = /^(?:\{[^}]*\}|[\w.]+|["'][^"']*["']|<>|\S)/.exec(text.slice(at))?.[0] ?? text.slice(at, at + 1);
  const spelling = spellings.get(found);
  return `at character ${at + 1}: "${found.slice(0, 40)}" does not fit here${spelling === undefined ? '' : `; write ${spelling} instead`}`;
}

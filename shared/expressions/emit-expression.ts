import type { ASTNode } from '@marcbachmann/cel-js';
import type { TagType } from '#shared/model/tag.ts';
import type { ExpressionType, TagDirectory } from './compiled-expression.ts';
import { arithmetic, functions, type Kind, kindWords, ordering, spellings } from './expression-language.ts';
import { type ExpressionProgram, Op } from './expression-program.ts';
import { createProgramWriter, type ProgramWriter } from './program-writer.ts';

/** A mistake in an expression, with the position of what it is about. Caught by `compileExpression`. */
export class ExpressionMistake extends Error {
  readonly start: number;
  constructor(start: number, message: string) {
    super(message);
    this.start = start;
  }
}

const maxInputs = 200;
type Scope = { readonly writer: ProgramWriter; readonly idAt: ReadonlyMap<number, string>; readonly directory: TagDirectory };

/**
 * Type-checks a parsed expression and writes its program. Only what is listed here is let through: every other
 * construct of the parser's language (fields, indexing, methods, lists, maps, macros, bytes, null) is refused by name.
 * Recursion is bounded by the parser's cap on the number of nodes.
 */
export function emitExpression(
  root: ASTNode,
  idAt: ReadonlyMap<number, string>,
  directory: TagDirectory,
): { readonly type: ExpressionType; readonly program: ExpressionProgram } {
  const writer = createProgramWriter();
  const type = emit({ writer, idAt, directory }, root);
  if (type === 'text') throw new ExpressionMistake(root.start, 'the result is a number or true/false, not a text');
  const program = writer.finish();
  if (program.inputs.length === 0) throw new ExpressionMistake(root.start, 'it names no tag, so it would never get a time or a quality');
  return { type, program };
}

function emit(scope: Scope, node: ASTNode): Kind {
  const { writer } = scope;
  switch (node.op) {
    case 'value':
      return emitLiteral(writer, node.args, node.start);
    case 'id': {
      const tag = tagOf(scope, node.args, node.start);
      writer.add(tag.type === 'bool' ? Op.loadBool : Op.load, tag.index, 1);
      return tag.type === 'bool' || tag.type === 'text' ? tag.type : 'number';
    }
    case 'call':
      return emitCall(scope, node.args[0], node.args[1], node.start);
    case '?:':
      return emitChoice(scope, node.args);
    case '!_':
      emitAs(scope, node.args, 'bool', '!');
      writer.add(Op.not, 0, 0);
      return 'bool';
    case '-_':
      emitAs(scope, node.args, 'number', '-');
      writer.add(Op.negate, 0, 0);
      return 'number';
    case '&&':
    case '||': {
      emitAs(scope, node.args[0], 'bool', node.op);
      const toEnd = writer.add(node.op === '&&' ? Op.keepIfFalse : Op.keepIfTrue, 0, -1);
      emitAs(scope, node.args[1], 'bool', node.op);
      writer.landHere(toEnd);
      return 'bool';
    }
    case '==':
    case '!=':
      return emitEquality(scope, node.op, node.args, node.start);
    default: {
      const op = arithmetic.get(node.op) ?? ordering.get(node.op);
      if (op === undefined) throw new ExpressionMistake(node.start, `${constructName(node)} cannot be used in an expression`);
      const [left, right] = node.args as [ASTNode, ASTNode];
      emitAs(scope, left, 'number', node.op);
      emitAs(scope, right, 'number', node.op);
      writer.add(op, 0, -1);
      return arithmetic.has(node.op) ? 'number' : 'bool';
    }
  }
}

function emitAs(scope: Scope, node: ASTNode, wanted: ExpressionType, by: string): void {
  const found = emit(scope, node);
  if (found !== wanted) throw new ExpressionMistake(node.start, `${by} needs ${kindWords[wanted]} here and finds ${kindWords[found]}`);
}

function emitLiteral(writer: ProgramWriter, value: unknown, at: number): Kind {
  if (typeof value === 'string') throw new ExpressionMistake(at, 'a text can only be compared with a text tag, by == or !=');
  if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'boolean') {
    throw new ExpressionMistake(at, 'only numbers, true, false and "texts" can be written here');
  }
  const number = Number(value);
  if (!Number.isFinite(number)) throw new ExpressionMistake(at, 'the number is too large');
  writer.add(Op.constant, writer.constant(number), 1);
  return typeof value === 'boolean' ? 'bool' : 'number';
}

/** The tag an identifier stands for. Identifiers that are no {TAG-ID} stand for nothing. */
function tagOf({ writer, idAt, directory }: Scope, name: string, at: number): { readonly index: number; readonly type: TagType } {
  const id = idAt.get(at);
  if (id === undefined) {
    const spelling = spellings.get(name);
    const tip = spelling === undefined ? 'tags are written {TAG-ID}' : `write ${spelling} instead`;
    throw new ExpressionMistake(at, `"${name}" is not known here; ${tip}`);
  }
  const tag = directory.get(id);
  if (tag === undefined) throw new ExpressionMistake(at, `there is no tag "${id}" in the project`);
  if (writer.input(tag.index) > maxInputs) {
    throw new ExpressionMistake(at, `more than ${maxInputs} tags are used; split it into several tags`);
  }
  return tag;
}

function emitCall(scope: Scope, name: string, nodes: readonly ASTNode[], at: number): ExpressionType {
  const { writer } = scope;
  if (name === 'good' || name === 'bad') {
    const [node] = nodes;
    if (nodes.length !== 1 || node?.op !== 'id') throw new ExpressionMistake(at, `${name}() takes one tag: ${name}({TAG-ID})`);
    writer.add(name === 'good' ? Op.isGood : Op.isBad, tagOf(scope, node.args, node.start).index, 1);
    return 'bool';
  }
  const shape = functions.get(name);
  if (shape === undefined) {
    throw new ExpressionMistake(at, `there is no function "${name}"; there are ${[...functions.keys()].join(', ')}, good and bad`);
  }
  const isFixed = shape.arity !== 'two or more';
  if (isFixed ? nodes.length !== shape.arity : nodes.length < 2) throw new ExpressionMistake(at, `${name} is written ${shape.usage}`);
  nodes.forEach((node, i) => {
    emitAs(scope, node, 'number', `${name}()`);
    if (!isFixed && i > 0) writer.add(shape.op, 0, -1);
  });
  if (isFixed) writer.add(shape.op, 0, 1 - nodes.length);
  return shape.result;
}

/** Equality takes two of one kind. Of two texts at least one is a tag's. */
function emitEquality(scope: Scope, op: '==' | '!=', [left, right]: readonly [ASTNode, ASTNode], at: number): ExpressionType {
  const { writer } = scope;
  const [first, second] = isTextLiteral(left) ? [right, left] : [left, right];
  const found = emit(scope, first);
  if (found === 'text' && isTextLiteral(second)) {
    writer.add(Op.textIs, writer.text(second.args as string), 0);
    if (op === '!=') writer.add(Op.not, 0, 0);
    return 'bool';
  }
  const other = emit(scope, second);
  if (found !== other)
    throw new ExpressionMistake(at, `${op} compares two of a kind and finds ${kindWords[found]} and ${kindWords[other]}`);
  // The same text always has the same index, so two text tags are compared by index.
  writer.add(op === '==' ? Op.equal : Op.notEqual, 0, -1);
  return 'bool';
}

function emitChoice(scope: Scope, [condition, whenTrue, whenFalse]: readonly [ASTNode, ASTNode, ASTNode]): ExpressionType {
  const { writer } = scope;
  emitAs(scope, condition, 'bool', 'the condition before ?');
  const toElse = writer.add(Op.jumpIfFalse, 0, -1);
  const kind = emit(scope, whenTrue);
  if (kind === 'text') throw new ExpressionMistake(whenTrue.start, 'a choice gives a number or true/false, not a text');
  const toEnd = writer.add(Op.jump, 0, -1);
  writer.landHere(toElse);
  const other = emit(scope, whenFalse);
  if (kind !== other) {
    const found = `${kindWords[kind]} and ${kindWords[other]}`;
    throw new ExpressionMistake(whenFalse.start, `both results of a choice are of one kind; here are ${found}`);
  }
  writer.landHere(toEnd);
  return kind;
}

const isTextLiteral = (node: ASTNode): boolean => node.op === 'value' && typeof node.args === 'string';

function constructName(node: ASTNode): string {
  switch (node.op) {
    case '.':
    case '.?':
      return `a field (".${String(node.args[1])}")`;
    case '[]':
    case '[?]':
      return 'indexing with [ ]';
    case 'rcall':
      return `a method (".${node.args[0]}()")`;
    case 'list':
      return 'a list';
    case 'map':
      return 'a map';
    default:
      return `"${node.op}"`;
  }
}

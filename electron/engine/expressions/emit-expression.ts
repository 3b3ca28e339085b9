import type { ASTNode } from '@marcbachmann/cel-js';
import type { TagType } from '#shared/model/tag.ts';
import type { ExpressionType, TagDirectory } from './compiled-expression.ts';
import { Op, type ExpressionProgram } from './expression-program.ts';

/** A mistake in an expression, with the position of what it is about. Caught by `compileExpression`. */
export class ExpressionMistake extends Error {
  readonly start: number;
  constructor(start: number, message: string) {
    super(message);
    this.start = start;
  }
}

type FunctionShape = {
  readonly op: number;
  readonly result: ExpressionType;
  /** All arguments are numbers: exactly so many, or two and more, joined pairwise. */
  readonly arity: number | 'two or more';
  readonly usage: string;
};
const functions: ReadonlyMap<string, FunctionShape> = new Map([
  ['min', { op: Op.min, result: 'number', arity: 'two or more', usage: 'min(a, b, …)' }],
  ['max', { op: Op.max, result: 'number', arity: 'two or more', usage: 'max(a, b, …)' }],
  ['abs', { op: Op.abs, result: 'number', arity: 1, usage: 'abs(x)' }],
  ['round', { op: Op.round, result: 'number', arity: 1, usage: 'round(x)' }],
  ['sqrt', { op: Op.sqrt, result: 'number', arity: 1, usage: 'sqrt(x)' }],
  ['clamp', { op: Op.clamp, result: 'number', arity: 3, usage: 'clamp(x, low, high)' }],
  ['bit', { op: Op.bit, result: 'bool', arity: 2, usage: 'bit(x, n)' }],
]);
const arithmetic: ReadonlyMap<string, number> = new Map([
  ['+', Op.add],
  ['-', Op.subtract],
  ['*', Op.multiply],
  ['/', Op.divide],
  ['%', Op.remainder],
]);
const ordering: ReadonlyMap<string, number> = new Map([
  ['<', Op.less],
  ['<=', Op.lessOrEqual],
  ['>', Op.greater],
  ['>=', Op.greaterOrEqual],
]);
/** What people write for an operator, and what the language calls it. */
export const spellings: ReadonlyMap<string, string> = new Map([
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
  ['AND', '&&'],
  ['OR', '||'],
  ['NOT', '!'],
  ['=', '=='],
  ['<>', '!='],
  ['&', '&&'],
  ['|', '||'],
]);
const maxInputs = 200;
const words = { number: 'a number', bool: 'true or false', text: 'a text' } as const;

/** What an operand is. A text can only be compared, and only with == and !=. */
type Kind = ExpressionType | 'text';
type TagNode = { readonly index: number; readonly type: TagType };

/**
 * Type-checks a parsed expression and writes its program. Only what is listed here is let through: every other
 * construct of the parser's language (fields, indexing, methods, lists, maps, macros, bytes, null) is refused by name.
 */
export function emitExpression(
  root: ASTNode,
  idAt: ReadonlyMap<number, string>,
  directory: TagDirectory,
): { readonly type: ExpressionType; readonly program: ExpressionProgram } {
  const code: number[] = [];
  const constants: number[] = [];
  const texts: string[] = [];
  const inputs = new Set<number>();
  let height = 0;
  let highest = 0;

  /** Writes one operation that changes the height of the stack by `growth`; gives back where its argument stands. */
  const emit = (op: number, argument: number, growth: number): number => {
    code.push(op, argument);
    height += growth;
    highest = Math.max(highest, height);
    return code.length - 1;
  };
  const landHere = (argumentAt: number): void => void (code[argumentAt] = code.length);

  const tagOf = (node: ASTNode): TagNode | undefined => {
    if (node.op !== 'id') return undefined;
    const id = idAt.get(node.start);
    if (id === undefined) {
      const spelling = spellings.get(node.args);
      const tip = spelling === undefined ? 'tags are written {TAG-ID}' : `write ${spelling} instead`;
      throw new ExpressionMistake(node.start, `"${node.args}" is not known here; ${tip}`);
    }
    const tag = directory.get(id);
    if (tag === undefined) throw new ExpressionMistake(node.start, `there is no tag "${id}" in the project`);
    inputs.add(tag.index);
    if (inputs.size > maxInputs) throw new ExpressionMistake(node.start, `more than ${maxInputs} tags are used; split it into several tags`);
    return tag;
  };

  const expect = (node: ASTNode, wanted: ExpressionType, by: string): void => {
    const found = visit(node);
    if (found !== wanted) throw new ExpressionMistake(node.start, `${by} needs ${words[wanted]} here and finds ${words[found]}`);
  };

  const callFunction = (name: string, nodes: readonly ASTNode[], at: number): ExpressionType => {
    if (name === 'good' || name === 'bad') {
      const tag = nodes.length === 1 ? tagOf(nodes[0] as ASTNode) : undefined;
      if (tag === undefined) throw new ExpressionMistake(at, `${name}() takes one tag: ${name}({TAG-ID})`);
      emit(name === 'good' ? Op.isGood : Op.isBad, tag.index, 1);
      return 'bool';
    }
    const shape = functions.get(name);
    if (shape === undefined) {
      throw new ExpressionMistake(at, `there is no function "${name}"; there are ${[...functions.keys()].join(', ')}, good and bad`);
    }
    const isFixed = shape.arity !== 'two or more';
    if (isFixed ? nodes.length !== shape.arity : nodes.length < 2) {
      throw new ExpressionMistake(at, `${name} is written ${shape.usage}`);
    }
    nodes.forEach((node, i) => {
      expect(node, 'number', `${name}()`);
      if (!isFixed && i > 0) emit(shape.op, 0, -1);
    });
    if (isFixed) emit(shape.op, 0, 1 - nodes.length);
    return shape.result;
  };

  /** Equality takes two of one kind. Of two texts at least one is a tag's. */
  const compareEqual = (op: '==' | '!=', left: ASTNode, right: ASTNode, at: number): ExpressionType => {
    const [first, second] = isTextLiteral(left) ? [right, left] : [left, right];
    const found = visit(first);
    if (found === 'text' && isTextLiteral(second)) {
      emit(Op.textIs, texts.push(second.args as string) - 1, 0);
      if (op === '!=') emit(Op.not, 0, 0);
      return 'bool';
    }
    const other = visit(second);
    if (found !== other) throw new ExpressionMistake(at, `${op} compares two of a kind and finds ${words[found]} and ${words[other]}`);
    // The same text always has the same index, so two text tags are compared by index.
    emit(op === '==' ? Op.equal : Op.notEqual, 0, -1);
    return 'bool';
  };

  const choose = (nodes: readonly [ASTNode, ASTNode, ASTNode]): ExpressionType => {
    expect(nodes[0], 'bool', 'the condition before ?');
    const toElse = emit(Op.jumpIfFalse, 0, -1);
    const whenTrue = visit(nodes[1]);
    if (whenTrue === 'text') throw new ExpressionMistake(nodes[1].start, 'a choice gives a number or true/false, not a text');
    const toEnd = emit(Op.jump, 0, -1);
    landHere(toElse);
    const whenFalse = visit(nodes[2]);
    if (whenTrue !== whenFalse) {
      throw new ExpressionMistake(nodes[2].start, `both results of a choice are of one kind; here are ${words[whenTrue]} and ${words[whenFalse]}`);
    }
    landHere(toEnd);
    return whenTrue;
  };

  const literal = (value: unknown, at: number): Kind => {
    if (typeof value === 'string') throw new ExpressionMistake(at, 'a text can only be compared with a text tag, by == or !=');
    if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'boolean') {
      throw new ExpressionMistake(at, 'only numbers, true, false and "texts" can be written here');
    }
    const number = Number(value);
    if (!Number.isFinite(number)) throw new ExpressionMistake(at, 'the number is too large');
    emit(Op.constant, constants.push(number) - 1, 1);
    return typeof value === 'boolean' ? 'bool' : 'number';
  };

  // Recursion is bounded by the parser's cap on the number of nodes.
  function visit(node: ASTNode): Kind {
    switch (node.op) {
      case 'value':
        return literal(node.args, node.start);
      case 'id': {
        const tag = tagOf(node) as TagNode;
        emit(tag.type === 'bool' ? Op.loadBool : Op.load, tag.index, 1);
        return tag.type === 'bool' || tag.type === 'text' ? tag.type : 'number';
      }
      case 'call':
        return callFunction(node.args[0], node.args[1], node.start);
      case '?:':
        return choose(node.args);
      case '!_':
        expect(node.args, 'bool', '!');
        emit(Op.not, 0, 0);
        return 'bool';
      case '-_':
        expect(node.args, 'number', '-');
        emit(Op.negate, 0, 0);
        return 'number';
      case '&&':
      case '||': {
        expect(node.args[0], 'bool', node.op);
        const toEnd = emit(node.op === '&&' ? Op.keepIfFalse : Op.keepIfTrue, 0, -1);
        expect(node.args[1], 'bool', node.op);
        landHere(toEnd);
        return 'bool';
      }
      case '==':
      case '!=':
        return compareEqual(node.op, node.args[0], node.args[1], node.start);
      default: {
        const op = arithmetic.get(node.op) ?? ordering.get(node.op);
        if (op === undefined) throw new ExpressionMistake(node.start, `${constructName(node)} cannot be used in an expression`);
        const [left, right] = node.args as [ASTNode, ASTNode];
        expect(left, 'number', node.op);
        expect(right, 'number', node.op);
        emit(op, 0, -1);
        return arithmetic.has(node.op) ? 'number' : 'bool';
      }
    }
  }

  const type = visit(root);
  if (type === 'text') throw new ExpressionMistake(root.start, 'the result is a number or true/false, not a text');
  if (inputs.size === 0) throw new ExpressionMistake(root.start, 'it names no tag, so it would never get a time or a quality');
  return {
    type,
    program: {
      code: Uint32Array.from(code),
      constants: Float64Array.from(constants),
      texts,
      inputs: Uint32Array.from(inputs),
      stack: new Float64Array(highest),
    },
  };
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

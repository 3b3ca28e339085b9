import type { ExpressionType } from './compiled-expression.ts';
import { Op } from './expression-program.ts';

/** What an operand is. A text can only be compared, and only with == and !=. */
export type Kind = ExpressionType | 'text';
export const kindWords = { number: 'a number', bool: 'true or false', text: 'a text' } as const;

export type FunctionShape = {
  readonly op: number;
  readonly result: ExpressionType;
  /** All arguments are numbers: exactly so many, or two and more, joined pairwise. */
  readonly arity: number | 'two or more';
  readonly usage: string;
};

export const functions: ReadonlyMap<string, FunctionShape> = new Map([
  ['min', { op: Op.min, result: 'number', arity: 'two or more', usage: 'min(a, b, …)' }],
  ['max', { op: Op.max, result: 'number', arity: 'two or more', usage: 'max(a, b, …)' }],
  ['abs', { op: Op.abs, result: 'number', arity: 1, usage: 'abs(x)' }],
  ['round', { op: Op.round, result: 'number', arity: 1, usage: 'round(x)' }],
  ['sqrt', { op: Op.sqrt, result: 'number', arity: 1, usage: 'sqrt(x)' }],
  ['clamp', { op: Op.clamp, result: 'number', arity: 3, usage: 'clamp(x, low, high)' }],
  ['bit', { op: Op.bit, result: 'bool', arity: 2, usage: 'bit(x, n)' }],
]);

export const arithmetic: ReadonlyMap<string, number> = new Map([
  ['+', Op.add],
  ['-', Op.subtract],
  ['*', Op.multiply],
  ['/', Op.divide],
  ['%', Op.remainder],
]);

export const ordering: ReadonlyMap<string, number> = new Map([
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

import { Q, worse } from '#shared/model/quality.ts';
import type { ExpressionResult, ExpressionSource } from './compiled-expression.ts';

/** Operations of the stack machine. Each is followed by one argument; `-` says what the argument is. */
export const Op = {
  /** - index into constants */
  constant: 0,
  /** - tag index */
  load: 1,
  loadBool: 2,
  /** - tag index; the quality as a truth, which does not count towards the result's quality */
  isGood: 3,
  isBad: 4,
  add: 5,
  subtract: 6,
  multiply: 7,
  divide: 8,
  remainder: 9,
  negate: 10,
  less: 11,
  lessOrEqual: 12,
  greater: 13,
  greaterOrEqual: 14,
  equal: 15,
  notEqual: 16,
  not: 17,
  /** - position to go to */
  jump: 18,
  /** - position to go to; takes the condition off the stack */
  jumpIfFalse: 19,
  /** - position to go to with the value kept; otherwise it is taken off */
  keepIfFalse: 20,
  keepIfTrue: 21,
  min: 22,
  max: 23,
  abs: 24,
  round: 25,
  sqrt: 26,
  clamp: 27,
  bit: 28,
  /** - index into texts; compares it with the text whose index is on the stack */
  textIs: 29,
} as const;

/** Code for one expression. Jumps lead forward only, so a run is bounded by the length of the code. */
export type ExpressionProgram = {
  /** Pairs of operation and argument. */
  readonly code: Uint32Array;
  readonly constants: Float64Array;
  readonly texts: readonly string[];
  readonly inputs: Uint32Array;
  /** As deep as the expression needs; scratch space of the run. */
  readonly stack: Float64Array;
};

/** Runs a program; see `CompiledExpression.evaluate` for what comes out. Typed arrays throughout: nothing is boxed. */
export function runProgram(program: ExpressionProgram, source: ExpressionSource, out: ExpressionResult): void {
  const { code, constants, texts, inputs, stack } = program as {
    code: Uint32Array;
    constants: Float64Array;
    texts: readonly string[];
    inputs: Uint32Array;
    stack: Float64Array;
  };
  let top = -1;
  let quality: number = Q.good;
  // Set by the first number that is none; comparisons would hide it ("NaN > 5" is false, "1/0 > 5" is true).
  let isBroken = false;
  for (let at = 0; at < code.length; at += 2) {
    const argument = code[at + 1] as number;
    let result: number;
    switch (code[at]) {
      case Op.constant:
        stack[++top] = constants[argument] as number;
        break;
      case Op.load:
      case Op.loadBool:
        quality = worse(quality, source.quality[argument] as number);
        result = source.value[argument] as number;
        if (result - result !== 0) isBroken = true;
        stack[++top] = code[at] === Op.load || result === 0 ? result : 1;
        break;
      case Op.isGood:
        stack[++top] = (source.quality[argument] as number) >>> 30 === 0 ? 1 : 0;
        break;
      case Op.isBad:
        stack[++top] = (source.quality[argument] as number) >>> 31;
        break;
      case Op.negate:
        stack[top] = -(stack[top] as number);
        break;
      case Op.not:
        stack[top] = stack[top] === 0 ? 1 : 0;
        break;
      case Op.abs:
        stack[top] = Math.abs(stack[top] as number);
        break;
      case Op.round:
        // Halves go away from zero, on both sides alike.
        result = stack[top] as number;
        stack[top] = Math.sign(result) * Math.round(Math.abs(result));
        break;
      case Op.sqrt:
        result = Math.sqrt(stack[top] as number);
        if (result - result !== 0) isBroken = true;
        stack[top] = result;
        break;
      case Op.jump:
        at = argument - 2;
        break;
      case Op.jumpIfFalse:
        if (stack[top--] === 0) at = argument - 2;
        break;
      case Op.keepIfFalse:
        if (stack[top] === 0) at = argument - 2;
        else top--;
        break;
      case Op.keepIfTrue:
        if (stack[top] !== 0) at = argument - 2;
        else top--;
        break;
      case Op.clamp:
        top -= 2;
        stack[top] = Math.min(Math.max(stack[top] as number, stack[top + 1] as number), stack[top + 2] as number);
        break;
      case Op.textIs:
        stack[top] = !isBroken && source.text(stack[top] as number) === texts[argument] ? 1 : 0;
        break;
      default:
        top--;
        result = combine(code[at] as number, stack[top] as number, stack[top + 1] as number);
        if (result - result !== 0) isBroken = true;
        stack[top] = result;
    }
  }
  finish(out, quality, isBroken ? Number.NaN : (stack[0] as number), newestTime(inputs, source.timeMs));
}

/** Operations on two numbers; truths are 1 and 0. NaN where there is no answer. */
function combine(operation: number, left: number, right: number): number {
  switch (operation) {
    case Op.add:
      return left + right;
    case Op.subtract:
      return left - right;
    case Op.multiply:
      return left * right;
    case Op.divide:
      return left / right;
    case Op.remainder:
      return left % right;
    case Op.less:
      return left < right ? 1 : 0;
    case Op.lessOrEqual:
      return left <= right ? 1 : 0;
    case Op.greater:
      return left > right ? 1 : 0;
    case Op.greaterOrEqual:
      return left >= right ? 1 : 0;
    case Op.equal:
      return left === right ? 1 : 0;
    case Op.notEqual:
      return left === right ? 0 : 1;
    case Op.min:
      return Math.min(left, right);
    case Op.max:
      return Math.max(left, right);
    case Op.bit:
      return bitOf(left, right);
    default:
      return Number.NaN;
  }
}

/** Bit `n` (0 lowest, up to 52) of a whole number, two's complement for negative ones; NaN outside that. */
function bitOf(whole: number, n: number): number {
  if (!Number.isSafeInteger(whole) || !Number.isInteger(n) || n < 0 || n > 52) return Number.NaN;
  return Math.abs(Math.floor(whole / 2 ** n) % 2);
}

function newestTime(inputs: Uint32Array, timeMs: Float64Array): number {
  let newest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < inputs.length; i++) {
    const time = timeMs[inputs[i] as number] as number;
    if (time > newest) newest = time;
  }
  return newest === Number.NEGATIVE_INFINITY ? Number.NaN : newest;
}

function finish(out: ExpressionResult, quality: number, value: number, timeMs: number): void {
  const isBad = quality >>> 31 === 1;
  out.quality = isBad || value === value ? quality : Q.badOutOfRange;
  out.value = isBad ? Number.NaN : value;
  out.timeMs = timeMs;
}

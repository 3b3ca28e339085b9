import type { ExpressionProgram } from './expression-program.ts';

/** Puts a program together, one operation after the other. */
export type ProgramWriter = {
  /** Adds an operation that changes the height of the stack by `growth`; gives back its place, for `landHere`. */
  add(op: number, argument: number, growth: number): number;
  /** Makes the jump at `place` lead to what is added next. */
  landHere(place: number): void;
  /** Notes a number or text and gives back its index. */
  constant(value: number): number;
  text(value: string): number;
  /** Notes a tag that is read; gives back how many there are. */
  input(tag: number): number;
  finish(): ExpressionProgram;
};

export function createProgramWriter(): ProgramWriter {
  const code: number[] = [];
  const constants: number[] = [];
  const texts: string[] = [];
  const inputs = new Set<number>();
  let height = 0;
  let highest = 0;
  return {
    add(op, argument, growth) {
      code.push(op, argument);
      height += growth;
      highest = Math.max(highest, height);
      return code.length - 1;
    },
    landHere(place) {
      code[place] = code.length;
    },
    constant: (value) => constants.push(value) - 1,
    text: (value) => texts.push(value) - 1,
    input: (tag) => inputs.add(tag).size,
    finish: () => ({
      code: Uint32Array.from(code),
      constants: Float64Array.from(constants),
      texts,
      inputs: Uint32Array.from(inputs),
      stack: new Float64Array(highest),
    }),
  };
}

import { limits } from './allow-list.ts';

// Each text is a number in one way only: a pattern that had two would take the square of its length to say no.
const number = String.raw`[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?`;
const isNumber = new RegExp(`^${number}(?:px)?$`);
const isNumberList = new RegExp(`^\\s*${number}(?:[\\s,]+${number})*\\s*$`);
const isPath = /^[\s,MmLlHhVvCcSsQqTtAaZz0-9.eE+-]*$/;
const isTransform = new RegExp(
  `^\\s*(?:(?:translate|rotate|scale|matrix|skewX|skewY)\\(\\s*${number}(?:[\\s,]+${number}){0,5}\\s*\\)[\\s,]*)+$`,
);
const anyNumber = new RegExp(number, 'g');

/** The numbers of a list such as `0 0 1512 724`, commas or spaces between; null where it is none or longer than `maxLength`. */
export function readNumbers(text: string, maxLength: number = limits.dataLength): readonly number[] | null {
  if (text.length > maxLength || !isNumberList.test(text)) return null;
  return (text.match(anyNumber) ?? []).map(Number);
}

/** Why this value of a kept attribute is refused, in words; null when it is fine. */
export function faultOf(name: string, value: string): string | null {
  if (name === 'text-anchor') return ['start', 'middle', 'end'].includes(value) ? null : 'text-anchor is start, middle or end';
  if (name === 'd') {
    if (value.length > limits.pathLength) return `its path is longer than ${limits.pathLength} characters`;
    if (!isPath.test(value)) return 'its path has characters a path cannot have';
  } else if (name === 'points') {
    if (value.length > limits.pointsLength) return `its points are longer than ${limits.pointsLength} characters`;
    if (!isNumberList.test(value)) return 'its points are not a list of numbers';
  } else if (name === 'transform') {
    if (value.length > limits.dataLength || !isTransform.test(value))
      return 'its transform is not made of translate, rotate, scale, skew and matrix with plain numbers';
  } else if (value.length > limits.dataLength || !isNumber.test(value)) return `${name}="${value.slice(0, 40)}" is not a number`;
  const far = (value.match(anyNumber) ?? []).find((text) => !(Math.abs(Number(text)) <= limits.coordinate));
  return far === undefined ? null : `${name} holds ${far.slice(0, 20)}, further out than ${limits.coordinate}`;
}

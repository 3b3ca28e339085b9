/** `x,y x,y …` as x, y, x, y, …; empty where it is not made of pairs of numbers. */
export function readPoints(text: string | undefined): Float64Array {
  const numbers = (text ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const isWhole = text !== undefined && text.trim() !== '' && numbers.length % 2 === 0 && numbers.every(Number.isFinite);
  return Float64Array.from(isWhole ? numbers : []);
}

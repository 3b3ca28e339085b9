import { ModelRefused } from '../model-refused.ts';

/** Refuses an IGES file (5.3, fixed format) whose lines are not of 80 columns with their section's letter and number, or that ends early. */
export function checkIges(bytes: Uint8Array): void {
  const sections = new Map<string, number>();
  let last = '';
  for (let at = 0; at < bytes.length; ) {
    const end = endOfLine(bytes, at);
    const length = end - at - (bytes[end - 1] === 13 ? 1 : 0);
    if (length > 0) {
      const letter = String.fromCharCode(bytes[at + 72] ?? 0);
      if (length > 80 || length < 73 || !'SGDPT'.includes(letter)) throw new ModelRefused('a line of it is not as IGES has it: 80 columns, with S, G, D, P or T in the 73rd', 'Export it again as IGES 5.3 of fixed length, or better as STEP.');
      if (letter !== last && 'SGDPT'.indexOf(letter) < 'SGDPT'.indexOf(last)) throw new ModelRefused('its sections are not in their order');
      last = letter;
      sections.set(letter, (sections.get(letter) ?? 0) + 1);
    }
    at = end + 1;
  }
  if (last !== 'T') throw new ModelRefused('it does not end as an IGES file does: part of it is missing');
  const directory = sections.get('D') ?? 0;
  if (directory === 0 || directory % 2 !== 0) throw new ModelRefused('its directory is not whole');
}

function endOfLine(bytes: Uint8Array, from: number): number {
  const found = bytes.indexOf(10, from);
  return found < 0 ? bytes.length : found;
}

const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/**
 * Blocks of code between lines of three or more backticks or tildes (CommonMark 0.31, 4.5; its text was not at hand, the
 * rule is from common knowledge): by the index of the line that opens one the index of the line that closes it, or -1
 * where none does. Time grows with the number of lines.
 */
export function findFences(lines: readonly string[], from: number): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  // The longest closing line of each kind from a line on: tells at once that one is never closed.
  const longest: Record<string, Uint16Array> = { '`': new Uint16Array(lines.length + 1), '~': new Uint16Array(lines.length + 1) };
  for (let at = lines.length - 1; at >= from; at--) {
    for (const mark of ['`', '~']) {
      const of = longest[mark] as Uint16Array;
      of[at] = Math.max(of[at + 1] as number, closingLength(lines[at] as string, mark));
    }
  }
  for (let at = from; at < lines.length; at++) {
    const match = fence.exec(lines[at] as string);
    if (match === null) continue;
    const run = match[1] as string;
    const mark = run[0] as string;
    // Words behind backticks with a backtick among them are a code span in a paragraph.
    if (mark === '`' && (match[2] as string).includes('`')) continue;
    const length = Math.min(run.length, 65_535);
    if (((longest[mark] as Uint16Array)[at + 1] as number) < length) {
      found.set(at, -1);
      continue;
    }
    let end = at + 1;
    while (closingLength(lines[end] as string, mark) < length) end++;
    found.set(at, end);
    at = end;
  }
  return found;
}

function closingLength(line: string, mark: string): number {
  const match = fence.exec(line);
  return match === null || match[1]?.[0] !== mark || (match[2] as string).trim() !== '' ? 0 : Math.min((match[1] as string).length, 65_535);
}

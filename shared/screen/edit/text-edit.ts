/** One changed piece of a text: at `from`, `removed` stood and `inserted` stands now. A list of them is sorted, does not overlap, and counts in the old text. */
export type TextEdit = { readonly from: number; readonly removed: string; readonly inserted: string };

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, removed, inserted } of edits) {
    parts.push(text.slice(at, from), inserted);
    at = from + removed.length;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** The edits that lead back. */
export function invertEdits(edits: readonly TextEdit[]): readonly TextEdit[] {
  let shift = 0;
  return edits.map(({ from, removed, inserted }) => {
    const back: TextEdit = { from: from + shift, removed: inserted, inserted: removed };
    shift += inserted.length - removed.length;
    return back;
  });
}

/** Where an offset of the old text stands in the new one: behind what was inserted there, at the start of what took the place of its surroundings. */
export function landing(edits: readonly TextEdit[], offset: number): number {
  let shift = 0;
  for (const { from, removed, inserted } of edits) {
    if (from > offset) break;
    if (removed !== '' && from + removed.length > offset) return from + shift;
    shift += inserted.length - removed.length;
  }
  return offset + shift;
}

/** A piece of the text in the middle: what the first edits put there, or what the second take away. */
type Piece = { readonly from: number; readonly text: string; readonly by: 'first' | 'second'; readonly other: string };

/**
 * One list that does what `first` and then `second` do, so that a hundred steps of an arrow key are remembered as one
 * edit. Pieces that touch become one; nothing but the edits themselves is needed.
 */
export function composeEdits(first: readonly TextEdit[], second: readonly TextEdit[]): readonly TextEdit[] {
  const pieces: Piece[] = [
    ...invertEdits(first).map(({ from, removed, inserted }): Piece => ({ from, text: removed, by: 'first', other: inserted })),
    ...second.map(({ from, removed, inserted }): Piece => ({ from, text: removed, by: 'second', other: inserted })),
  ].sort((a, b) => a.from - b.from);
  const composed: TextEdit[] = [];
  /** What the first edits made the text longer by, up to the cluster at hand. */
  let shift = 0;
  for (let at = 0; at < pieces.length;) {
    const cluster: Piece[] = [];
    const start = (pieces[at] as Piece).from;
    let end = start;
    for (; at < pieces.length && (cluster.length === 0 || (pieces[at] as Piece).from <= end); at++) {
      const piece = pieces[at] as Piece;
      cluster.push(piece);
      end = Math.max(end, piece.from + piece.text.length);
    }
    const middle = middleOf(cluster, start);
    const removed = replaced(cluster, 'first', middle, start);
    const inserted = replaced(cluster, 'second', middle, start);
    if (removed !== inserted) composed.push({ from: start - shift, removed, inserted });
    shift += middle.length - removed.length;
  }
  return composed;
}

/** The text between both steps: every character of a cluster is in at least one piece. */
function middleOf(cluster: readonly Piece[], start: number): string {
  let middle = '';
  for (const { from, text } of cluster) {
    const known = start + middle.length - from;
    if (text.length > known) middle += text.slice(known);
  }
  return middle;
}

function replaced(cluster: readonly Piece[], by: Piece['by'], middle: string, start: number): string {
  let text = '';
  let at = 0;
  for (const piece of cluster) {
    if (piece.by !== by) continue;
    text += middle.slice(at, piece.from - start) + piece.other;
    at = piece.from - start + piece.text.length;
  }
  return text + middle.slice(at);
}

/** One label that wants to stand beside the point it tells of. */
export type LabelWish = {
  readonly id: string;
  /** Where what it tells of is seen, px from the upper left of the picture. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type Side = 'left' | 'right';
export type PlacedLabel = {
  readonly id: string;
  readonly side: Side;
  /** Upper left corner, px. */
  readonly left: number;
  readonly top: number;
  /** Where the line to its anchor begins: on the edge that looks at it. */
  readonly fromX: number;
  readonly fromY: number;
};

export type LabelPicture = {
  /** In order from top to bottom, the left column first. */
  readonly placed: readonly PlacedLabel[];
  /** Wishes that found no room, in the order of the wishes: told as a group. */
  readonly grouped: readonly string[];
};

export type LabelField = { readonly width: number; readonly height: number; /** Kept free at each edge, px. */ readonly margin: number; readonly gap: number; /** At most this many. */ readonly most: number };

/** An anchor must pass the middle by this share of the width before its label changes sides. */
const stickiness = 0.08;

/**
 * Where labels stand: in a column at the left or right margin, in the order in which their anchors lie, none over another.
 * The wishes come most important first: those beyond `most`, or without room, are grouped. `before` is the picture before:
 * a label keeps its side and its place in the order until its anchor has clearly moved, so that a small move of the camera shuffles nothing.
 */
export function placeLabels(wishes: readonly LabelWish[], field: LabelField, before: LabelPicture | null = null): LabelPicture {
  const known = new Map((before?.placed ?? []).map((label, at) => [label.id, { ...label, at }]));
  const room: Record<Side, number> = { left: field.height - 2 * field.margin, right: field.height - 2 * field.margin };
  const columns: Record<Side, LabelWish[]> = { left: [], right: [] };
  const grouped: string[] = [];
  let count = 0;
  for (const wish of wishes) {
    const wanted = sideOf(wish, field, known.get(wish.id)?.side);
    const side = [wanted, wanted === 'left' ? 'right' : 'left'].find((one): one is Side => fits(wish, one as Side, columns, room, field));
    if (side === undefined || count >= field.most) {
      grouped.push(wish.id);
      continue;
    }
    count++;
    room[side] -= wish.height + field.gap;
    columns[side].push(wish);
  }
  const order = (a: LabelWish, b: LabelWish): number => {
    const [one, other] = [known.get(a.id), known.get(b.id)];
    const isKept = one !== undefined && other !== undefined && one.side === other.side && Math.abs(a.y - b.y) < (a.height + b.height) / 4;
    return (isKept ? one.at - other.at : a.y - b.y) || (a.id < b.id ? -1 : 1);
  };
  return { placed: [...stack(inOrder(columns.left, order), 'left', field), ...stack(inOrder(columns.right, order), 'right', field)], grouped };
}

/** By insertion: the order keeps neighbours as they stood, which is no order that a sort could rely on. */
function inOrder(wishes: readonly LabelWish[], order: (a: LabelWish, b: LabelWish) => number): readonly LabelWish[] {
  const sorted: LabelWish[] = [];
  for (const wish of wishes.toSorted((a, b) => a.y - b.y || (a.id < b.id ? -1 : 1))) {
    let at = sorted.length;
    while (at > 0 && order(wish, sorted[at - 1] as LabelWish) < 0) at--;
    sorted.splice(at, 0, wish);
  }
  return sorted;
}

function sideOf({ x }: LabelWish, { width }: LabelField, before: Side | undefined): Side {
  if (before !== undefined && Math.abs(x - width / 2) < width * stickiness) return before;
  return x < width / 2 ? 'left' : 'right';
}

/** Room is left in the column, and the labels of both columns do not meet in the middle. */
function fits(wish: LabelWish, side: Side, columns: Record<Side, LabelWish[]>, room: Record<Side, number>, field: LabelField): boolean {
  if (room[side] < wish.height) return false;
  const across = columns[side === 'left' ? 'right' : 'left'].reduce((widest, one) => Math.max(widest, one.width), 0);
  return wish.width + across + 2 * field.margin + (across === 0 ? 0 : field.gap) <= field.width;
}

/** Each as near to its anchor's height as the others let it: neighbours that would overlap share the middle of what they want. */
function stack(wishes: readonly LabelWish[], side: Side, { width, height, margin, gap }: LabelField): readonly PlacedLabel[] {
  type Block = { members: LabelWish[]; top: number; size: number };
  const blocks: Block[] = [];
  const least = margin;
  const held = (top: number, size: number): number => Math.max(least, Math.min(top, height - margin - size));
  const middle = ({ members, size }: Block): number => {
    let [sum, offset] = [0, 0];
    for (const one of members) {
      sum += one.y - one.height / 2 - offset;
      offset += one.height + gap;
    }
    return held(sum / members.length, size);
  };
  for (const wish of wishes) {
    let block: Block = { members: [wish], top: 0, size: wish.height };
    block.top = middle(block);
    for (let last = blocks.at(-1); last !== undefined && last.top + last.size + gap > block.top; last = blocks.at(-1)) {
      blocks.pop();
      block = { members: [...last.members, ...block.members], top: 0, size: last.size + gap + block.size };
      block.top = middle(block);
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ members, top }) => {
    let at = top;
    return members.map((one): PlacedLabel => {
      const left = side === 'left' ? margin : width - margin - one.width;
      const placed = { id: one.id, side, left, top: at, fromX: side === 'left' ? left + one.width : left, fromY: at + one.height / 2 };
      at += one.height + gap;
      return placed;
    });
  });
}

/** A map of the plane as in SVG's `matrix(a b c d e f)`: x' = a x + c y + e, y' = b x + d y + f. */
export type Affine = {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
};

export const identity: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
export const translation = (x: number, y: number): Affine => ({ ...identity, e: x, f: y });
export const scaling = (x: number, y: number): Affine => ({ ...identity, a: x, d: y });

/** Turned clockwise on the screen, since y runs down; quarter turns are exact. */
export function rotation(degrees: number): Affine {
  const quarter = (((degrees % 360) + 360) % 360) / 90;
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = Number.isInteger(quarter)
    ? ([
        [1, 0],
        [0, 1],
        [-1, 0],
        [0, -1],
      ][quarter] as [number, number])
    : [Math.cos(angle), Math.sin(angle)];
  return { a: cos, b: sin, c: -sin, d: cos, e: 0, f: 0 };
}

/** First `inner`, then `outer`. */
export function compose(outer: Affine, inner: Affine): Affine {
  return {
    a: outer.a * inner.a + outer.c * inner.b,
    b: outer.b * inner.a + outer.d * inner.b,
    c: outer.a * inner.c + outer.c * inner.d,
    d: outer.b * inner.c + outer.d * inner.d,
    e: outer.a * inner.e + outer.c * inner.f + outer.e,
    f: outer.b * inner.e + outer.d * inner.f + outer.f,
  };
}

export const around = (map: Affine, x: number, y: number): Affine => compose(translation(x, y), compose(map, translation(-x, -y)));

/** The map back; null where a drawing is squeezed to a line. */
export function invert(map: Affine): Affine | null {
  const det = map.a * map.d - map.b * map.c;
  if (!(Math.abs(det) > 1e-12)) return null;
  const [a, b, c, d] = [map.d / det, -map.b / det, -map.c / det, map.a / det];
  return { a, b, c, d, e: -(a * map.e + c * map.f), f: -(b * map.e + d * map.f) };
}

export const mapPoint = (map: Affine, x: number, y: number): { readonly x: number; readonly y: number } => ({
  x: map.a * x + map.c * y + map.e,
  y: map.b * x + map.d * y + map.f,
});

const isZero = (value: number): boolean => Math.abs(value) < 1e-9;
export const isTranslation = ({ a, b, c, d }: Affine): boolean => isZero(a - 1) && isZero(b) && isZero(c) && isZero(d - 1);
export const isIdentity = (map: Affine): boolean => isTranslation(map) && isZero(map.e) && isZero(map.f);
/** Whether boxes stay boxes: moved, stretched, mirrored or turned by quarters. */
export const keepsAxes = ({ a, b, c, d }: Affine): boolean => (isZero(b) && isZero(c)) || (isZero(a) && isZero(d));
/** Whether x and y change places. */
export const swapsAxes = ({ a, d }: Affine): boolean => isZero(a) && isZero(d);
/** By how much it stretches what lay along x and along y before. */
export const stretch = ({ a, b, c, d }: Affine): { readonly x: number; readonly y: number } => ({
  x: Math.hypot(a, b),
  y: Math.hypot(c, d),
});

const numbers = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/g;

/** One function of a transform list, with where it stands in the attribute's text. */
export type TransformPart = { readonly name: string; readonly values: readonly number[]; readonly from: number; readonly to: number };

/** The functions of a transform in their order; null where it holds anything else. */
export function transformParts(text: string): readonly TransformPart[] | null {
  const parts: TransformPart[] = [];
  let end = 0;
  for (const match of text.matchAll(/(translate|rotate|scale|matrix|skewX|skewY)\s*\(([^()]*)\)/g)) {
    const values = ((match[2] as string).match(numbers) ?? []).map(Number);
    if (values.length === 0 || values.some((value) => !Number.isFinite(value)) || !isGap(text.slice(end, match.index))) return null;
    parts.push({ name: match[1] as string, values, from: match.index, to: match.index + match[0].length });
    end = match.index + match[0].length;
  }
  return isGap(text.slice(end)) ? parts : null;
}

const isGap = (text: string): boolean => /^[\s,]*$/.test(text);

/** The map of one function (SVG 1.1, clause 7.6; from memory of the original). */
function partMap({ name, values }: TransformPart): Affine {
  const [p = 0, q, r, s = 1, t = 0, u = 0] = values;
  switch (name) {
    case 'translate':
      return translation(p, q ?? 0);
    case 'scale':
      return scaling(p, q ?? p);
    case 'rotate':
      return around(rotation(p), q ?? 0, r ?? 0);
    case 'skewX':
      return { ...identity, c: Math.tan((p * Math.PI) / 180) };
    case 'skewY':
      return { ...identity, b: Math.tan((p * Math.PI) / 180) };
    default:
      return { a: p, b: q ?? 0, c: r ?? 0, d: s, e: t, f: u };
  }
}

/** The map of a whole transform attribute; null where it cannot be read. */
export function transformMap(text: string): Affine | null {
  const parts = transformParts(text);
  return parts === null ? null : parts.reduce((map, part) => compose(map, partMap(part)), identity);
}

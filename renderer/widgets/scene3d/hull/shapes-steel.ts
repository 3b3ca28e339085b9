import type { Pen, Vec } from './pen.ts';
import { type ShapeKit, type ShapeTable, tones } from './shape-kit.ts';
import { bar, box, crosswise, cylinder, lathe, plate, tube, upright } from './solids.ts';

/** Posts, knee rail and handrail along a line. */
export function handrail(pen: Pen, from: Vec, to: Vec, high = 1.05): void {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
  const count = Math.max(1, Math.round(length / 1.3));
  const at = (share: number, up: number): Vec => [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share, from[2] + (to[2] - from[2]) * share + up];
  pen.tone = tones.steel;
  for (let i = 0; i <= count; i++) bar(pen, at(i / count, 0), at(i / count, high), 0.04);
  for (const up of [high * 0.52, high]) bar(pen, at(0, up), at(1, up), 0.04);
  bar(pen, at(0, 0.07), at(1, 0.07), 0.02, 0.12);
  pen.tone = tones.body;
}

function rack({ pen, L, W, H, isFine }: ShapeKit): void {
  pen.tone = tones.frame;
  const bays = Math.max(1, Math.round(L / 5.5));
  const decks = [H * 0.725, H * 0.86, H];
  for (let i = 0; i <= bays; i++) {
    const x = -L / 2 + 0.12 + ((L - 0.24) * i) / bays;
    for (const y of [-W / 2 + 0.1, W / 2 - 0.1]) {
      bar(pen, [x, y, 0], [x, y, H], 0.22);
      if (isFine) box(pen, [x - 0.3, y - 0.3, 0], [x + 0.3, y + 0.3, 0.2], { noBottom: true });
    }
    for (const z of decks) bar(pen, [x, -W / 2, z - 0.1], [x, W / 2, z - 0.1], 0.16, 0.2);
  }
  for (const y of [-W / 2 + 0.1, W / 2 - 0.1]) for (const z of decks.slice(0, 2)) bar(pen, [-L / 2, y, z - 0.12], [L / 2, y, z - 0.12], 0.12, 0.18);
  if (isFine) {
    const step = (L - 0.24) / bays;
    for (const y of [-W / 2 + 0.1, W / 2 - 0.1]) {
      const x = -L / 2 + 0.12 + step * Math.floor(bays / 2);
      bar(pen, [x, y, 0.3], [x + step, y, decks[0] as number], 0.08);
      bar(pen, [x + step, y, 0.3], [x, y, decks[0] as number], 0.08);
    }
  }
  pen.tone = tones.body;
}

function platform({ pen, L, W, H, isFine }: ShapeKit): void {
  pen.tone = tones.frame;
  const [alongs, acrosses] = [Math.max(1, Math.round(L / 4)), Math.max(1, Math.round(W / 4))];
  const thick = H > 3 ? 0.18 : 0.1;
  const place = (i: number, count: number, length: number): number => -length / 2 + thick / 2 + ((length - thick) * i) / count;
  for (let i = 0; i <= alongs; i++) for (const y of [-W / 2 + thick / 2, W / 2 - thick / 2]) bar(pen, [place(i, alongs, L), y, 0], [place(i, alongs, L), y, H - 0.1], thick);
  for (let j = 1; j < acrosses; j++) for (const x of [-L / 2 + thick / 2, L / 2 - thick / 2]) bar(pen, [x, place(j, acrosses, W), 0], [x, place(j, acrosses, W), H - 0.1], thick);
  for (const y of [-W / 2 + thick / 2, W / 2 - thick / 2]) bar(pen, [-L / 2, y, H - 0.14], [L / 2, y, H - 0.14], thick * 0.8, 0.18);
  for (let i = 0; i <= alongs; i++) bar(pen, [place(i, alongs, L), -W / 2, H - 0.14], [place(i, alongs, L), W / 2, H - 0.14], thick * 0.8, 0.18);
  if (isFine && H > 3.5) {
    for (const y of [-W / 2 + thick / 2, W / 2 - thick / 2]) {
      bar(pen, [place(0, alongs, L), y, 0.2], [place(1, alongs, L), y, H - 0.3], 0.08);
      bar(pen, [place(1, alongs, L), y, 0.2], [place(0, alongs, L), y, H - 0.3], 0.08);
    }
  }
  // Small ones have their own deck and railing; what carries a floor of the scene has its deck there.
  if (L * W < 14) {
    pen.tone = 0.9;
    box(pen, [-L / 2, -W / 2, H - 0.06], [L / 2, W / 2, H]);
    if (isFine) {
      handrail(pen, [-L / 2 + 0.05, W / 2 - 0.05, H], [L / 2 - 0.05, W / 2 - 0.05, H]);
      for (const x of [-L / 2 + 0.05, L / 2 - 0.05]) handrail(pen, [x, -W / 2 + 0.05, H], [x, W / 2 - 0.05, H]);
    }
  }
  pen.tone = tones.body;
}

function stairs({ pen, L, W, H, isFine }: ShapeKit): void {
  pen.tone = tones.frame;
  const half = L / 2;
  for (const y of [-W / 2, W / 2 - 0.04]) plate(pen, [[-half, 0], [-half + 0.24, 0], [half, H - 0.22], [half, H], [half - 0.06, H], [-half, 0.16]], y, y + 0.04);
  pen.tone = 0.9;
  const count = Math.max(2, isFine ? Math.round(H / 0.21) : Math.round(H / 0.6));
  for (let i = 1; i <= count; i++) {
    const x = -half + (L * (i - 0.5)) / count;
    box(pen, [x - 0.13, -W / 2 + 0.04, (H * i) / count - 0.04], [x + 0.13, W / 2 - 0.04, (H * i) / count], { noEdges: true });
  }
  if (isFine) for (const y of [-W / 2 + 0.02, W / 2 - 0.02]) handrail(pen, [-half, y, 0.1], [half, y, H]);
  pen.tone = tones.body;
}

function ladder({ pen, L, W, H, isFine }: ShapeKit): void {
  pen.tone = tones.steel;
  for (const y of [-W / 2 + 0.03, W / 2 - 0.03]) bar(pen, [-L / 2 + 0.1, y, 0], [-L / 2 + 0.1, y, H], 0.05);
  if (!isFine) return;
  for (let z = 0.3; z < H - 0.1; z += 0.3) bar(pen, [-L / 2 + 0.1, -W / 2, z], [-L / 2 + 0.1, W / 2, z], 0.03);
  const hoop = (z: number): readonly Vec[] => Array.from({ length: 9 }, (_, i): Vec => [-L / 2 + 0.1 + 0.62 * Math.sin((Math.PI * i) / 8), -0.34 * Math.cos((Math.PI * i) / 8), z]);
  if (H > 3.2) {
    for (let z = 2.3; z < H; z += 0.9) tube(pen, hoop(z), 0.022, 3);
    for (const i of [2, 4, 6]) bar(pen, [...(hoop(0)[i] as Vec).slice(0, 2), 2.3] as unknown as Vec, [...(hoop(0)[i] as Vec).slice(0, 2), H - 0.1] as unknown as Vec, 0.03);
  }
  pen.tone = tones.body;
}

function railing({ pen, L, H }: ShapeKit): void {
  handrail(pen, [-L / 2, 0, 0], [L / 2, 0, 0], H);
}

function skid({ pen, L, W, H }: ShapeKit): void {
  pen.tone = tones.frame;
  for (const y of [-W / 2, W / 2 - 0.14]) box(pen, [-L / 2, y, 0], [L / 2, y + 0.14, H], { noBottom: true });
  for (const x of [-L / 2, L / 2 - 0.14]) box(pen, [x, -W / 2, 0], [x + 0.14, W / 2, H], { noBottom: true });
  pen.tone = 0.72;
  box(pen, [-L / 2 + 0.1, -W / 2 + 0.1, 0], [L / 2 - 0.1, W / 2 - 0.1, H * 0.82], { noBottom: true });
  pen.tone = tones.body;
}

function plinth({ pen, L, W, H }: ShapeKit): void {
  pen.tone = tones.concrete;
  box(pen, [-L / 2, -W / 2, 0], [L / 2, W / 2, H], { noBottom: true });
  pen.tone = tones.body;
}

function wallRing({ pen, L, W, H }: ShapeKit, thick: number): void {
  pen.tone = tones.concrete;
  for (const y of [-W / 2, W / 2 - thick]) box(pen, [-L / 2, y, 0], [L / 2, y + thick, H], { noBottom: true });
  for (const x of [-L / 2, L / 2 - thick]) box(pen, [x, -W / 2 + thick, 0], [x + thick, W / 2 - thick, H], { noBottom: true });
  pen.tone = tones.body;
}

function truck({ pen, L, W, H, isFine }: ShapeKit): void {
  const wheel = 0.5;
  pen.tone = tones.dark;
  box(pen, [-L / 2, -W * 0.36, wheel * 1.1], [L / 2 - 0.3, W * 0.36, wheel * 1.6]);
  pen.tone = tones.pale;
  box(pen, [L / 2 - 2.1, -W * 0.48, wheel * 1.2], [L / 2, W * 0.48, H * 0.86]);
  pen.tone = tones.dark;
  box(pen, [L / 2 - 0.7, -W * 0.44, H * 0.52], [L / 2 + 0.02, W * 0.44, H * 0.76]);
  pen.tone = tones.light;
  plate(pen, [[-L / 2, H * 0.34], [L / 2 - 2.5, H * 0.34], [L / 2 - 2.5, H], [-L / 2, H]], -W / 2, W / 2);
  pen.tone = tones.rubber;
  for (const x of [-L / 2 + 0.9, -L / 2 + 2.1, L / 2 - 1.1]) for (const y of [-W / 2, W / 2 - 0.32]) cylinder(pen, crosswise(x, y, wheel), wheel, 0, 0.32, isFine ? 16 : 8);
  pen.tone = tones.body;
}

function plainBox({ pen, L, W, H, legs }: ShapeKit): void {
  pen.hold = [legs, H];
  box(pen, [-L / 2, -W / 2, legs], [L / 2, W / 2, H], { noBottom: legs < 0.02 });
  pen.hold = null;
}

function round({ pen, L, H, sides }: ShapeKit, profile: (r: number, h: number) => readonly (readonly [number, number])[]): void {
  pen.hold = [0, H];
  lathe(pen, upright(0, 0), profile(L / 2, H), { sides: sides(L / 2) });
  pen.hold = null;
}

export const steelShapes: ShapeTable = {
  rack,
  platform,
  stairs,
  ladder,
  railing,
  skid,
  plinth,
  bund: (kit) => wallRing(kit, 0.25),
  kerb: (kit) => wallRing(kit, 0.15),
  truck,
  box: plainBox,
  cylinder: (kit) => round(kit, (r, h) => [[0, 0], [r, 0], [r, h], [0, h]]),
  cone: (kit) => round(kit, (r, h) => [[0, 0], [r, 0], [0, h]]),
  sphere: (kit) => round(kit, (r, h) => Array.from({ length: 13 }, (_, i): readonly [number, number] => [i % 12 === 0 ? 0 : r * Math.sin((Math.PI * i) / 12), (h / 2) * (1 - Math.cos((Math.PI * i) / 12))])),
};

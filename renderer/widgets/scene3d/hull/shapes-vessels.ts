import { type ShapeKit, type ShapeTable, tones } from './shape-kit.ts';
import { bar, box, cylinder, lathe, lengthwise, type Profile, tube, upright } from './solids.ts';
import type { Vec } from './pen.ts';

/** Radius and height of a domed head from the rim inwards, upwards where `rise` is positive. */
function dome(radius: number, at: number, rise: number, steps = 4): Profile {
  return Array.from({ length: steps }, (_, i): readonly [number, number] => {
    const angle = ((i + 1) / steps) * (Math.PI / 2);
    return [i === steps - 1 ? 0 : radius * Math.cos(angle), at + rise * Math.sin(angle)];
  });
}

/** The same from the middle outwards, below a body that begins at `at`. */
const bowl = (radius: number, at: number, fall: number, steps = 4): Profile => dome(radius, at, -fall, steps).toReversed();

const holding = (kit: ShapeKit, from: number, to: number, draw: () => void): void => {
  kit.pen.hold = [from, to];
  draw();
  kit.pen.hold = null;
};

/** Posts around a round thing, from the ground up to its body. */
export function posts({ pen, isFine }: ShapeKit, radius: number, height: number, count: number, width: number): void {
  pen.tone = tones.frame;
  for (let i = 0; i < count; i++) {
    const angle = Math.PI / 4 + (2 * Math.PI * i) / count;
    const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    bar(pen, [x, y, 0], [x, y, height], width);
    if (isFine) box(pen, [x - width, y - width, 0], [x + width, y + width, 0.03], { noBottom: true, noEdges: true });
  }
  pen.tone = tones.body;
}

/** A rim or stiffening ring around an upright body. */
export function rim({ pen, sides }: ShapeKit, radius: number, at: number, thick: number, out = 0.06): void {
  const r = radius + out;
  lathe(pen, upright(0, 0), [[radius * 0.98, at], [r, at], [r, at + thick], [radius * 0.98, at + thick]], { sides: sides(radius) });
}

/** Handrail on a roof's edge. */
function roofRail({ pen, isFine }: ShapeKit, radius: number, at: number): void {
  if (!isFine || radius < 1.4) return;
  pen.tone = tones.steel;
  const count = Math.max(10, Math.round(radius * 5));
  const ring = (z: number): readonly Vec[] => Array.from({ length: count + 1 }, (_, i): Vec => [radius * Math.cos((2 * Math.PI * i) / count), radius * Math.sin((2 * Math.PI * i) / count), z]);
  for (const z of [at + 0.55, at + 1.05]) tube(pen, ring(z), 0.022, 3);
  for (const [x, y] of ring(at)) bar(pen, [x, y, at], [x, y, at + 1.05], 0.035);
  pen.tone = tones.body;
}

function manhole({ pen, isFine }: ShapeKit, radius: number, at: number): void {
  if (!isFine) return;
  const angle = -Math.PI * 0.32;
  const along: Vec = [Math.cos(angle), Math.sin(angle), 0];
  const r = Math.min(0.32, radius * 0.3);
  pen.tone = tones.steel;
  lathe(pen, { at: [0, 0, at], along }, [[r * 0.8, radius * 0.94], [r * 0.8, radius + 0.14], [r, radius + 0.14], [r, radius + 0.2], [0, radius + 0.2]], { sides: 14 });
  pen.tone = tones.body;
}

function tank(kit: ShapeKit): void {
  const { pen, L, H, sides, isFine } = kit;
  const r = L / 2;
  const wall = Math.max(H - r * 0.22, H * 0.7);
  holding(kit, 0.05, wall, () => lathe(pen, upright(0, 0), [[r, 0], [r, wall]], { sides: sides(r) }));
  lathe(pen, upright(0, 0), [[r, wall], [r + 0.07, wall], [r + 0.07, wall + 0.08], [r * 0.12, H], [0, H]], { sides: sides(r) });
  if (isFine) {
    pen.tone = tones.concrete;
    rim(kit, r, 0, 0.12, 0.14);
    pen.tone = 0.97;
    for (const share of [0.36, 0.7]) rim(kit, r, wall * share, 0.05, 0.035);
    pen.tone = tones.body;
  }
  roofRail(kit, r * 0.97, wall + 0.06);
  manhole(kit, r, 0.75);
}

function openTank(kit: ShapeKit): void {
  const { pen, L, H, sides } = kit;
  const r = L / 2;
  holding(kit, 0.05, H, () => lathe(pen, upright(0, 0), [[r, 0], [r, H]], { sides: sides(r) }));
  lathe(pen, upright(0, 0), [[r, H], [r - 0.12, H], [r - 0.12, H * 0.4], [0, H * 0.4]], { sides: sides(r) });
  if (kit.isFine) rim(kit, r, H - 0.15, 0.15, 0.08);
}

function vessel(kit: ShapeKit): void {
  const { pen, L, H, legs, sides, isFine } = kit;
  const r = L / 2;
  const head = Math.min(r * 0.5, (H - legs) * 0.25);
  holding(kit, legs, H, () => lathe(pen, upright(0, 0), [...bowl(r, legs + head, head), [r, legs + head], [r, H - head], ...dome(r, H - head, head)], { sides: sides(r) }));
  posts(kit, r * 0.86, legs + head, 4, Math.max(0.09, r * 0.1));
  if (isFine) {
    rim(kit, r, H - head - 0.04, 0.08, 0.05);
    rim(kit, r, legs + head - 0.04, 0.08, 0.05);
    manhole(kit, r, legs + (H - legs) * 0.42);
  }
}

/** Two saddles under something that lies. */
export function saddles({ pen, L, W, legs, isFine }: ShapeKit, radius: number): void {
  if (legs <= 0.02) return;
  pen.tone = tones.frame;
  // High ones stand on posts, with a saddle on top.
  const low = Math.max(0, legs - 0.5);
  for (const x of [-L * 0.28, L * 0.28]) {
    const wide = Math.min(W, radius * 2) * 0.36;
    box(pen, [x - 0.09, -wide, low], [x + 0.09, wide, legs + radius * 0.55], { noBottom: low === 0 });
    if (low > 0) for (const y of [-wide * 0.9, wide * 0.9]) bar(pen, [x, y, 0], [x, y, low], 0.14);
    if (isFine) box(pen, [x - 0.16, -wide * 1.15, 0], [x + 0.16, wide * 1.15, 0.05], { noBottom: true, noEdges: true });
  }
  pen.tone = tones.body;
}

function drum(kit: ShapeKit): void {
  const { pen, L, W, H, legs, sides, isFine } = kit;
  const r = Math.min(W, H - legs) / 2;
  const z = legs + (H - legs) / 2;
  const head = Math.min(r * 0.55, L * 0.2);
  const end = L / 2 - head;
  holding(kit, z - r, z + r, () => lathe(pen, lengthwise(0, 0, z), [...bowl(r, -end, head), [r, -end], [r, end], ...dome(r, end, head)], { sides: sides(r) }));
  if (isFine) for (const x of [-end, end]) lathe(pen, lengthwise(0, 0, z), [[r, x - 0.04], [r + 0.04, x - 0.04], [r + 0.04, x + 0.04], [r, x + 0.04]], { sides: sides(r) });
  saddles(kit, r);
}

function silo(kit: ShapeKit): void {
  const { pen, L, H, legs, sides, isFine } = kit;
  const r = L / 2;
  const skirt = legs + (H - legs) * 0.04;
  const cone = Math.min(legs * 0.75, r * 1.2);
  const wall = H - r * 0.28;
  holding(kit, skirt - cone, wall, () => lathe(pen, upright(0, 0), [[0, skirt - cone], [r * 0.12, skirt - cone], [r, skirt], [r, wall]], { sides: sides(r) }));
  lathe(pen, upright(0, 0), [[r, wall], [r + 0.06, wall], [r + 0.06, wall + 0.08], [r * 0.14, H], [0, H]], { sides: sides(r) });
  posts(kit, r * 0.97, skirt + 0.2, 4, 0.28);
  if (!isFine) return;
  pen.tone = tones.frame;
  const foot = (i: number, z: number): Vec => [r * 0.97 * Math.cos(Math.PI / 4 + (Math.PI / 2) * i), r * 0.97 * Math.sin(Math.PI / 4 + (Math.PI / 2) * i), z];
  for (const i of [0, 2]) {
    bar(pen, foot(i, 0.3), foot(i + 1, skirt - 0.3), 0.1);
    bar(pen, foot(i + 1, 0.3), foot(i, skirt - 0.3), 0.1);
  }
  pen.tone = tones.body;
  rim(kit, r, skirt - 0.12, 0.24, 0.08);
  for (const share of [0.3, 0.6]) rim(kit, r, skirt + (wall - skirt) * share, 0.05, 0.035);
  roofRail(kit, r * 0.97, wall + 0.06);
}

function hopper(kit: ShapeKit): void {
  const { pen, L, H, legs, sides } = kit;
  const r = L / 2;
  const bottom = legs * 0.4;
  holding(kit, bottom, H, () => lathe(pen, upright(0, 0), [[0, bottom], [r * 0.2, bottom], [r, legs + (H - legs) * 0.5], [r, H], [0, H]], { sides: sides(r) }));
  posts(kit, r * 0.9, legs + (H - legs) * 0.5, 4, 0.1);
  if (kit.isFine) rim(kit, r, H - 0.1, 0.1);
}

function column(kit: ShapeKit): void {
  const { pen, L, H, legs, sides, isFine } = kit;
  const r = L / 2;
  const head = r * 0.5;
  pen.tone = tones.frame;
  lathe(pen, upright(0, 0), [[r * 1.08, 0], [r * 0.98, legs]], { sides: sides(r) });
  pen.tone = tones.body;
  holding(kit, legs, H, () => lathe(pen, upright(0, 0), [[0, legs], [r, legs], [r, H - head], ...dome(r, H - head, head)], { sides: sides(r) }));
  if (!isFine) return;
  for (const share of [0.02, 0.34, 0.66, 0.94]) rim(kit, r, legs + (H - head - legs) * share, 0.1, 0.05);
  manhole(kit, r, legs + 1);
}

function evaporator(kit: ShapeKit): void {
  const { pen, L, H, legs, sides, isFine } = kit;
  const r = L / 2;
  const body = H - legs;
  const [heater, top, dished] = [r * 0.66, H - r * 0.5, r * 0.5];
  const [heaterTop, wide] = [legs + body * 0.42, legs + body * 0.52];
  const cone = Math.min(legs * 0.6, heater);
  holding(kit, legs, top, () =>
    lathe(pen, upright(0, 0), [[0, legs - cone * 0.9], [heater * 0.14, legs - cone * 0.9], [heater, legs], [heater, heaterTop], [r, wide], [r, top], ...dome(r, top, dished)], { sides: sides(r) }),
  );
  posts(kit, heater * 1.02, legs + 0.5, 4, Math.max(0.16, r * 0.12));
  if (!isFine) return;
  pen.tone = tones.steel;
  for (const z of [legs - 0.06, heaterTop - 0.14]) rim(kit, heater, z, 0.2, 0.14);
  pen.tone = tones.body;
  for (const z of [wide + 0.02, top - 0.1]) rim(kit, r, z, 0.1, 0.06);
  rim(kit, heater, legs + (heaterTop - legs) * 0.5, 0.07, 0.04);
  manhole(kit, r, wide + 1.1);
}

function stack(kit: ShapeKit): void {
  const { pen, L, H, sides, isFine } = kit;
  const r = L / 2;
  lathe(pen, upright(0, 0), [[r * 1.35, 0], [r * 1.35, 0.3], [r, Math.min(2, H * 0.15)], [r * 0.86, H], [r * 0.74, H], [r * 0.7, H - 0.6]], { sides: sides(r) });
  if (isFine) for (const share of [0.33, 0.66, 0.985]) rim(kit, r * (1 - 0.14 * share), H * share - 0.1, 0.1, 0.06);
}

function cyclone(kit: ShapeKit): void {
  const { pen, L, H, legs, sides, isFine } = kit;
  const r = L / 2;
  const shoulder = legs + (H - legs) * 0.55;
  const wall = H - (H - legs) * 0.1;
  lathe(pen, upright(0, 0), [[0, legs], [r * 0.22, legs], [r, shoulder], [r, wall], [r * 0.45, wall], [r * 0.45, H], [0, H]], { sides: sides(r) });
  // The way in runs at a tangent.
  box(pen, [-r * 1.02, r * 0.28, wall - (wall - shoulder) * 0.75], [0.1, r * 0.98, wall - 0.08]);
  if (!isFine) return;
  rim(kit, r, shoulder - 0.05, 0.1);
  rim(kit, r, wall - 0.08, 0.08);
  posts(kit, r * 0.98, shoulder + 0.2, 4, 0.12);
}

function filter(kit: ShapeKit): void {
  const { pen, L, H, legs, sides, isFine } = kit;
  const r = L / 2;
  const head = Math.min(r * 0.6, (H - legs) * 0.2);
  lathe(pen, upright(0, 0), [...bowl(r * 0.86, legs + head, head), [r * 0.86, legs + head], [r * 0.86, H - head - 0.12]], { sides: sides(r) });
  pen.tone = tones.light;
  lathe(pen, upright(0, 0), [[r * 0.86, H - head - 0.14], [r, H - head - 0.14], [r, H - head], [r * 0.86, H - head], ...dome(r * 0.86, H - head, head)], { sides: sides(r) });
  pen.tone = tones.body;
  posts(kit, r * 0.76, legs + head, 3, Math.max(0.05, r * 0.12));
  if (isFine) rim(kit, r * 0.86, legs + (H - legs) * 0.45, 0.04, 0.03);
}

function scrubber(kit: ShapeKit): void {
  const { pen, L, H, legs, sides, isFine } = kit;
  const r = L / 2;
  holding(kit, legs, legs + (H - legs) * 0.4, () => lathe(pen, upright(0, 0), [[r, 0], [r, legs + (H - legs) * 0.4]], { sides: sides(r) }));
  lathe(pen, upright(0, 0), [[r, legs + (H - legs) * 0.4], [r, H - r * 0.9], [r * 0.42, H - r * 0.25], [r * 0.42, H], [0, H]], { sides: sides(r) });
  if (!isFine) return;
  for (const share of [0.4, 0.62, 0.8]) rim(kit, r, legs + (H - legs) * share - 0.05, 0.1);
  manhole(kit, r, legs + 1);
}

function boiler(kit: ShapeKit): void {
  const { pen, L, W, H, legs, sides, isFine } = kit;
  const r = Math.min(W, H - legs) / 2;
  const z = legs + r;
  const end = L / 2 - 0.3;
  lathe(pen, lengthwise(0, 0, z), [[0, -end], [r, -end], [r, end], [0, end]], { sides: sides(r) + 6 });
  // Front and rear doors, burner.
  pen.tone = tones.steel;
  for (const [from, to] of [[-L / 2 + 0.1, -end], [end, L / 2]] as const) lathe(pen, lengthwise(0, 0, z), [[0, from], [r * 0.9, from], [r * 0.9, to], [0, to]], { sides: sides(r) + 6 });
  pen.tone = tones.dark;
  lathe(pen, lengthwise(0, 0, z - r * 0.25), [[0, -L / 2 - 0.45], [r * 0.26, -L / 2 - 0.45], [r * 0.3, -L / 2 + 0.15]], { sides: 14 });
  box(pen, [-L / 2 - 0.5, -r * 0.26, z - r * 0.2], [-L / 2 - 0.05, r * 0.26, z + r * 0.18]);
  pen.tone = tones.body;
  saddles(kit, r);
  box(pen, [L * 0.34, -r * 0.35, z + r * 0.7], [L * 0.47, r * 0.35, H], { noBottom: true });
  if (!isFine) return;
  pen.tone = tones.frame;
  box(pen, [-L * 0.4, -0.5, z + r], [L * 0.3, 0.5, z + r + 0.05]);
  for (const y of [-0.48, 0.48]) for (const rail of [0.5, 1]) bar(pen, [-L * 0.4, y, z + r + rail], [L * 0.3, y, z + r + rail], 0.035);
  for (let i = 0; i <= 4; i++) for (const y of [-0.48, 0.48]) bar(pen, [-L * 0.4 + i * L * 0.175, y, z + r], [-L * 0.4 + i * L * 0.175, y, z + r + 1], 0.035);
  pen.tone = tones.body;
  for (const x of [-L * 0.22, L * 0.05, L * 0.3]) lathe(pen, lengthwise(0, 0, z), [[r, x - 0.03], [r + 0.03, x - 0.03], [r + 0.03, x + 0.03], [r, x + 0.03]], { sides: sides(r) + 6 });
}

function exchanger(kit: ShapeKit): void {
  const { pen, L, W, H, legs, sides, isFine } = kit;
  const r = Math.min(W, H - legs) / 2;
  const z = legs + (H - legs) / 2;
  const shell = r * 0.86;
  const channel = -L / 2 + L * 0.2;
  lathe(pen, lengthwise(0, 0, z), [...bowl(shell, -L / 2 + shell * 0.5, shell * 0.5), [shell, -L / 2 + shell * 0.5], [shell, L / 2 - shell * 0.6], ...dome(shell, L / 2 - shell * 0.6, shell * 0.6)], { sides: sides(r) });
  pen.tone = tones.light;
  const flanges = isFine ? [channel - 0.07, channel + 0.02, L / 2 - shell * 0.7] : [channel];
  for (const x of flanges) lathe(pen, lengthwise(0, 0, z), [[shell, x], [r * 1.08, x], [r * 1.08, x + 0.06], [shell, x + 0.06]], { sides: sides(r) });
  pen.tone = tones.body;
  saddles(kit, shell);
  if (legs < 0.02) return;
  // Nozzle pads reach the box's edges, where the pipes end.
  for (const [x, from, to] of [[-L * 0.3, z, H], [L * 0.3, legs, z], [-L * 0.46, legs, H]] as const) cylinder(pen, upright(x, 0), r * 0.3, from, to, 10);
}

export const vesselShapes: ShapeTable = {
  tank,
  'open-tank': openTank,
  vessel,
  drum,
  silo,
  hopper,
  column,
  evaporator,
  separator: vessel,
  boiler,
  stack,
  exchanger,
  filter,
  cyclone,
  scrubber,
};

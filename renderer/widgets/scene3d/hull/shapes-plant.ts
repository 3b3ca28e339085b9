import { type ShapeKit, type ShapeTable, tones } from './shape-kit.ts';
import { bar, box, crosswise, cylinder, lathe, lengthwise, plate, upright } from './solids.ts';

/** Two flanges of something in a line, and the body between them. */
function inlineBody({ pen, L, isFine }: ShapeKit, z: number, radius: number): void {
  const flange = Math.max(0.03, L * 0.08);
  lathe(pen, lengthwise(0, 0, z), [[0, -L / 2], [radius, -L / 2], [radius, -L / 2 + flange], [radius * 0.55, -L / 2 + flange], [radius * 0.8, -L * 0.12], [radius * 0.8, L * 0.12], [radius * 0.55, L / 2 - flange], [radius, L / 2 - flange], [radius, L / 2], [0, L / 2]], { sides: isFine ? 14 : 8 });
}

function valve(kit: ShapeKit): void {
  const { pen, L, W, H } = kit;
  const z = H * 0.3;
  inlineBody(kit, z, Math.min(z, W * 0.5));
  pen.tone = tones.steel;
  cylinder(pen, upright(0, 0), W * 0.16, z, H * 0.62, 8);
  pen.tone = tones.light;
  // A pneumatic actuator across the line.
  lathe(pen, crosswise(0, 0, H * 0.78), [[0, -W * 0.62], [H * 0.16, -W * 0.62], [H * 0.18, -W * 0.5], [H * 0.18, W * 0.5], [H * 0.16, W * 0.62], [0, W * 0.62]], { sides: kit.isFine ? 14 : 8 });
  box(pen, [-L * 0.14, -W * 0.16, H * 0.9], [L * 0.14, W * 0.16, H]);
  pen.tone = tones.body;
}

function controlValve(kit: ShapeKit): void {
  const { pen, L, W, H, isFine } = kit;
  const z = H * 0.2;
  inlineBody(kit, z, Math.min(z * 1.05, W * 0.5));
  pen.tone = tones.steel;
  lathe(pen, upright(0, 0), [[W * 0.24, z], [W * 0.24, H * 0.36], [W * 0.34, H * 0.36], [W * 0.34, H * 0.4], [W * 0.1, H * 0.41], [W * 0.1, H * 0.72]], { sides: 10 });
  for (const y of [-W * 0.22, W * 0.22]) bar(pen, [0, y, H * 0.4], [0, y, H * 0.74], W * 0.1);
  pen.tone = tones.light;
  const r = Math.min(W * 0.72, L * 0.48);
  lathe(pen, upright(0, 0), [[0, H * 0.72], [r * 0.8, H * 0.73], [r, H * 0.8], [r, H * 0.84], [r * 0.72, H * 0.93], [r * 0.2, H * 0.95], [r * 0.12, H], [0, H]], { sides: isFine ? 18 : 8 });
  pen.tone = tones.body;
}

function reliefValve(kit: ShapeKit): void {
  const { pen, L, W, H } = kit;
  const r = Math.min(L, W) / 2;
  lathe(pen, upright(0, 0), [[r * 0.8, 0], [r * 0.8, H * 0.06], [r * 0.4, H * 0.06], [r * 0.7, H * 0.2], [r * 0.7, H * 0.42], [r * 0.46, H * 0.46], [r * 0.46, H * 0.86], [r * 0.3, H], [0, H]], { sides: 12 });
  lathe(pen, lengthwise(0, 0, H * 0.3), [[r * 0.5, 0], [r * 0.5, L * 0.44], [r * 0.85, L * 0.44], [r * 0.85, L / 2], [0, L / 2]], { sides: 12 });
}

function instrument({ pen, L, H }: ShapeKit): void {
  const r = L / 2;
  cylinder(pen, upright(0, 0), r * 0.24, 0, H * 0.6, 6);
  pen.tone = tones.pale;
  cylinder(pen, crosswise(0, 0, H * 0.74), H * 0.26, -r * 0.5, r * 0.5, 14);
  pen.tone = tones.body;
}

function header(kit: ShapeKit): void {
  const { pen, L, W, H, legs, sides, isFine } = kit;
  const r = Math.min(W, H - legs) / 2;
  const z = legs + (H - legs) / 2;
  lathe(pen, lengthwise(0, 0, z), [[0, -L / 2], [r * 0.8, -L / 2 + r * 0.2], [r, -L / 2 + r * 0.5], [r, L / 2 - r * 0.5], [r * 0.8, L / 2 - r * 0.2], [0, L / 2]], { sides: sides(r) });
  if (legs < 0.02) return;
  pen.tone = tones.frame;
  const width = Math.max(0.07, r * 0.4);
  for (const x of [-L * 0.36, L * 0.36]) {
    bar(pen, [x, 0, 0], [x, 0, z - r * 0.8], width);
    if (isFine) box(pen, [x - width, -width, 0], [x + width, width, 0.03], { noBottom: true, noEdges: true });
  }
  pen.tone = tones.body;
}

function silencer({ pen, L, H, sides }: ShapeKit): void {
  const r = L / 2;
  lathe(pen, upright(0, 0), [[0, 0], [r * 0.4, 0], [r * 0.4, H * 0.1], [r, H * 0.2], [r, H * 0.88], [r * 0.7, H * 0.96], [r * 0.7, H], [0, H]], { sides: sides(r) });
}

function coolingTower(kit: ShapeKit): void {
  const { pen, L, W, H, isFine } = kit;
  const basin = H * 0.17;
  pen.tone = tones.concrete;
  pen.hold = [0, basin];
  box(pen, [-L / 2, -W / 2, 0], [L / 2, W / 2, basin], { noBottom: true });
  pen.hold = null;
  pen.tone = tones.body;
  box(pen, [-L * 0.46, -W * 0.42, basin], [L * 0.46, W * 0.42, H * 0.97], { noBottom: true });
  pen.tone = tones.light;
  box(pen, [-L * 0.48, -W * 0.47, H * 0.62], [L * 0.48, W * 0.47, H], {});
  pen.tone = tones.steel;
  // Louvres where the air goes in.
  const count = isFine ? 9 : 3;
  for (const side of [-1, 1]) {
    for (let i = 0; i < count; i++) {
      const z = basin + 0.1 + (H * 0.42 * i) / count;
      plate(pen, [[-L * 0.44, z], [L * 0.44, z], [L * 0.44, z + (H * 0.24) / count], [-L * 0.44, z + (H * 0.24) / count]], side * W * 0.47 - 0.04, side * W * 0.47 + 0.04);
    }
  }
  if (isFine) for (const x of [-L * 0.46, -L * 0.155, L * 0.155, L * 0.43]) for (const y of [-W * 0.48, W * 0.46]) box(pen, [x, y, basin], [x + L * 0.03, y + W * 0.02, H * 0.62], { noBottom: true, noEdges: true });
  pen.tone = tones.body;
}

function plateExchanger(kit: ShapeKit): void {
  const { pen, L, W, H, isFine } = kit;
  pen.tone = tones.light;
  box(pen, [-L / 2, -W / 2, 0], [-L / 2 + 0.09, W / 2, H], { noBottom: true });
  box(pen, [L * 0.2, -W / 2, 0.06], [L * 0.2 + 0.08, W / 2, H * 0.96]);
  pen.tone = tones.steel;
  const plates = isFine ? 18 : 1;
  const from = -L / 2 + 0.09;
  const step = (L * 0.2 - from) / plates;
  for (let i = 0; i < plates; i++) box(pen, [from + i * step, -W * 0.44, 0.12], [from + i * step + step * (isFine ? 0.7 : 1), W * 0.44, H * 0.9], { noEdges: true });
  pen.tone = tones.frame;
  for (const z of [0.07, H * 0.94]) bar(pen, [-L / 2, 0, z], [L / 2, 0, z], 0.08);
  box(pen, [L / 2 - 0.09, -0.08, 0], [L / 2, 0.08, H], { noBottom: true });
  pen.tone = tones.body;
}

function heater(kit: ShapeKit): void {
  const { pen, L, W, H, legs, isFine } = kit;
  pen.tone = tones.frame;
  for (const x of [-L * 0.42, L * 0.36]) for (const y of [-W * 0.42, W * 0.36]) box(pen, [x, y, 0], [x + 0.1, y + 0.1, legs], { noBottom: true, noEdges: true });
  pen.tone = tones.body;
  plate(pen, [[-L / 2, legs + (H - legs) * 0.1], [-L * 0.28, legs], [L * 0.28, legs], [L / 2, legs + (H - legs) * 0.1], [L / 2, legs + (H - legs) * 0.5], [L * 0.28, H], [-L * 0.28, H], [-L / 2, legs + (H - legs) * 0.5]], -W / 2, W / 2);
  pen.tone = tones.steel;
  if (isFine) for (const x of [-L * 0.28, 0, L * 0.26]) box(pen, [x - 0.03, -W / 2 - 0.05, legs], [x + 0.03, W / 2 + 0.05, H + 0.03], { noEdges: true });
  pen.tone = tones.body;
}

function dryer(kit: ShapeKit): void {
  const { pen, L, W, H, legs, isFine } = kit;
  const bed = legs + (H - legs) * 0.34;
  pen.tone = tones.frame;
  for (const x of [-L * 0.46, -L * 0.16, L * 0.14, L * 0.43]) for (const y of [-W * 0.44, W * 0.38]) box(pen, [x, y, 0], [x + 0.16, y + 0.16, legs + 0.1], { noBottom: true, noEdges: true });
  pen.tone = tones.steel;
  box(pen, [-L * 0.48, -W * 0.44, legs], [L * 0.48, W * 0.44, bed]);
  pen.tone = tones.body;
  box(pen, [-L / 2, -W / 2, bed], [L / 2, W / 2, bed + 0.14]);
  box(pen, [-L / 2 + 0.08, -W * 0.46, bed + 0.14], [L / 2 - 0.08, W * 0.46, H * 0.82]);
  // Hood with sloped sides.
  pen.tone = tones.light;
  const [low, high] = [H * 0.82, H];
  for (const [from, to] of [[-L * 0.46, 0], [0.06, L * 0.46]] as const) plate(pen, [[from, low], [to, low], [to - 0.5, high], [from + 0.5, high]], -W * 0.36, W * 0.36);
  pen.tone = tones.body;
  if (!isFine) return;
  pen.tone = 0.94;
  for (let i = 0; i < 6; i++) {
    const x = -L * 0.44 + (i * L * 0.88) / 5;
    box(pen, [x - 0.05, -W * 0.48, bed + 0.14], [x + 0.05, W * 0.48, H * 0.82], { noEdges: true });
  }
  pen.tone = tones.steel;
  for (let i = 0; i < 5; i++) {
    const x = -L * 0.35 + (i * L * 0.88) / 5;
    for (const y of [-W * 0.475, W * 0.46]) box(pen, [x - 0.3, y, bed + 0.5], [x + 0.3, y + 0.04, bed + 1]);
  }
  pen.tone = tones.body;
}

function conveyor(kit: ShapeKit): void {
  const { pen, L, W, H, legs, isFine } = kit;
  const belt = Math.max(legs + 0.1, H - 0.34);
  pen.tone = tones.frame;
  for (const y of [-W / 2, W / 2 - 0.06]) box(pen, [-L / 2, y, belt - 0.16], [L / 2, y + 0.06, belt + 0.06]);
  const count = Math.max(2, Math.round(L / 2.6));
  for (let i = 0; i <= count; i++) {
    const x = -L * 0.46 + (i * L * 0.92) / count;
    for (const y of [-W * 0.46, W * 0.46]) bar(pen, [x, y, 0], [x, y, belt - 0.1], 0.08);
    if (isFine) bar(pen, [x, -W * 0.46, belt * 0.4], [x, W * 0.46, belt * 0.4], 0.06);
  }
  pen.tone = tones.rubber;
  box(pen, [-L / 2 + 0.1, -W * 0.42, belt], [L / 2 - 0.1, W * 0.42, belt + 0.05]);
  for (const x of [-L / 2 + 0.14, L / 2 - 0.14]) cylinder(pen, crosswise(x, 0, belt - 0.08), 0.13, -W * 0.44, W * 0.44, isFine ? 12 : 6);
  pen.tone = tones.body;
  // Skirts over the belt, and a chute where it is fed.
  box(pen, [-L * 0.49, -W * 0.4, belt + 0.05], [-L * 0.39, W * 0.4, H]);
  for (const y of [-W * 0.42, W * 0.39]) box(pen, [-L * 0.39, y, belt + 0.05], [L * 0.4, y + 0.03, belt + 0.18], { noEdges: true });
  if (isFine) {
    pen.tone = tones.steel;
    cylinder(pen, crosswise(L / 2 - 0.14, 0, belt - 0.08), 0.16, W * 0.5, W * 0.5 + 0.5, 12);
    pen.tone = tones.body;
  }
}

function screwConveyor(kit: ShapeKit): void {
  const { pen, L, W, H, legs, isFine } = kit;
  const r = Math.min(W, H - legs) / 2;
  const z = legs + r;
  lathe(pen, lengthwise(0, 0, z), [[0, -L / 2], [r, -L / 2], [r, L / 2], [0, L / 2]], { sides: isFine ? 16 : 8 });
  box(pen, [-L / 2, -r, z], [L / 2, r, H]);
  pen.tone = tones.frame;
  const count = Math.max(1, Math.round(L / 3));
  for (let i = 0; i <= count; i++) {
    const x = -L * 0.4 + (i * L * 0.8) / count;
    for (const y of [-r, r]) bar(pen, [x, y, 0], [x, y, z], 0.1);
    if (isFine && legs > 1.5) bar(pen, [x, -r, legs * 0.35], [x, r, legs * 0.75], 0.06);
  }
  pen.tone = tones.steel;
  cylinder(pen, lengthwise(0, 0, z), r * 0.5, -L / 2 - r * 1.6, -L / 2, 12);
  if (isFine) for (let i = 1; i < L; i++) box(pen, [-L / 2 + i - 0.03, -r * 1.06, z - 0.02], [-L / 2 + i + 0.03, r * 1.06, H + 0.02], { noEdges: true });
  pen.tone = tones.body;
}

function cabinet(kit: ShapeKit): void {
  const { pen, L, W, H, legs, isFine } = kit;
  pen.tone = tones.dark;
  box(pen, [-L * 0.47, -W * 0.47, 0], [L * 0.47, W * 0.47, legs], { noBottom: true, noEdges: true });
  pen.tone = tones.pale;
  box(pen, [-L / 2, -W / 2, legs], [L / 2, W / 2, H]);
  if (!isFine) return;
  pen.tone = tones.steel;
  box(pen, [L / 2, -W * 0.44, legs + 0.05], [L / 2 + 0.015, W * 0.44, H - 0.05]);
  pen.tone = tones.dark;
  box(pen, [L / 2 + 0.015, W * 0.32, H * 0.5], [L / 2 + 0.04, W * 0.36, H * 0.6], { noEdges: true });
  pen.tone = tones.body;
}

function panel(kit: ShapeKit): void {
  const { pen, L, W, H, legs, isFine } = kit;
  pen.tone = tones.frame;
  for (const y of [-W * 0.36, W * 0.36]) bar(pen, [0, y, 0], [0, y, legs + 0.1], 0.06);
  pen.tone = tones.pale;
  box(pen, [-L / 2, -W / 2, legs], [L / 2, W / 2, H]);
  if (!isFine) return;
  pen.tone = tones.dark;
  box(pen, [L / 2, -W * 0.3, legs + (H - legs) * 0.55], [L / 2 + 0.015, W * 0.3, legs + (H - legs) * 0.85]);
  for (const y of [-0.2, 0, 0.2]) cylinder(pen, lengthwise(0, y * W, legs + (H - legs) * 0.3), 0.035, L / 2, L / 2 + 0.04, 8);
  pen.tone = tones.body;
}

function switchboard(kit: ShapeKit): void {
  const { pen, L, W, H, legs, isFine } = kit;
  pen.tone = tones.dark;
  box(pen, [-L / 2, -W * 0.46, 0], [L / 2, W * 0.46, legs], { noBottom: true, noEdges: true });
  pen.tone = tones.pale;
  box(pen, [-L / 2, -W / 2, legs], [L / 2, W / 2, H]);
  if (!isFine) return;
  const fields = Math.max(2, Math.round(L / 0.8));
  for (let i = 0; i < fields; i++) {
    const [from, to] = [-L / 2 + (i * L) / fields + 0.03, -L / 2 + ((i + 1) * L) / fields - 0.03];
    for (const [low, high] of [[0.06, 0.3], [0.33, 0.6], [0.63, 0.94]] as const) {
      const y = -W / 2;
      pen.tone = tones.light;
      box(pen, [from, y - 0.015, legs + (H - legs) * low], [to, y, legs + (H - legs) * high]);
      pen.tone = tones.dark;
      box(pen, [to - 0.12, y - 0.03, legs + (H - legs) * (low + high) * 0.5], [to - 0.06, y - 0.015, legs + (H - legs) * (low + high) * 0.5 + 0.1], { noEdges: true });
    }
  }
  pen.tone = tones.body;
}

function transformer(kit: ShapeKit): void {
  const { pen, L, W, H, legs, isFine } = kit;
  const top = H * 0.76;
  pen.tone = tones.frame;
  for (const y of [-W * 0.24, W * 0.18]) box(pen, [-L * 0.44, y, 0], [L * 0.44, y + W * 0.06, legs], { noBottom: true, noEdges: true });
  pen.tone = tones.body;
  box(pen, [-L * 0.4, -W * 0.28, legs], [L * 0.4, W * 0.28, top]);
  box(pen, [-L * 0.42, -W * 0.3, top], [L * 0.42, W * 0.3, top + 0.08]);
  pen.tone = tones.steel;
  const fins = isFine ? 14 : 4;
  for (const side of [-1, 1]) {
    for (let i = 0; i < fins; i++) {
      const x = -L * 0.34 + (i * L * 0.68) / (fins - 1);
      const [y0, y1] = side < 0 ? [-W * 0.5, -W * 0.28] : [W * 0.28, W * 0.5];
      box(pen, [x - 0.025, y0, legs + 0.15], [x + 0.025, y1, top - 0.12], { noEdges: true });
    }
  }
  lathe(pen, lengthwise(0, -W * 0.2, H * 0.92), [[0, -L * 0.34], [H * 0.08, -L * 0.34], [H * 0.08, L * 0.34], [0, L * 0.34]], { sides: 12 });
  pen.tone = tones.pale;
  for (const x of [-L * 0.3, -L * 0.15, 0]) lathe(pen, upright(x, W * 0.1), [[0.07, top + 0.08], [0.09, top + 0.2], [0.06, top + 0.24], [0.08, top + 0.34], [0.05, H], [0, H]], { sides: 8 });
  box(pen, [L * 0.38, -W * 0.2, legs + (H - legs) * 0.55], [L / 2, W * 0.2, top]);
  pen.tone = tones.body;
}

function cableTray({ pen, L, W, H, isFine }: ShapeKit): void {
  pen.tone = tones.steel;
  box(pen, [-L / 2, -W / 2, 0], [L / 2, W / 2, H * 0.3]);
  for (const y of [-W / 2, W / 2 - 0.03]) box(pen, [-L / 2, y, 0], [L / 2, y + 0.03, H]);
  if (!isFine) return;
  pen.tone = tones.dark;
  for (const y of [-0.28, -0.1, 0.08, 0.26]) box(pen, [-L / 2, y * W - 0.03, H * 0.3], [L / 2, y * W + 0.03, H * 0.7], { noEdges: true });
  pen.tone = tones.body;
}

export const plantShapes: ShapeTable = {
  valve,
  'control-valve': controlValve,
  'relief-valve': reliefValve,
  instrument,
  header,
  silencer,
  'cooling-tower': coolingTower,
  'plate-exchanger': plateExchanger,
  heater,
  dryer,
  conveyor,
  'belt-conveyor': conveyor,
  'screw-conveyor': screwConveyor,
  cabinet,
  panel,
  switchboard,
  transformer,
  'cable-tray': cableTray,
};

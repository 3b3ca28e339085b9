import type { Vec } from './pen.ts';
import { type ShapeKit, type ShapeTable, tones } from './shape-kit.ts';
import { bar, box, crosswise, cylinder, lathe, lengthwise, plate, tube, upright } from './solids.ts';

/** A motor that lies along x from `from` to `to`, its fan at the lesser end: ribs along its body, end bells, terminal box. */
function motorBody(kit: ShapeKit, radius: number, z: number, from: number, to: number): void {
  const { pen, isFine, sides } = kit;
  const long = to - from;
  const [cowl, front] = [from + long * 0.2, to - long * 0.1];
  pen.tone = tones.steel;
  lathe(pen, lengthwise(0, 0, z), [[0, from], [radius * 0.82, from], [radius * 0.96, from + long * 0.05], [radius * 0.96, cowl], [radius * 0.86, cowl], [radius * 0.86, front], [radius * 0.94, front], [radius * 0.94, to - long * 0.04], [radius * 0.4, to], [0, to]], { sides: sides(radius) });
  if (isFine) {
    pen.tone = 0.8;
    const count = 20;
    for (let i = 0; i < count; i++) {
      const angle = (2 * Math.PI * (i + 0.5)) / count;
      const [y, zz] = [Math.cos(angle), Math.sin(angle)];
      if (zz < -0.75) continue;
      bar(pen, [cowl + 0.01, y * radius * 0.91, z + zz * radius * 0.91], [front - 0.01, y * radius * 0.91, z + zz * radius * 0.91], radius * 0.07, radius * 0.16);
    }
  }
  pen.tone = tones.light;
  box(pen, [from + long * 0.42, -radius * 0.38, z + radius * 0.7], [from + long * 0.7, radius * 0.38, z + radius * 1.18], { noBottom: true });
  pen.tone = tones.dark;
  cylinder(pen, lengthwise(0, 0, z), radius * 0.14, to - 0.02, to + long * 0.12, 8);
  pen.tone = tones.body;
}

function feet({ pen }: ShapeKit, half: number, from: number, to: number, height: number): void {
  if (height < 0.03) return;
  pen.tone = tones.frame;
  for (const x of [from + (to - from) * 0.12, to - (to - from) * 0.24]) box(pen, [x, -half, 0], [x + (to - from) * 0.14, half, height], { noBottom: true, noEdges: true });
  pen.tone = tones.body;
}

function motor(kit: ShapeKit): void {
  const { L, W, H, legs } = kit;
  const r = Math.min(W, (H - legs) * 0.92) / 2;
  const z = legs + r;
  feet(kit, r * 0.95, -L / 2, L / 2, z - r * 0.6);
  motorBody(kit, r, z, -L / 2, L / 2);
}

function pump(kit: ShapeKit): void {
  const { pen, L, W, H, sides, isFine } = kit;
  const z = H * 0.45;
  const wet = L * 0.34;
  const r = H * 0.34;
  pen.tone = tones.frame;
  box(pen, [-L * 0.48, -W * 0.42, 0], [L * 0.44, W * 0.42, H * 0.08], { noBottom: true });
  for (const x of [-L * 0.4, -L * 0.16]) box(pen, [x, -W * 0.3, H * 0.08], [x + L * 0.06, W * 0.3, z - r * 0.5], { noBottom: true, noEdges: true });
  box(pen, [wet - L * 0.05, -W * 0.24, H * 0.08], [wet + L * 0.05, W * 0.24, z - r * 0.6], { noBottom: true, noEdges: true });
  motorBody(kit, Math.min(r * 0.84, W * 0.46), z, -L * 0.5, -L * 0.06);
  pen.tone = tones.steel;
  plate(pen, [[-L * 0.04, z - r * 0.55], [L * 0.16, z - r * 0.55], [L * 0.16, z + r * 0.3], [L * 0.13, z + r * 0.45], [-L * 0.01, z + r * 0.45], [-L * 0.04, z + r * 0.3]], -W * 0.17, W * 0.17);
  pen.tone = tones.body;
  // Bearing bracket, volute, suction and discharge necks.
  lathe(pen, lengthwise(0, 0, z), [[0, L * 0.12], [r * 0.5, L * 0.12], [r * 0.62, wet - L * 0.07], [r, wet - L * 0.06], [r * 1.06, wet], [r, wet + L * 0.06], [r * 0.45, wet + L * 0.08], [r * 0.4, L * 0.47], [r * 0.66, L * 0.47], [r * 0.66, L * 0.5], [0, L * 0.5]], { sides: sides(r) });
  lathe(pen, upright(wet, 0), [[r * 0.42, z], [r * 0.34, H * 0.91], [r * 0.58, H * 0.91], [r * 0.58, H * 0.95], [0, H * 0.95]], { sides: 12 });
  if (isFine) for (let i = 0; i < 8; i++) cylinder(pen, lengthwise(0, r * 0.86 * Math.cos((i * Math.PI) / 4), z + r * 0.86 * Math.sin((i * Math.PI) / 4)), r * 0.07, wet - L * 0.1, wet - L * 0.06, 5);
}

function uprightMotor(kit: ShapeKit, radius: number, from: number, to: number): void {
  const { pen, isFine } = kit;
  const long = to - from;
  pen.tone = tones.steel;
  lathe(pen, upright(0, 0), [[radius * 0.6, from], [radius * 0.94, from], [radius * 0.94, from + long * 0.08], [radius * 0.84, from + long * 0.08], [radius * 0.84, to - long * 0.24], [radius * 0.96, to - long * 0.24], [radius * 0.96, to - long * 0.08], [radius * 0.6, to], [0, to]], { sides: kit.sides(radius) });
  if (isFine) {
    pen.tone = 0.8;
    for (let i = 0; i < 18; i++) {
      const angle = (2 * Math.PI * i) / 18;
      const [x, y] = [Math.cos(angle) * radius * 0.89, Math.sin(angle) * radius * 0.89];
      bar(pen, [x, y, from + long * 0.09], [x, y, to - long * 0.25], radius * 0.09);
    }
  }
  pen.tone = tones.light;
  box(pen, [radius * 0.6, -radius * 0.34, from + long * 0.3], [radius * 1.18, radius * 0.34, from + long * 0.58]);
  pen.tone = tones.body;
}

function verticalPump(kit: ShapeKit): void {
  const { pen, L, H, sides } = kit;
  const r = L / 2;
  const z = H * 0.12;
  lathe(pen, upright(0, 0), [[r * 0.9, 0], [r * 0.9, H * 0.03], [r * 0.6, H * 0.03], [r * 0.74, H * 0.08], [r * 0.74, H * 0.2], [r * 0.52, H * 0.27], [r * 0.52, H * 0.36], [r * 0.92, H * 0.36], [r * 0.92, H * 0.4], [r * 0.66, H * 0.41]], { sides: sides(r) });
  for (const side of [-1, 1]) lathe(pen, { at: [0, 0, z], along: [side, 0, 0] }, [[r * 0.3, 0], [r * 0.3, r * 0.9], [r * 0.5, r * 0.9], [r * 0.5, r], [0, r]], { sides: 10 });
  uprightMotor(kit, r * 0.96, H * 0.4, H);
}

const verticalMotor = (kit: ShapeKit): void => uprightMotor(kit, kit.L * 0.44, 0, kit.H);

function agitator(kit: ShapeKit): void {
  const { pen, L, H, sides } = kit;
  const r = L / 2;
  lathe(pen, upright(0, 0), [[r, 0], [r, H * 0.05], [r * 0.62, H * 0.06], [r * 0.5, H * 0.36], [r * 0.8, H * 0.36], [r * 0.8, H * 0.5], [0, H * 0.5]], { sides: sides(r) });
  uprightMotor(kit, r * 0.8, H * 0.48, H);
}

function gearbox(kit: ShapeKit): void {
  const { pen, L, W, H, legs, isFine } = kit;
  const z = legs + (H - legs) * 0.5;
  pen.tone = tones.frame;
  box(pen, [-L * 0.5, -W * 0.46, 0], [L * 0.5, W * 0.46, legs], { noBottom: true });
  pen.tone = tones.light;
  box(pen, [-L * 0.46, -W * 0.42, legs], [L * 0.46, W * 0.42, z]);
  box(pen, [-L * 0.5, -W * 0.5, z - 0.04], [L * 0.5, W * 0.5, z + 0.05]);
  plate(pen, [[-L * 0.44, z + 0.05], [L * 0.44, z + 0.05], [L * 0.4, H * 0.93], [L * 0.28, H], [-L * 0.28, H], [-L * 0.4, H * 0.93]], -W * 0.4, W * 0.4);
  pen.tone = tones.steel;
  lathe(pen, lengthwise(0, 0, z), [[0, -L * 0.56], [H * 0.13, -L * 0.56], [H * 0.16, -L * 0.44]], { sides: 14 });
  lathe(pen, lengthwise(0, 0, z), [[H * 0.16, L * 0.44], [H * 0.13, L * 0.56], [0, L * 0.56]], { sides: 14 });
  pen.tone = tones.dark;
  cylinder(pen, lengthwise(0, 0, z), H * 0.06, -L * 0.98, L * 0.98, 10);
  if (isFine) for (const x of [-L * 0.3, 0, L * 0.3]) for (const y of [-W * 0.46, W * 0.46]) cylinder(pen, upright(x, y), 0.025, z + 0.05, z + 0.1, 6);
  pen.tone = tones.body;
}

function bearing(kit: ShapeKit): void {
  const { pen, L, W, H, legs, sides } = kit;
  const r = Math.min((H - legs) / 2, W / 2);
  const z = legs + (H - legs) / 2;
  plate(pen, [[-L * 0.4, 0], [L * 0.4, 0], [L * 0.26, z], [-L * 0.26, z]], -W * 0.4, W * 0.4);
  lathe(pen, lengthwise(0, 0, z), [[0, -L / 2], [r * 0.62, -L / 2], [r * 0.62, -L * 0.4], [r * 0.96, -L * 0.4], [r * 0.96, L * 0.4], [r * 0.62, L * 0.4], [r * 0.62, L / 2], [0, L / 2]], { sides: sides(r) + 6 });
  box(pen, [-L * 0.36, -W * 0.5, z - 0.04], [L * 0.36, W * 0.5, z + 0.04]);
  cylinder(pen, upright(0, 0), r * 0.2, z, H, 8);
  pen.tone = tones.dark;
  cylinder(pen, lengthwise(0, 0, z), r * 0.3, -L * 0.7, L * 0.7, 10);
  pen.tone = tones.body;
}

/** A spiral casing about the lengthwise axis at `x`, that leaves upwards at `y = radius`. */
function volute(kit: ShapeKit, x: number, z: number, radius: number, thin: number, thick: number, top: number): void {
  const steps = kit.isFine ? 26 : 10;
  const points: Vec[] = [];
  const radii: number[] = [];
  for (let i = 0; i <= steps; i++) {
    const share = i / steps;
    const angle = -Math.PI * 1.85 * (1 - share);
    points.push([x, radius * Math.cos(angle), z + radius * Math.sin(angle)]);
    radii.push(thin + (thick - thin) * share);
  }
  points.push([x, radius, (z + top) / 2], [x, radius, top]);
  radii.push(thick, thick * 0.95);
  tube(kit.pen, points, radii, kit.isFine ? 14 : 7, true);
}

function compressor(kit: ShapeKit): void {
  const { pen, L, W, H, legs, sides } = kit;
  const z = legs + (H - legs) * 0.52;
  const ring = W * 0.3;
  pen.tone = tones.frame;
  plate(pen, [[-L * 0.3, 0], [L * 0.3, 0], [L * 0.2, z - ring * 0.6], [-L * 0.2, z - ring * 0.6]], -W * 0.3, W * 0.3);
  pen.tone = tones.body;
  volute(kit, 0, z, ring, W * 0.09, W * 0.15, H);
  pen.tone = tones.dark;
  cylinder(pen, lengthwise(0, 0, z), ring * 0.16, -L * 0.85, -L * 0.4, 10);
  pen.tone = tones.body;
  lathe(pen, lengthwise(0, 0, z), [[0, -L * 0.5], [ring * 0.42, -L * 0.5], [ring * 0.42, -L * 0.3], [ring * 0.72, -L * 0.26], [ring * 0.98, -L * 0.14], [ring * 0.98, L * 0.1], [ring * 0.78, L * 0.18], [ring * 0.56, L * 0.3], [ring * 0.6, L * 0.44], [ring * 0.82, L * 0.44], [ring * 0.82, L * 0.5], [0, L * 0.5]], { sides: sides(ring) + 8 });
}

function fan(kit: ShapeKit): void {
  const { pen, L, W, H, legs, sides, isFine, used } = kit;
  const z = H * 0.5;
  const wheel = L * 0.2;
  const r = Math.min(H * 0.42, W * 0.48);
  const half = L * 0.16;
  pen.tone = tones.frame;
  box(pen, [-L * 0.5, -W * 0.34, 0], [L * 0.4, W * 0.34, Math.max(0.08, legs * 0.5)], { noBottom: true });
  box(pen, [-L * 0.44, -W * 0.2, 0], [-L * 0.1, W * 0.2, z - r * 0.4], { noBottom: true });
  for (const y of [-1, 1]) box(pen, [wheel - half, y * r * 0.7 - 0.05, 0], [wheel + half, y * r * 0.7 + 0.05, z - r * 0.6], { noBottom: true, noEdges: true });
  motorBody(kit, r * 0.44, z, -L * 0.5, -L * 0.06);
  pen.tone = tones.body;
  lathe(pen, lengthwise(0, 0, z), [[0, wheel - half], [r, wheel - half], [r, wheel + half], [r * 0.52, wheel + half], [r * 0.44, L * 0.46], [r * 0.52, L * 0.46], [r * 0.52, L * 0.5], [0, L * 0.5]], { sides: sides(r) + 8 });
  if (used.has('up')) box(pen, [wheel - half, -r * 0.35, z], [wheel + half, r, H]);
  else box(pen, [wheel - half, 0, H * 0.8 - r * 0.36], [wheel + half, W / 2, Math.min(H, H * 0.8 + r * 0.36)]);
  if (isFine) for (const x of [wheel - half, wheel + half - 0.03]) lathe(pen, lengthwise(0, 0, z), [[r * 0.98, x], [r * 1.05, x], [r * 1.05, x + 0.03], [r * 0.98, x + 0.03]], { sides: sides(r) + 8 });
}

function axialFan(kit: ShapeKit): void {
  const { pen, L, H, sides, isFine } = kit;
  const r = L / 2;
  lathe(pen, upright(0, 0), [[r * 0.97, 0], [r * 0.9, H * 0.3], [r * 0.9, H * 0.6], [r, H], [r * 0.95, H], [r * 0.84, H * 0.6], [r * 0.84, H * 0.2]], { sides: sides(r) });
  pen.tone = tones.dark;
  lathe(pen, upright(0, 0), [[r * 0.84, H * 0.2], [0, H * 0.2]], { sides: sides(r) });
  pen.tone = tones.steel;
  cylinder(pen, upright(0, 0), r * 0.16, H * 0.2, H * 0.72, 12);
  if (isFine) {
    for (let i = 0; i < 6; i++) {
      const angle = (Math.PI * i) / 3;
      bar(pen, [0, 0, H * 0.5], [Math.cos(angle) * r * 0.82, Math.sin(angle) * r * 0.82, H * 0.5], r * 0.16, 0.04);
    }
  }
  pen.tone = tones.body;
}

function screwCompressor(kit: ShapeKit): void {
  const { pen, L, W, H, isFine } = kit;
  pen.tone = tones.frame;
  box(pen, [-L / 2, -W / 2, 0], [L / 2, W / 2, 0.1], { noBottom: true });
  pen.tone = tones.light;
  box(pen, [-L / 2, -W / 2, 0.1], [L / 2, W / 2, H * 0.94], { noBottom: true });
  pen.tone = tones.steel;
  box(pen, [-L * 0.48, -W * 0.44, H * 0.94], [L * 0.1, W * 0.44, H], { noBottom: true });
  pen.tone = tones.dark;
  box(pen, [-L * 0.4, -W / 2 - 0.02, H * 0.5], [-L * 0.2, -W / 2, H * 0.72]);
  if (isFine) {
    for (const y of [-W / 2 - 0.012, W / 2]) for (let i = 0; i < 7; i++) box(pen, [L * 0.12, y, H * 0.2 + i * H * 0.08], [L * 0.44, y + 0.012, H * 0.2 + i * H * 0.08 + 0.05], { noEdges: true });
    for (const x of [-L * 0.12, L * 0.06]) for (const y of [-W / 2, W / 2]) pen.edge([x, y, 0.1], [x, y, H * 0.94]);
  }
  pen.tone = tones.body;
}

function hydraulicUnit(kit: ShapeKit): void {
  const { pen, L, W, H, legs, isFine } = kit;
  const lid = H * 0.92;
  pen.tone = tones.frame;
  for (const x of [-L * 0.42, L * 0.36]) box(pen, [x, -W * 0.42, 0], [x + L * 0.06, W * 0.42, legs], { noBottom: true, noEdges: true });
  pen.tone = tones.body;
  pen.hold = [legs, lid];
  box(pen, [-L / 2, -W / 2, legs], [L / 2, W / 2, lid]);
  pen.hold = null;
  pen.tone = tones.light;
  box(pen, [-L * 0.52, -W * 0.52, lid], [L * 0.52, W * 0.52, H]);
  if (!isFine) return;
  pen.tone = tones.steel;
  for (const y of [-W * 0.25, W * 0.25]) cylinder(pen, lengthwise(0, y, (legs + lid) / 2), H * 0.18, L / 2, L / 2 + 0.04, 16);
  pen.tone = tones.dark;
  box(pen, [-L * 0.3, -W / 2 - 0.03, legs + 0.15], [-L * 0.26, -W / 2, lid - 0.1]);
  pen.tone = tones.body;
}

function accumulator(kit: ShapeKit): void {
  const { pen, L, H, legs, sides, isFine } = kit;
  const r = L / 2;
  pen.tone = tones.frame;
  box(pen, [-r, -r * 0.5, 0], [r, r * 0.5, legs * 0.6 + 0.06], { noBottom: true });
  pen.tone = tones.body;
  lathe(pen, upright(0, 0), [[0, legs * 0.6], [r * 0.4, legs * 0.6], [r * 0.4, legs], [r * 0.9, legs + r * 0.6], [r * 0.9, H - r * 0.9], [r * 0.62, H - r * 0.3], [r * 0.2, H - r * 0.2], [r * 0.2, H], [0, H]], { sides: sides(r) });
  if (isFine) lathe(pen, upright(0, 0), [[r * 0.9, H * 0.6], [r, H * 0.6], [r, H * 0.65], [r * 0.9, H * 0.65]], { sides: sides(r) });
}

function cylinderDrive(kit: ShapeKit): void {
  const { pen, L, W, H, legs, sides } = kit;
  const r = Math.min(W, H - legs) / 2;
  const z = legs + (H - legs) / 2;
  feet(kit, r, -L * 0.1, L / 2, z - r * 0.7);
  lathe(pen, lengthwise(0, 0, z), [[0, -L * 0.12], [r, -L * 0.12], [r, 0], [r * 0.82, 0], [r * 0.82, L * 0.4], [r, L * 0.4], [r, L / 2], [0, L / 2]], { sides: sides(r) });
  pen.tone = tones.pale;
  cylinder(pen, lengthwise(0, 0, z), r * 0.36, -L / 2, -L * 0.1, 10);
  pen.tone = tones.body;
}

function centrifuge(kit: ShapeKit): void {
  const { pen, L, W, H, legs, sides, isFine } = kit;
  const z = legs + (H - legs) * 0.5;
  const r = Math.min(W, H - legs) * 0.48;
  pen.tone = tones.frame;
  box(pen, [-L / 2, -W * 0.46, 0], [L / 2, W * 0.46, legs], { noBottom: true });
  pen.tone = tones.body;
  lathe(pen, lengthwise(0, 0, z), [[0, -L / 2], [r * 0.55, -L / 2], [r * 0.6, -L * 0.36], [r * 0.94, -L * 0.33], [r, -L * 0.3], [r, L * 0.12], [r * 0.94, L * 0.15], [r * 0.94, L * 0.2]], { sides: sides(r) + 6 });
  box(pen, [L * 0.16, -W * 0.44, legs], [L * 0.46, W * 0.44, z + r * 0.86]);
  box(pen, [-L * 0.3, -W * 0.4, legs], [L * 0.12, W * 0.4, z]);
  pen.tone = tones.steel;
  cylinder(pen, lengthwise(0, 0, z), r * 0.34, L * 0.46, L / 2, 14);
  lathe(pen, upright(-L * 0.42, 0), [[r * 0.2, z], [r * 0.2, H * 0.9]], { sides: 10 });
  if (isFine) for (const x of [-L * 0.28, L * 0.1]) lathe(pen, lengthwise(0, 0, z), [[r * 0.98, x], [r * 1.06, x], [r * 1.06, x + 0.05], [r * 0.98, x + 0.05]], { sides: sides(r) + 6 });
  pen.tone = tones.body;
}

function rotaryValve(kit: ShapeKit): void {
  const { pen, L, W, H, sides } = kit;
  lathe(pen, crosswise(0, 0, H / 2), [[0, -W * 0.42], [H * 0.42, -W * 0.42], [H * 0.42, W * 0.3], [0, W * 0.3]], { sides: sides(H / 2) });
  box(pen, [-L * 0.4, -W * 0.36, 0], [L * 0.4, W * 0.3, H * 0.1]);
  box(pen, [-L * 0.4, -W * 0.36, H * 0.9], [L * 0.4, W * 0.3, H]);
  pen.tone = tones.steel;
  cylinder(pen, crosswise(0, 0, H / 2), H * 0.2, W * 0.3, W * 0.9, 12);
  pen.tone = tones.body;
}

export const machineShapes: ShapeTable = {
  motor,
  pump,
  'vertical-pump': verticalPump,
  'vertical-motor': verticalMotor,
  agitator,
  gearbox,
  bearing,
  compressor,
  fan,
  'axial-fan': axialFan,
  'screw-compressor': screwCompressor,
  'hydraulic-unit': hydraulicUnit,
  accumulator,
  'cylinder-drive': cylinderDrive,
  centrifuge,
  'rotary-valve': rotaryValve,
};

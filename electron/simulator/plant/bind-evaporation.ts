import { saturationC } from '../model/functions.ts';
import type { CompressorPlc } from '../plc/compressor-plc.ts';
import type { EvaporationPlc } from '../plc/evaporation-plc.ts';
import type { PlantIo } from './io.ts';
import type { World } from './world.ts';

const bit = (claim: boolean): number => (claim ? 1 : 0);

/** Binds U200 process transmitters (PLC-21). */
export function bindEvaporation(io: PlantIo, world: World, plc: EvaporationPlc): void {
  const { feed: f, evaporator: e, salt: s, condensate: q } = world;
  io.analog('LT-2012', () => f.tankPct);
  io.analog('TT-2012', () => f.tankC);
  io.analog('PT-2011', () => f.suctionBar, { noise: 0.006 });
  io.analog('PT-2013', () => f.dischargeBar, { noise: 0.02 });
  io.analog('FT-2011', () => f.flowM3H, { noise: 0.2 });
  io.analog('TT-2021', () => f.outletC, { noise: 0.08 });
  io.analog('PT-2022', () => f.steamBar);
  io.analog('FT-2021', () => f.steamTh);
  io.analog('LT-2101', () => e.levelPct, { noise: 0.2 });
  io.analog('PT-2102', () => e.vapourBarA, { noise: 0.0012 });
  io.analog('TT-2103', () => e.vapourC + 0.15);
  io.analog('TT-2104', () => e.liquorC);
  io.analog('AT-2043', () => s.liquorDensity, { noise: 0.0006 });
  io.analog('DT-2041', () => e.slurryDensity + plc.densityErrorKgL, { noise: 0.0008 });
  io.analog('FT-2041', () => s.slurryM3H);
  io.analog('PT-2041', () => s.slurryBar);
  io.analog('LT-2031', () => q.drumPct, { noise: 0.25 });
  io.analog('FT-2032', () => q.flowM3H, { noise: 0.16 });
  io.analog('AT-2033', () => q.conductivity, { noise: 0.05 });
  io.analog('PT-2032', () => q.pumpBar);
  io.analog('PT-2105', () => e.shellBarA, { noise: 0.0014 });
  io.analog('TT-2105', () => saturationC(e.shellBarA));
  io.analog('ST-2401', () => s.rpm);
  io.analog('VT-2401', () => s.vibrationMmS, { noise: 0.12 });
  io.analog('TT-2401', () => s.bearingC);
  io.analog('XI-2402', () => s.moisturePct);
  io.analog('ST-2501', () => s.beltMS);
  io.analog('WT-2502', () => s.toDryerTh, { noise: 0.05 });
  io.state('PSV-2191.OPEN', () => bit(e.reliefKgS > 1));
  for (const id of ['I-201', 'I-204', 'I-205', 'I-206', 'I-207'] as const) io.state(`${id}.ACT`, () => bit(plc.active[id]));
}

/** Binds K-201, its drive, lube oil and vibration (PLC-22, VIB-07, MCC-2). */
export function bindCompressor(io: PlantIo, world: World, plc: CompressorPlc): void {
  const { compressor: k, lube: l, evaporator: e, motors } = world;
  io.analog('ST-2301', () => k.rpm, { noise: 8 });
  io.analog('PT-2301', () => e.vapourBarA - 0.006, { noise: 0.0012 });
  io.analog('PT-2302', () => e.shellBarA + 0.004, { noise: 0.0014 });
  io.analog('TT-2301', () => e.vapourC + 0.1);
  io.analog('TT-2302', () => k.dischargeC);
  io.analog('FT-2301', () => k.flowKgS, { noise: 0.03 });
  io.analog('XI-2398', () => k.ratio, { noise: 0.001 });
  io.analog('XI-2399', () => k.surgeMarginPct, { noise: 0.25 });
  io.analog('ZT-2335', () => k.axialMm, { noise: 0.004 });
  io.analog('TT-2321', () => k.deC);
  io.analog('TT-2322', () => k.ndeC);
  io.analog('TT-2323', () => k.thrustC);
  ['U', 'V', 'W'].forEach((phase, i) => io.analog(`TT-2304${phase}`, () => k.windingC + i * 1.4 - 1));
  io.analog('PT-2312', () => l.headerBar, { noise: 0.006 });
  io.analog('PT-2311', () => l.dischargeBar, { noise: 0.02 });
  io.analog('PDT-2314', () => l.filterBar, { noise: 0.004 });
  io.analog('TT-2313', () => l.supplyC);
  io.analog('TT-2312', () => l.returnC);
  io.analog('LT-2311', () => l.reservoirPct);
  io.analog('FT-2315', () => l.flowLpm);
  io.analog('PT-2316', () => l.accumulatorBar);
  for (const [id, pump] of [
    ['HS-2312', 'P-231A'],
    ['HS-2313', 'P-231B'],
  ] as const)
    io.state(id, () => bit(motors.get(pump).isAuto));
  io.state('P-231B.FTS', () => bit(plc.isLubeStandbyFailed));
  io.state('K-201.RUN', () => bit(k.isDriven));
  io.state('K-201.TRIP', () => bit(plc.isTripped));
  io.state('K-201.CAUSE', () => plc.cause);
  io.state('K-201.REMOTE', () => bit(plc.isRemote));
  io.state('K-201.HRS', () => Math.floor(plc.hours));
  io.state('K-201.PERM', () => plc.permissives.filter(Boolean).length);
  plc.permissives.forEach((_, i) => io.state(`K-201.PERM${i + 1}`, () => bit(plc.permissives[i] ?? false)));
  io.state('K-201.CMD', () => bit(k.isDriven));
  io.onWrite('K-201.CMD', (value, simMs) => {
    if (value !== 0) plc.start(simMs);
    else plc.trip(8, simMs);
  });
  io.state('K-201.RESET', () => 0);
  io.onWrite('K-201.RESET', (value, simMs) => {
    if (value !== 0) plc.reset(simMs);
  });
  for (const id of ['I-231', 'I-232', 'I-233', 'I-235'] as const) io.state(`${id}.ACT`, () => bit(plc.active[id]));
  io.state('SIC-2301.DEV', () => bit(plc.isSpeedDeviating));

  io.analog('VT-2331X', () => k.vibrationUm, { noise: 0.5 });
  io.analog('VT-2331Y', () => k.vibrationUm * 1.08 + 1.4, { noise: 0.5 });
  io.analog('VT-2332X', () => k.oneXUm * 0.92 + k.whirlUm * 0.3, { noise: 0.4 });
  io.analog('VT-2332Y', () => k.oneXUm * 0.98 + k.whirlUm * 0.3, { noise: 0.4 });
  io.analog('VI-2333', () => k.whirlUm, { noise: 0.15 });
  io.analog('VI-2334', () => k.oneXUm, { noise: 0.2 });
  io.analog('VI-2336', () => 1.4 + 16 * k.wear, { noise: 0.04 });
  io.analog('VT-2341', () => 0.3 + 1.3 * (k.rpm / 8420) ** 2, { noise: 0.04 });
  io.analog('VT-2011', () => world.feed.vibrationMmS, { noise: 0.1 });
  io.state('VIB-07.OK', () => 1);
  io.event('M-201.RUN');
  io.event('M-201.BRK');
  io.event('M-201.FLT');
  io.state('M-201.AVL', () => bit(world.voltage['MCC-2'] > 0.9));
  io.analog('II-2301', () => k.motorKw / 1.84, { noise: 0.8 });
  io.analog('JI-2301', () => k.motorKw, { noise: 1.4 });
  io.analog('M-201.OL', () => 62 * (k.motorKw / 585) ** 2, { noise: 0.1 });
}

const currents: Readonly<Record<string, string>> = {
  'AG-101': 'II-1012',
  'C-201': 'II-2401',
  'CV-201': 'II-2501',
  'CV-301': 'II-301',
  'FN-301': 'II-3041',
  'FN-302': 'II-3042',
  'DR-301': 'II-3010',
  'RV-301': 'II-3023',
  'CV-302': 'II-3022',
  'P-301': 'II-3061',
  'FN-401': 'II-4010',
  'FN-411': 'II-4111',
  'FN-412': 'II-4112',
};

/** Binds motor currents and the electrical measurements of the motor control centres. */
export function bindElectrical(io: PlantIo, world: World): void {
  const shares = new Map<string, readonly { readonly currentA: number }[]>();
  for (const motor of world.motors.byId.values()) {
    io.analog(currents[motor.id] ?? `II-${motor.id.split('-')[1] ?? ''}`, () => motor.currentA, { noise: motor.ratedA * 0.004 });
    const section = world.motors.sectionOf.get(motor.id) ?? 'MCC-1';
    shares.set(section, [...(shares.get(section) ?? []), motor]);
  }
  for (const section of ['MCC-1', 'MCC-2', 'MCC-4'] as const) {
    const n = section.slice(-1);
    const motors = shares.get(section) ?? [];
    const amps = (): number => motors.reduce((sum, motor) => sum + motor.currentA, 0);
    io.analog(`EI-${n}01`, () => 400 * world.voltage[section] - amps() * 0.012, { noise: 0.5 });
    io.analog(`II-${n}01`, amps, { noise: 0.8 });
    io.analog(`JI-${n}01`, () => amps() * 0.4 * 1.732 * 0.86 * world.voltage[section], { noise: 0.5 });
    io.event(`${section}.UV`);
  }
  io.analog('EI-001', () => 11.05 * Math.max(world.voltage['MCC-1'], world.voltage['MCC-2'], world.voltage['MCC-4']), { noise: 0.01 });
  io.analog('TT-001', () => 58);
  io.analog('FQ-001', () => 50, { noise: 0.012 });
}

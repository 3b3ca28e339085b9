import type { PlantIo } from './io.ts';
import type { World } from './world.ts';

/** Binds the transmitters of U100, U300, U400 and U500. */
export function bindProcess(io: PlantIo, world: World): void {
  const { brine: b, dryer: d, steam: s, cooling: c, air: a, hydraulics: h, condensate: q } = world;
  const bit = (claim: boolean): number => (claim ? 1 : 0);
  io.analog('LT-1011', () => b.rawLevelPct);
  io.analog('TT-1011', () => b.rawC);
  io.analog('FT-1011', () => b.intakeM3H);
  io.analog('DT-1011', () => b.rawDensity, { noise: 0.0003 });
  io.analog('FT-1012', () => b.toReactorM3H);
  io.analog('AT-1012', () => b.ph);
  io.analog('TT-1012', () => b.reactorC);
  io.analog('AT-1013', () => b.hardness);
  io.analog('FT-1031', () => b.sodaLh);
  io.analog('LT-1031', () => b.sodaLevelPct);
  io.analog('PDT-1041', () => b.filterBar);
  io.analog('AT-1014', () => b.turbidity);
  io.analog('LT-1012', () => b.pureLevelPct);
  io.analog('TT-1013', () => b.pureC);
  io.analog('PT-1021', () => b.transferBar);
  io.analog('FT-1021', () => b.transferM3H, { noise: 0.16 });
  io.state('XQ-1021', () => Math.floor(b.deliveredM3));

  io.analog('TT-3011', () => d.inletC);
  io.analog('TT-3012', () => d.exhaustC);
  io.analog('TT-3013', () => d.bedC);
  io.analog('FT-3041', () => d.airTh, { noise: 0.06 });
  io.analog('PDT-3015', () => d.bedMbar, { noise: 0.3 });
  io.analog('PT-3016', () => d.freeboardMbar, { noise: 0.08 });
  io.analog('AT-3031', () => d.moisturePct, { noise: 0.02 });
  io.analog('WT-3021', () => d.feedTh, { noise: 0.03 });
  io.analog('WT-3022', () => d.productTh, { noise: 0.03 });
  io.analog('LT-3051', () => d.siloPct);
  io.analog('PDT-3042', () => d.cycloneMbar);
  io.analog('FT-3061', () => d.scrubberM3H);
  io.analog('LT-3061', () => d.scrubberPct);
  io.state('XQ-3022', () => Math.floor(d.producedT));

  io.analog('PT-4011', () => s.headerBar);
  io.analog('FT-4011', () => s.generatedTh);
  io.analog('LT-4012', () => s.drumPct);
  io.analog('FT-4012', () => s.feedTh);
  io.analog('PT-4012', () => s.feedBar);
  io.analog('FT-4013', () => s.gasM3H);
  io.analog('TT-4013', () => s.stackC);
  io.analog('AT-4014', () => s.oxygenPct);
  io.analog('LT-4015', () => s.tankPct);
  io.analog('TT-4015', () => s.tankC);
  io.state('BS-4016', () => bit(s.hasFlame));
  io.analog('TT-4111', () => c.supplyC);
  io.analog('TT-4112', () => c.returnC);
  io.analog('PT-4111', () => c.bar);
  io.analog('FT-4111', () => c.flowM3H);
  io.analog('LT-4113', () => c.basinPct);
  io.analog('AT-4114', () => c.conductivity);
  io.analog('PT-4211', () => a.bar);
  io.analog('PT-4212', () => a.dryBar);
  io.analog('AT-4213', () => a.dewPointC);
  io.analog('FT-4214', () => a.flowM3H);
  io.analog('TT-4215', () => a.outletC);
  io.analog('PT-4311', () => h.bar);
  io.analog('LT-4312', () => h.levelPct);
  io.analog('TT-4313', () => h.oilC);
  io.analog('FT-4314', () => h.flowLpm);
  io.analog('PT-4315', () => h.accumulatorBar);
  io.analog('ZT-4316', () => h.pusherMm, { noise: 0.1 });
  io.analog('SI-4317', () => h.strokesPerMin);

  io.analog('LT-5012', () => q.hotwellPct);
  io.analog('TT-5012', () => q.hotwellC);
  io.analog('FT-5011', () => q.inM3H);
  io.analog('FT-5021', () => q.returnM3H, { noise: 0.1 });
  io.analog('PT-5021', () => q.returnBar);
  io.analog('AT-5031', () => q.returnConductivity);
  io.analog('LT-5022', () => q.tankPct);
  io.analog('TT-5031', () => q.coolerC);
}

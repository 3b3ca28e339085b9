import { Brine } from '../model/brine.ts';
import { Compressor } from '../model/compressor.ts';
import { Condensate } from '../model/condensate.ts';
import { Dryer } from '../model/dryer.ts';
import { Evaporator } from '../model/evaporator.ts';
import { Feed } from '../model/feed.ts';
import { LubeSkid } from '../model/lube-skid.ts';
import { createMotors } from '../model/motor-list.ts';
import { createRandom, type Random } from '../model/random.ts';
import { Salt } from '../model/salt.ts';
import { Steam } from '../model/steam.ts';
import { CoolingWater, Hydraulics, InstrumentAir } from '../model/utilities.ts';
import { ControlValve, OnOffValve } from '../model/valve.ts';

/** Step of the process model, s. */
export const stepS = 0.05;

/** Equipment and physics of the works, without its controllers: what would be there if every PLC were switched off. */
export class World {
  /** Simulated time, ms since the start of the simulation. */
  simMs = 0;
  readonly random: Random;
  readonly motors;
  readonly brine = new Brine();
  readonly feed = new Feed();
  readonly evaporator = new Evaporator();
  readonly compressor = new Compressor();
  readonly lube = new LubeSkid();
  readonly salt = new Salt();
  readonly condensate = new Condensate();
  readonly dryer = new Dryer();
  readonly steam = new Steam();
  readonly cooling = new CoolingWater();
  readonly air = new InstrumentAir();
  readonly hydraulics = new Hydraulics();
  /** Voltage of each motor control centre, per unit. */
  readonly voltage = { 'MCC-1': 1, 'MCC-2': 1, 'MCC-4': 1 };
  readonly valves = {
    'FCV-1011': new ControlValve('FCV-1011', { position: 48 }),
    'FCV-1021': new ControlValve('FCV-1021', { position: 52 }),
    'FCV-2011': new ControlValve('FCV-2011', { position: 46, ratePctPerS: 10 }),
    'TCV-2021': new ControlValve('TCV-2021', { position: 31 }),
    'LCV-2031': new ControlValve('LCV-2031', { position: 55 }),
    'LCV-2041': new ControlValve('LCV-2041', { position: 52 }),
    'FCV-2305': new ControlValve('FCV-2305', { position: 0, ratePctPerS: 32, failPct: 100 }),
    'TCV-2313': new ControlValve('TCV-2313', { position: 42, failPct: 100 }),
    'TCV-3011': new ControlValve('TCV-3011', { position: 60 }),
    'FCV-3041': new ControlValve('FCV-3041', { position: 60 }),
    'PCV-4011': new ControlValve('PCV-4011', { position: 50 }),
    'LCV-4012': new ControlValve('LCV-4012', { position: 50, failPct: 60 }),
    'LCV-5012': new ControlValve('LCV-5012', { position: 50 }),
  };
  readonly switches = {
    'XV-1011': new OnOffValve('XV-1011', { isOpen: true, travelS: 6 }),
    'XV-2020': new OnOffValve('XV-2020', { isOpen: true, travelS: 3 }),
    'XV-2190': new OnOffValve('XV-2190', { isOpen: false, travelS: 0.62, failsOpen: true }),
    'XV-4311': new OnOffValve('XV-4311', { isOpen: true, travelS: 1, failsOpen: true }),
    'XV-5021': new OnOffValve('XV-5021', { isOpen: false, travelS: 3, failsOpen: true }),
  };
  readonly #motorList;
  #wantedRpm = 8420;
  #fanPct = 55;
  #airPct = 41;
  #isBurnerBlocked = false;

  constructor(seed: number) {
    this.random = createRandom(seed);
    this.motors = createMotors(this.random);
    this.#motorList = [...this.motors.byId.values()]
      .filter((motor) => !motor.id.startsWith('P-231'))
      .map((motor) => ({ motor, section: this.motors.sectionOf.get(motor.id) ?? ('MCC-1' as const) }));
  }

  /** What the controllers of the works demand of machines that are not valves. */
  demand(o: { rpm: number; fanPct: number; airPct: number; isBurnerBlocked: boolean }): void {
    this.#wantedRpm = o.rpm;
    this.#fanPct = o.fanPct;
    this.#airPct = o.airPct;
    this.#isBurnerBlocked = o.isBurnerBlocked;
  }

  /** One step of 50 ms. `fast` is called each 10 ms of it, after that slice of the lube skid has moved. */
  step(fast: (simMs: number) => void): void {
    const dt = stepS;
    for (const { motor, section } of this.#motorList) motor.step(dt, this.simMs, this.voltage[section]);
    const a = this.motors.get('P-231A');
    const b = this.motors.get('P-231B');
    for (let ms = 0; ms < 50; ms++) {
      a.step(0.001, this.simMs + ms, this.voltage['MCC-2']);
      b.step(0.001, this.simMs + ms, this.voltage['MCC-2']);
      this.lube.stepFast(a, b);
      if (ms % 10 === 9) fast(this.simMs + ms + 1);
    }
    this.#process(dt);
    this.simMs += 50;
  }

  #process(dt: number): void {
    const { motors, valves: v, switches: x } = this;
    for (const valve of Object.values(v)) valve.step(dt, this.air.bar);
    for (const valve of Object.values(x)) valve.step(dt, this.air.bar);
    this.air.step(dt, motors, this.#airPct);
    this.hydraulics.step(dt, motors, x['XV-4311']);
    this.cooling.step(dt, motors, this.#fanPct, 1780 * (this.condensate.inM3H / 41));
    this.brine.step(dt, motors, v['FCV-1011'], v['FCV-1021'], x['XV-1011']);
    this.feed.step(dt, {
      motors,
      valve: v['FCV-2011'],
      steamValve: v['TCV-2021'],
      steamIsolation: x['XV-2020'],
      inflowM3H: this.brine.transferM3H,
      inflowC: this.brine.pureC,
      headerBar: this.steam.headerBar,
      vapourBarA: this.evaporator.vapourBarA,
      gauss: this.random.gauss(),
    });
    this.compressor.step(dt, {
      suctionBarA: this.evaporator.vapourBarA,
      shellBarA: this.evaporator.shellBarA,
      recycle: v['FCV-2305'].position / 100,
      wantedRpm: this.#wantedRpm,
      oilBar: this.lube.headerBar,
      oilC: this.lube.supplyC,
      voltagePu: this.voltage['MCC-2'],
    });
    const recycle =
      (v['FCV-2305'].position / 100) * 7.5 * Math.sqrt(Math.max(0, this.evaporator.shellBarA - this.evaporator.vapourBarA) / 0.3);
    this.evaporator.step(dt, {
      feedKgS: (this.feed.flowM3H * this.feed.density) / 3.6,
      feedShare: this.brine.saltShare,
      feedC: this.feed.outletC,
      returnKgS: this.salt.returnKgS,
      slurryKgS: this.salt.slurryKgS,
      toCompressor: this.compressor.flowKgS,
      recycle,
      ventShare: x['XV-2190'].position / 100,
      condensateBackUp: Math.max(0, (this.condensate.drumPct - 92) / 10),
      workKw: this.compressor.isDriven ? this.compressor.shaftKw : 0,
      hasMakeUpSteam: this.compressor.isDriven && x['XV-2020'].isOpen,
    });
    this.lube.step(dt, this.compressor.frictionKw, v['TCV-2313'], this.cooling.supplyC, Math.min(1, this.cooling.share));
    this.salt.step(dt, { evaporator: this.evaporator, valve: v['LCV-2041'], motors, pusherStrokes: this.hydraulics.strokesPerMin });
    this.condensate.step(dt, {
      motors,
      drumValve: v['LCV-2031'],
      hotwellValve: v['LCV-5012'],
      dump: x['XV-5021'],
      condensateKgS: this.evaporator.condensateKgS,
      heaterTh: this.feed.steamTh + this.dryer.steamTh,
      carryOver: this.evaporator.carryOver,
      makeUpTh: this.steam.makeUpTh,
      coolingC: this.cooling.supplyC,
      coolingShare: Math.min(1, this.cooling.share),
    });
    this.dryer.step(dt, {
      motors,
      steam: v['TCV-3011'],
      damper: v['FCV-3041'],
      wetTh: this.salt.toDryerTh,
      wetMoisture: this.salt.moisturePct,
      headerBar: this.steam.headerBar,
    });
    this.steam.step(dt, {
      motors,
      gas: v['PCV-4011'],
      water: v['LCV-4012'],
      drawTh: this.feed.steamTh + this.dryer.steamTh + this.evaporator.makeUpTh + 0.65,
      isBlocked: this.#isBurnerBlocked,
    });
  }
}

import { clamp } from '../model/functions.ts';
import type { World } from '../plant/world.ts';
import { Controller } from './controller.ts';
import { Standby } from './standby.ts';

/** PLC-11: levels and flow of U100. */
export class BrinePlc {
  readonly level = new Controller('LIC-1012', { span: [0, 100], sp: 68, out: 48, gain: 2, resetS: 400 });
  readonly flow = new Controller('FIC-1021', { span: [0, 80], sp: 42.6, out: 56, gain: 0.5, resetS: 5, mode: 2 });
  readonly standby = new Standby('P-102A', 'P-102B', 2);
  readonly standbyRaw = new Standby('P-101A', 'P-101B', 2);
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    // The feed tank of U200 is held at 62.4 %: what the evaporator takes, plus what the tank lacks.
    this.flow.master = () => clamp(world.feed.flowM3H + (62.4 - world.feed.tankPct) * 1.1, 0, 70);
  }

  step(dt: number, simMs: number): void {
    const w = this.#world;
    this.level.step(dt, w.brine.pureLevelPct);
    w.valves['FCV-1011'].out = this.level.out;
    this.flow.step(dt, w.brine.transferM3H);
    w.valves['FCV-1021'].out = this.flow.out;
    this.standby.step(dt, simMs, w.motors, true);
    this.standbyRaw.step(dt, simMs, w.motors, true);
    if (w.brine.pureLevelPct < 8) for (const id of ['P-102A', 'P-102B']) w.motors.get(id).stop(simMs);
  }
}

/** GW-02: dryer U300 and condensate U500. */
export class DryerPlc {
  readonly inlet = new Controller('TIC-3011', { span: [0, 250], sp: 142, out: 60, gain: 0.9, resetS: 60 });
  readonly air = new Controller('FIC-3041', { span: [0, 40], sp: 15, out: 60, gain: 0.5, resetS: 10 });
  readonly draught = new Controller('PIC-3016', { span: [-20, 20], sp: -2, out: 50, gain: 0.4, resetS: 20, mode: 0 });
  readonly hotwell = new Controller('LIC-5012', { span: [0, 100], sp: 58, out: 56, gain: -1.4, resetS: 200 });
  readonly standby = new Standby('P-501A', 'P-501B', 2);
  #dirtyS = 0;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  step(dt: number, simMs: number): void {
    const w = this.#world;
    // Steam only with air: a heater without flow bakes the bed.
    this.inlet.forced = w.dryer.airTh < 5 ? 0 : null;
    this.inlet.step(dt, w.dryer.inletC);
    w.valves['TCV-3011'].out = this.inlet.out;
    this.air.step(dt, w.dryer.airTh);
    w.valves['FCV-3041'].out = this.air.out;
    this.draught.step(dt, w.dryer.freeboardMbar);
    this.hotwell.step(dt, w.condensate.hotwellPct);
    w.valves['LCV-5012'].out = this.hotwell.out;
    this.standby.step(dt, simMs, w.motors, true);
    this.#dirtyS = w.condensate.conductivity > 20 ? this.#dirtyS + dt : 0;
    if (this.#dirtyS > 5) w.switches['XV-5021'].isCommandedOpen = true;
    // The feeder stops with the fans, the salt would drop through the bed.
    if (w.motors.get('FN-301').speed < 0.3) w.motors.get('CV-301').stop(simMs);
  }
}

/** PLC-41: boiler and cooling water (unit 1), instrument air and hydraulics (unit 2). */
export class UtilitiesPlc {
  readonly steam = new Controller('PIC-4011', { span: [0, 6], sp: 3.1, out: 56, gain: 1.6, resetS: 60 });
  readonly drum = new Controller('LIC-4012', { span: [0, 100], sp: 50, out: 57, gain: 1.1, resetS: 240 });
  readonly cooling = new Controller('TIC-4111', { span: [0, 60], sp: 24.6, out: 45, gain: -2.4, resetS: 300 });
  readonly air = new Controller('PIC-4211', { span: [0, 10], sp: 6.8, out: 41, gain: 4, resetS: 30 });
  readonly standbyWater = new Standby('P-411A', 'P-411B', 1);
  readonly standbyFeed = new Standby('P-401A', 'P-401B', 1);
  isLowWater = false;
  isLowOil = false;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  step(dt: number, simMs: number): void {
    const w = this.#world;
    if (w.steam.drumPct < 20) this.isLowWater = true;
    else if (w.steam.drumPct > 40) this.isLowWater = false;
    this.steam.forced = w.steam.hasFlame ? null : 0;
    this.steam.step(dt, w.steam.headerBar);
    w.valves['PCV-4011'].out = this.steam.out;
    this.drum.step(dt, w.steam.drumPct);
    w.valves['LCV-4012'].out = this.drum.out;
    this.cooling.step(dt, w.cooling.supplyC);
    this.air.step(dt, w.air.bar);
    this.standbyWater.step(dt, simMs, w.motors, true);
    this.standbyFeed.step(dt, simMs, w.motors, true);
    const second = w.motors.get('K-422');
    if (w.air.bar < 6 && second.isAuto) second.start(simMs);
    if (w.air.bar > 7.4 && w.motors.get('K-421').isRunning) second.stop(simMs);
    if (w.hydraulics.levelPct < 30) this.isLowOil = true;
    else if (w.hydraulics.levelPct > 45) this.isLowOil = false;
    if (this.isLowOil) for (const id of ['P-431A', 'P-431B']) w.motors.get(id).stop(simMs);
  }
}

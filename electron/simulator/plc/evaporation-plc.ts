import type { World } from '../plant/world.ts';
import type { CompressorPlc } from './compressor-plc.ts';
import { Controller } from './controller.ts';
import { Standby } from './standby.ts';

/** PLC-21: feed, preheat, pressure, levels and density of U200, its interlocks, the standby feed pump and the vent. */
export class EvaporationPlc {
  readonly feed = new Controller('FIC-2011', { span: [0, 80], sp: 42.6, out: 46, gain: 0.55, resetS: 5, mode: 2 });
  readonly preheat = new Controller('TIC-2021', { span: [0, 150], sp: 88.1, out: 32, gain: 1.6, resetS: 70 });
  readonly pressure = new Controller('PIC-2102', { span: [0.6, 1.4], sp: 0.986, out: 60.5, gain: -1.1, resetS: 90 });
  readonly level = new Controller('LIC-2101', { span: [0, 100], sp: 48.7, out: 53.25, gain: 1.4, resetS: 500 });
  readonly drum = new Controller('LIC-2031', { span: [0, 100], sp: 46, out: 55, gain: -0.7, resetS: 90 });
  readonly density = new Controller('DIC-2041', { span: [1, 1.5], sp: 1.286, out: 52, gain: -2.2, resetS: 900, outMin: 10 });
  readonly standbyFeed = new Standby('P-201A', 'P-201B', 1.2);
  /** Sum of what the density transmitter shows wrongly, kg/L. */
  densityErrorKgL = 0;
  readonly active = { 'I-201': false, 'I-204': false, 'I-205': false, 'I-206': false, 'I-207': false };
  #wasDriven = true;
  #stopReasonS = 0;
  #ventOpenedAtMs = Number.POSITIVE_INFINITY;
  #shakingS = 0;
  readonly #world: World;

  constructor(world: World, compressor: CompressorPlc) {
    this.#world = world;
    this.feed.master = () => this.level.out * 0.8;
    compressor.speed.master = () => 6000 + this.pressure.out * 40;
  }

  step(dt: number, simMs: number): void {
    const w = this.#world;
    const e = w.evaporator;
    const isRunning = w.compressor.isDriven;
    this.#interlocks(dt, simMs, isRunning);

    this.level.step(dt, e.levelPct);
    const isFeedStopped = this.active['I-204'] || this.active['I-201'];
    this.feed.forced = isFeedStopped ? 0 : null;
    this.feed.step(dt, w.feed.flowM3H);
    w.valves['FCV-2011'].out = this.feed.out;
    this.preheat.forced = this.active['I-207'] ? 0 : null;
    this.preheat.step(dt, w.feed.outletC);
    w.valves['TCV-2021'].out = this.preheat.out;
    // Without the compressor the pressure loop holds its output, ready for the restart.
    if (isRunning) this.pressure.step(dt, e.vapourBarA);
    else this.pressure.pv = e.vapourBarA;
    this.drum.step(dt, w.condensate.drumPct);
    w.valves['LCV-2031'].out = this.drum.out;
    this.density.step(dt, e.slurryDensity + this.densityErrorKgL);
    w.valves['LCV-2041'].out = this.density.out;
  }

  #interlocks(dt: number, simMs: number, isRunning: boolean): void {
    const w = this.#world;
    // The trip of K-201 reaches this PLC over the plant network; vent first, feed and steam after their delays.
    if (this.#wasDriven && !isRunning) {
      this.#stopReasonS = 0;
      this.#ventOpenedAtMs = simMs + 190;
    }
    this.#wasDriven = isRunning;
    if (!isRunning) this.#stopReasonS += dt;
    if (simMs >= this.#ventOpenedAtMs) {
      w.switches['XV-2190'].isCommandedOpen = true;
      this.#ventOpenedAtMs = Number.POSITIVE_INFINITY;
    }
    this.active['I-204'] = !isRunning && this.#stopReasonS >= 5.2;
    this.active['I-207'] = !isRunning && this.#stopReasonS >= 6.0;
    if (w.feed.tankPct < 5) this.active['I-201'] = true;
    else if (w.feed.tankPct > 12) this.active['I-201'] = false;
    if (w.evaporator.levelPct < 20) this.active['I-205'] = true;
    else if (w.evaporator.levelPct > 30) this.active['I-205'] = false;
    this.#shakingS = w.salt.vibrationMmS > 12 ? this.#shakingS + dt : 0;
    if (this.#shakingS > 3) this.active['I-206'] = true;
    else if (w.salt.vibrationMmS < 1) this.active['I-206'] = false;

    const isFeedStopped = this.active['I-204'] || this.active['I-201'];
    for (const id of ['P-201A', 'P-201B']) if (isFeedStopped) w.motors.get(id).stop(simMs);
    this.standbyFeed.step(dt, simMs, w.motors, !isFeedStopped);
    if (this.active['I-205']) w.motors.get('P-204').stop(simMs);
    if (this.active['I-206']) w.motors.get('C-201').stop(simMs);
    // A centrifuge that slows down takes no more slurry, and a belt that stands takes no cake.
    if (w.motors.get('C-201').speed < 0.5) w.motors.get('P-204').stop(simMs);
    if (isRunning && w.motors.get('P-203').speed < 0.1 && w.condensate.drumPct > 70 && w.motors.get('P-203').isAuto)
      w.motors.get('P-203').start(simMs);
  }
}

import { clamp } from '../model/functions.ts';
import type { World } from '../plant/world.ts';
import { Controller } from './controller.ts';

/** Causes of a trip as tag K-201.CAUSE counts them. */
export const tripCauses = { none: 0, lubeOil: 1, bearing: 2, vibration: 3, axial: 4, surge: 5, drive: 6, level: 7, operator: 8 } as const;
export type TripCode = (typeof tripCauses)[keyof typeof tripCauses];

/** An event with the millisecond it happened, for tags that are stamped by the controller and not by its scan. */
export type EmitEvent = (tag: string, value: number, simMs: number) => void;

/** PLC-22: speed, anti-surge and oil temperature control of K-201, standby lube pump, interlocks I-231 to I-237, permissives. */
export class CompressorPlc {
  readonly speed = new Controller('SIC-2301', { span: [0, 10_000], sp: 8420, out: 71.6, gain: 0, resetS: 1e9, mode: 2, spRate: 40 });
  readonly oil = new Controller('TIC-2313', { span: [0, 100], sp: 46.2, out: 42, gain: -2.5, resetS: 220 });
  readonly antiSurge = new Controller('UIC-2399', { span: [-30, 60], sp: 9, out: 0, gain: 6, resetS: 6 });
  isTripped = false;
  cause: TripCode = tripCauses.none;
  /** Time of the trip, ms of simulated time. */
  trippedAtMs = Number.NEGATIVE_INFINITY;
  isSpeedDeviating = false;
  isLubeStandbyFailed = false;
  readonly active = { 'I-231': false, 'I-232': false, 'I-233': false, 'I-235': false };
  readonly permissives = [true, true, true, true, true, true, true, true];
  hours = 21_406;
  isRemote = true;
  #workingRpm = 8420;
  #lowMs = 0;
  #lowLowMs = 0;
  #slowS = new Map<string, number>();
  #speedDeviatingS = 0;
  readonly #world: World;
  readonly #emit: EmitEvent;

  constructor(world: World, emit: EmitEvent) {
    this.#world = world;
    this.#emit = emit;
  }

  /** The fast task, each 10 ms: lube oil. */
  fast(simMs: number): void {
    const bar = this.#world.lube.headerBar;
    const b = this.#world.motors.get('P-231B');
    const a = this.#world.motors.get('P-231A');
    this.#lowMs = bar < 1.6 ? this.#lowMs + 10 : 0;
    if (this.#lowMs === 10) {
      if (b.isAuto && !b.isRunning) b.start(simMs + 12);
      if (a.isAuto && !a.isRunning) a.start(simMs + 12);
    }
    // 150 ms after the demand no pump has answered: the standby has failed.
    if (this.#lowMs === 160 && !b.isRunning && !this.isLubeStandbyFailed) {
      this.isLubeStandbyFailed = true;
      this.#emit('P-231B.FTS', 1, simMs);
    }
    if (this.isLubeStandbyFailed && b.isRunning) {
      this.isLubeStandbyFailed = false;
      this.#emit('P-231B.FTS', 0, simMs);
    }
    this.#lowLowMs = bar < 1.1 ? this.#lowLowMs + 10 : 0;
    if (this.#lowLowMs >= 50) this.#interlock('I-231', tripCauses.lubeOil, simMs);
    if (this.#world.voltage['MCC-2'] < 0.7 && this.#world.compressor.isDriven) {
      this.#emit('M-201.FLT', 1, simMs + 8);
      this.trip(tripCauses.drive, simMs + 12);
    }
  }

  /** The slow task, each step. */
  step(dt: number, simMs: number): void {
    const w = this.#world;
    const k = w.compressor;
    if (this.#hold('I-232', Math.max(k.deC, k.ndeC) > 95, 1, dt) && k.isDriven) this.#interlock('I-232', tripCauses.bearing, simMs);
    if (this.#hold('I-233', k.vibrationUm > 70, 2, dt) && k.isDriven) this.#interlock('I-233', tripCauses.vibration, simMs);
    if (this.#hold('I-235', k.surge > 0.8, 3, dt) && k.isDriven) this.#interlock('I-235', tripCauses.surge, simMs);
    if (this.#hold('I-234', Math.abs(k.axialMm) > 0.45, 0.2, dt) && k.isDriven) this.trip(tripCauses.axial, simMs);
    if (this.#hold('I-237', w.evaporator.levelPct > 90, 3, dt) && k.isDriven) this.trip(tripCauses.level, simMs);

    if (k.isDriven) this.hours += dt / 3600;
    // Speed loop: the drive follows the ramped setpoint; the output shown is the power it takes.
    this.speed.step(dt, k.rpm);
    const wanted = this.speed.mode === 0 ? (this.speed.out / 71.6) * 8420 : clamp(this.speed.sp, 0, 9900);
    const ratePerStep = 40 * dt;
    this.#workingRpm = k.isDriven ? this.#workingRpm + clamp(wanted - this.#workingRpm, -ratePerStep, ratePerStep) : k.rpm;
    if (this.speed.mode !== 0) this.speed.out = k.outPct;
    this.#speedDeviatingS = !k.isDriven && k.rpm > 500 ? this.#speedDeviatingS + dt : 0;
    this.isSpeedDeviating = this.#speedDeviatingS > 5.4;

    this.oil.step(dt, w.lube.supplyC);
    w.valves['TCV-2313'].out = this.oil.out;
    this.antiSurge.forced = k.isDriven ? null : 100;
    this.antiSurge.step(dt, k.surgeMarginPct);
    const sinceTripMs = simMs - this.trippedAtMs;
    w.valves['FCV-2305'].out = k.isDriven || sinceTripMs > 150 ? this.antiSurge.out : w.valves['FCV-2305'].out;
    this.#permit();
  }

  /** Speed asked of the drive, rpm. */
  get wantedRpm(): number {
    return this.#workingRpm;
  }

  trip(cause: TripCode, simMs: number): void {
    const k = this.#world.compressor;
    if (!k.isDriven) return;
    k.isDriven = false;
    this.isTripped = cause !== tripCauses.operator;
    this.cause = cause;
    this.trippedAtMs = simMs;
    if (this.isTripped) this.#emit('K-201.TRIP', 1, simMs);
    this.#emit('K-201.CAUSE', cause, simMs);
    this.#emit('K-201.RUN', 0, simMs);
    this.#emit('M-201.BRK', 0, simMs + 36);
    this.#emit('M-201.RUN', 0, simMs + 36);
  }

  /** Starts the compressor when all permissives stand; true when it started. */
  start(simMs: number): boolean {
    const k = this.#world.compressor;
    if (k.isDriven || !this.permissives.every(Boolean)) return k.isDriven;
    k.isDriven = true;
    this.#workingRpm = k.rpm;
    this.cause = tripCauses.none;
    this.#emit('K-201.CAUSE', 0, simMs);
    this.#emit('M-201.BRK', 1, simMs + 60);
    this.#emit('M-201.RUN', 1, simMs + 60);
    this.#emit('K-201.RUN', 1, simMs + 60);
    return true;
  }

  /** Clears the trip and every interlock whose condition is gone. */
  reset(simMs: number): void {
    const k = this.#world.compressor;
    for (const id of ['I-231', 'I-232', 'I-233', 'I-235'] as const) {
      if (id === 'I-231' && this.#world.lube.headerBar < 1.8) continue;
      if (id === 'I-232' && Math.max(k.deC, k.ndeC) > 90) continue;
      if (this.active[id]) this.#emit(`${id}.ACT`, 0, simMs);
      this.active[id] = false;
    }
    if (this.isTripped && !Object.values(this.active).some(Boolean)) {
      this.isTripped = false;
      this.#emit('K-201.TRIP', 0, simMs);
      this.#emit('M-201.FLT', 0, simMs);
    }
  }

  #interlock(id: keyof typeof this.active, cause: TripCode, simMs: number): void {
    if (this.active[id]) return;
    this.active[id] = true;
    this.#emit(`${id}.ACT`, 1, simMs);
    this.trip(cause, simMs);
  }

  #hold(id: string, condition: boolean, forS: number, dt: number): boolean {
    const held = condition ? (this.#slowS.get(id) ?? 0) + dt : 0;
    this.#slowS.set(id, held);
    return held >= forS;
  }

  #permit(): void {
    const w = this.#world;
    const p = this.permissives;
    p[0] = w.lube.headerBar > 1.8;
    p[1] = w.lube.supplyC > 30 && w.lube.supplyC < 55;
    p[2] = w.lube.reservoirPct > 50;
    p[3] = w.compressor.isDriven || w.valves['FCV-2305'].position > 90;
    p[4] = Math.max(w.compressor.deC, w.compressor.ndeC) < 75;
    p[5] = w.voltage['MCC-2'] > 0.9;
    p[6] = !this.isTripped;
    p[7] = w.evaporator.levelPct < 70;
  }
}

import { clamp, lag } from './functions.ts';
import type { MotorSet } from './motor-list.ts';
import type { OnOffValve } from './valve.ts';

/** Cooling tower and its water. */
export class CoolingWater {
  supplyC = 24.6;
  returnC = 31;
  bar = 3.1;
  flowM3H = 240;
  basinPct = 62;
  conductivity = 1350;
  /** Share of the normal flow: what coolers feel. */
  share = 1;

  step(dt: number, motors: MotorSet, fanPct: number, loadKw: number): void {
    const pumps = motors.get('P-411A').speed + motors.get('P-411B').speed;
    this.flowM3H = lag(this.flowM3H, 240 * Math.min(1, pumps) ** 0.9 * (1 + 0.12 * Math.max(0, pumps - 1)), 1.2, dt);
    this.bar = lag(this.bar, 3.1 * Math.min(1, pumps) ** 2 * (1 + 0.1 * Math.max(0, pumps - 1)), 0.8, dt);
    this.share = this.flowM3H / 240;
    const kwPerK = (this.flowM3H / 3.6) * 4.18;
    this.returnC = lag(this.returnC, this.supplyC + clamp(loadKw / Math.max(20, kwPerK), 0, 25), 60, dt);
    const fans = (motors.get('FN-411').speed + motors.get('FN-412').speed) / 2;
    const approach = 1 - 0.9 * clamp(0.12 + fans * (fanPct / 100) * 1.15, 0, 1);
    this.supplyC = lag(this.supplyC, 20.5 + (this.returnC - 20.5) * approach * 0.92, 150, dt);
    motors.get('FN-411').load = clamp(fanPct / 55, 0.3, 1.4);
    motors.get('FN-412').load = clamp(fanPct / 55, 0.3, 1.4);
  }
}

/** Instrument air: two screw compressors, receiver, dryer, consumers and, in a fault, a broken line. */
export class InstrumentAir {
  bar = 6.8;
  dryBar = 6.65;
  flowM3H = 250;
  dewPointC = -40;
  outletC = 78;
  /** Area of a break, as air lost at 7 bar, m³/h. */
  leakM3H = 0;

  step(dt: number, motors: MotorSet, controlPct: number): void {
    const made =
      620 * (controlPct / 100) * motors.get('K-421').speed + 620 * Math.min(1, (controlPct / 100) * 1.3) * motors.get('K-422').speed;
    const used = 250 * Math.sqrt(Math.max(0, this.bar) / 6.8) + (this.leakM3H * Math.max(0, this.bar)) / 7;
    this.flowM3H = lag(this.flowM3H, used, 0.5, dt);
    // 6 m³ receiver and network: free air to bar.
    this.bar = clamp(this.bar + ((made - used) / 3600 / 6) * dt, 0, 9);
    this.dryBar = lag(this.dryBar, Math.max(0, this.bar - 0.15 * Math.min(5, this.flowM3H / 250)), 0.5, dt);
    this.dewPointC = lag(this.dewPointC, -40 + Math.max(0, this.flowM3H - 320) * 0.04, 120, dt);
    this.outletC = lag(
      this.outletC,
      40 + 38 * (motors.get('K-421').speed + motors.get('K-422').speed) * (0.6 + 0.4 * (controlPct / 100)),
      90,
      dt,
    );
    motors.get('K-421').load = 0.4 + 0.6 * clamp(controlPct / 42, 0, 1.7) * 0.9;
    motors.get('K-422').load = motors.get('K-421').load;
  }
}

/** Hydraulic power unit and the pusher of the centrifuge. */
export class Hydraulics {
  bar = 160;
  levelPct = 74;
  oilC = 46;
  flowLpm = 48;
  accumulatorBar = 159;
  strokesPerMin = 45;
  pusherMm = 0;
  /** Oil lost at 160 bar, L/min. */
  leakLpm = 0;
  #phase = 0;

  step(dt: number, motors: MotorSet, isolation: OnOffValve): void {
    const pumps = motors.get('P-431A').speed + motors.get('P-431B').speed;
    const open = isolation.position / 100;
    const hasOil = this.levelPct > 6 ? 1 : 0;
    // Pressure-compensated pump: full flow until 160 bar, then only what is used.
    const able = 92 * pumps * hasOil;
    const leak = this.leakLpm * open * Math.sqrt(Math.max(0, this.bar) / 160);
    const used = this.strokesPerMin * 1.07 * open + leak;
    const delivered = Math.min(able, used + Math.max(0, 160 - this.bar) * 1.5);
    this.flowLpm = lag(this.flowLpm, delivered, 0.4, dt);
    this.bar = clamp(this.bar + (delivered - used - (pumps < 0.05 ? 8 : 0)) * 0.9 * dt, 0, 200);
    this.levelPct = clamp(this.levelPct - (leak / 60 / 400) * 100 * dt, 0, 100);
    this.oilC = lag(this.oilC, 24 + 22 * clamp(pumps, 0, 1) + leak * 0.4, 500, dt);
    this.accumulatorBar = lag(this.accumulatorBar, this.bar, 3, dt);
    this.strokesPerMin = lag(this.strokesPerMin, open > 0.5 ? 45 * clamp((this.bar - 60) / 80, 0, 1) : 0, 2, dt);
    this.#phase = (this.#phase + (this.strokesPerMin / 60) * dt) % 1;
    this.pusherMm = 50 * (this.#phase < 0.5 ? this.#phase * 2 : 2 - this.#phase * 2);
    motors.get('P-431A').load = clamp(this.flowLpm / 48, 0.3, 1.5);
    motors.get('P-431B').load = motors.get('P-431A').load;
  }
}

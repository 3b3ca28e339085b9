import { clamp, lag } from './functions.ts';
import type { Motor } from './motor.ts';
import type { ControlValve } from './valve.ts';

/**
 * Lube-oil skid of K-201: two displacement pumps with check valves, duplex filter, cooler, self-acting pressure regulator
 * at 2.38 bar and a small accumulator. Stepped at 1 ms, since header pressure decides a trip within a second.
 */
export class LubeSkid {
  headerBar = 2.38;
  dischargeBar = 4;
  filterBar = 0.42;
  /** Fouling of the filter: 1 is clean. */
  fouling = 1;
  flowLpm = 112;
  supplyC = 46.2;
  returnC = 55;
  reservoirPct = 74;
  /** Oil lost, % of the reservoir a second. */
  leakPctPerS = 0;
  accumulatorBar = 2.36;

  /** One millisecond of oil hydraulics. */
  stepFast(pumpA: Motor, pumpB: Motor): void {
    const oil = this.reservoirPct > 8 ? 1 : 0;
    const source = (pumpA.speed + pumpB.speed) * oil;
    const pumpBar = 4.02 * Math.min(1.15, source);
    const supplyBar = Math.min(2.38, pumpBar - this.filterBar * Math.min(1, source) - 0.35);
    // While a pump holds the header, the regulator does within 0.15 s; without one the check valves shut and the
    // bearings drain header and accumulator.
    if (supplyBar > this.headerBar) this.headerBar += ((supplyBar - this.headerBar) * 0.001) / 0.15;
    else this.headerBar += ((Math.max(0, supplyBar) - this.headerBar) * 0.001) / 1.12;
    this.dischargeBar += ((pumpBar - this.dischargeBar) * 0.001) / 0.08;
  }

  /** Slow part: temperatures, filter, reservoir. `frictionKw` is the heat the bearings put into the oil. */
  step(dt: number, frictionKw: number, cooler: ControlValve, coolingC: number, coolingShare: number): void {
    this.flowLpm = 112 * Math.sqrt(Math.max(0, this.headerBar) / 2.38);
    this.filterBar = lag(this.filterBar, 0.42 * this.fouling * (this.flowLpm / 112) ** 2, 1.5, dt);
    // 1.75 kJ/(kg·K), 0.86 kg/L: kW per kelvin of oil flow.
    const oilKwPerK = (this.flowLpm / 60) * 0.86 * 1.75;
    const rise = oilKwPerK > 0.1 ? clamp(frictionKw / oilKwPerK, 0, 60) : 0;
    this.returnC = lag(this.returnC, this.supplyC + rise, 60, dt);
    const pull = 0.52 * coolingShare * (cooler.position / 100) ** 0.7 * (this.flowLpm > 5 ? 1 : 0);
    const target = this.returnC - pull * (this.returnC - coolingC) - 0.4;
    this.supplyC = lag(this.supplyC, target, 90, dt);
    this.reservoirPct = clamp(this.reservoirPct - this.leakPctPerS * dt, 0, 100);
    this.accumulatorBar = lag(this.accumulatorBar, this.headerBar, 2, dt);
  }
}

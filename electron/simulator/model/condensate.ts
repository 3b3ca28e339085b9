import { clamp, lag, pumpFlow } from './functions.ts';
import type { MotorSet } from './motor-list.ts';
import type { ControlValve, OnOffValve } from './valve.ts';

/** Condensate drum TK-203 with P-203, and U500: hotwell, quality dump, return pumps, cooler, condensate tank. */
export class Condensate {
  drumPct = 46;
  flowM3H = 36.9;
  pumpBar = 3.7;
  conductivity = 4.1;
  inM3H = 41;
  hotwellPct = 58;
  hotwellC = 84;
  returnM3H = 41;
  returnBar = 4;
  returnConductivity = 4.3;
  tankPct = 66;
  coolerC = 48;

  step(
    dt: number,
    o: {
      motors: MotorSet;
      drumValve: ControlValve;
      hotwellValve: ControlValve;
      dump: OnOffValve;
      condensateKgS: number;
      heaterTh: number;
      carryOver: number;
      makeUpTh: number;
      coolingC: number;
      coolingShare: number;
    },
  ): void {
    const pump = o.motors.get('P-203');
    const made = o.condensateKgS * 3.6;
    const flow =
      this.drumPct > 2
        ? pumpFlow({
            shutoffBar: 4.9,
            slope: 0.00088,
            speed: pump.speed,
            count: 1,
            staticBar: 0.8,
            resistance: 0.0004,
            cv: 44 * (o.drumValve.position / 100) + 0.01,
          })
        : 0;
    this.flowM3H = lag(this.flowM3H, flow, 0.6, dt);
    this.pumpBar = lag(this.pumpBar, 4.9 * pump.speed ** 2 - 0.00088 * this.flowM3H ** 2, 0.4, dt);
    this.drumPct = clamp(this.drumPct + ((made - this.flowM3H) / 3600 / 0.95) * 100 * dt, 0, 105);
    pump.load = clamp(this.flowM3H / 36.9, 0, 1.4);
    this.conductivity = lag(this.conductivity, 4.1 + o.carryOver * 1.4, 25, dt);

    const dumped = o.dump.position / 100;
    this.inM3H = lag(this.inM3H, this.flowM3H * (1 - dumped) + o.heaterTh, 3, dt);
    const pumps = o.motors.get('P-501A').speed + o.motors.get('P-501B').speed;
    const back =
      this.hotwellPct > 2
        ? pumpFlow({
            shutoffBar: 5.2,
            slope: 0.0007,
            speed: Math.min(1, pumps),
            count: Math.max(1, pumps),
            staticBar: 0.9,
            resistance: 0.0005,
            cv: 49 * (o.hotwellValve.position / 100) + 0.01,
          })
        : 0;
    this.returnM3H = lag(this.returnM3H, back, 0.8, dt);
    this.returnBar = lag(this.returnBar, 5.2 * Math.min(1, pumps) ** 2 - 0.0007 * this.returnM3H ** 2, 0.4, dt);
    this.hotwellPct = clamp(this.hotwellPct + ((this.inM3H - this.returnM3H) / 3600 / 8) * 100 * dt, 0, 105);
    this.hotwellC = lag(this.hotwellC, this.inM3H > 5 ? 84 : 60, 1200, dt);
    this.returnConductivity = lag(
      this.returnConductivity,
      this.inM3H > 1 ? 4.3 + (this.conductivity - 4.1) * (1 - dumped) : this.returnConductivity,
      60,
      dt,
    );
    this.coolerC = lag(this.coolerC, this.hotwellC - (this.hotwellC - o.coolingC) * 0.61 * o.coolingShare, 40, dt);
    // What is more than the boiler needs leaves to the neighbour's network above 66 %.
    const exported = clamp((this.tankPct - 66) * 12 + 36, 0, 60);
    this.tankPct = clamp(this.tankPct + ((this.returnM3H - o.makeUpTh - exported) / 3600 / 60) * 100 * dt, 0, 105);
  }
}

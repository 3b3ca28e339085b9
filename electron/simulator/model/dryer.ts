import { clamp, lag } from './functions.ts';
import type { MotorSet } from './motor-list.ts';
import type { ControlValve } from './valve.ts';

/** U300: air heater, fluid-bed dryer, cyclone, scrubber and silo; heat and moisture balance of air and salt. */
export class Dryer {
  inletC = 142;
  bedC = 90;
  exhaustC = 78;
  airTh = 15;
  bedMbar = 20;
  freeboardMbar = -2;
  moisturePct = 1.1;
  feedTh = 2.1;
  productTh = 2.05;
  cycloneMbar = 11;
  siloPct = 42;
  steamTh = 0.82;
  scrubberM3H = 8.4;
  scrubberPct = 52;
  producedT = 48_210;
  /** Salt in the bed, kg. */
  bedKg = 620;

  step(
    dt: number,
    o: { motors: MotorSet; steam: ControlValve; damper: ControlValve; wetTh: number; wetMoisture: number; headerBar: number },
  ): void {
    const blow = o.motors.get('FN-301').speed;
    const draw = o.motors.get('FN-302').speed;
    this.airTh = lag(this.airTh, 23 * blow * (o.damper.position / 100) ** 0.85, 2, dt);
    o.motors.get('FN-301').load = clamp(this.airTh / 15, 0, 1.3);
    o.motors.get('FN-302').load = clamp(this.airTh / 15, 0, 1.3) * 0.9 + 0.1;
    const open = o.steam.position / 100;
    this.steamTh = lag(this.steamTh, 1.37 * open * Math.sqrt(Math.max(0, o.headerBar) / 3.1) * clamp(this.airTh / 4, 0, 1), 2, dt);
    const airKwPerK = (this.airTh / 3.6) * 1.01;
    const heated = airKwPerK > 0.3 ? 25 + ((this.steamTh / 3.6) * 2150) / airKwPerK : 60;
    this.inletC = lag(this.inletC, Math.min(heated, 190), 25, dt);

    const feeder = o.motors.get('CV-301').speed;
    this.feedTh = lag(this.feedTh, o.wetTh * feeder, 8, dt);
    // Water to drive off against the heat the air brings: what is not evaporated stays in the salt.
    const waterKgS = (this.feedTh / 3.6) * (o.wetMoisture / 100);
    const heatKw = airKwPerK * Math.max(0, this.inletC - this.bedC);
    const fluid = clamp(this.airTh / 9, 0, 1);
    const spent = waterKgS * 2400 + (this.feedTh / 3.6) * 0.9 * (this.bedC - 45);
    this.bedC += ((heatKw * fluid - spent - 2.4 * (this.bedC - 30)) * dt) / (this.bedKg * 0.9 + 400);
    this.bedC = clamp(this.bedC, 20, 190);
    const dryness = clamp((this.bedC - 60) / 30, 0.1, 1.6);
    this.moisturePct = lag(this.moisturePct, clamp((o.wetMoisture * 0.34) / dryness, 0.3, 6), 90, dt);
    this.exhaustC = lag(this.exhaustC, this.bedC - 12, 20, dt);

    const out = o.motors.get('RV-301').speed * o.motors.get('CV-302').speed * o.motors.get('DR-301').speed;
    const leave = (this.bedKg / 620) * 2.05 * out;
    this.productTh = lag(this.productTh, leave, 6, dt);
    this.bedKg = clamp(this.bedKg + ((this.feedTh * (1 - o.wetMoisture / 100) - this.productTh) / 3.6) * dt, 50, 2000);
    this.bedMbar = lag(this.bedMbar, (this.bedKg / 620) * 20 * clamp(this.airTh / 12, 0, 1.2) ** 0.6, 2, dt);
    this.freeboardMbar = lag(this.freeboardMbar, -2 + 14 * ((this.airTh / 15) * 0.9 - draw * 0.9), 1.5, dt);
    this.cycloneMbar = lag(this.cycloneMbar, 11 * (this.airTh / 15) ** 2 * (0.4 + 0.6 * draw), 2, dt);
    this.scrubberM3H = lag(this.scrubberM3H, 8.4 * o.motors.get('P-301').speed, 1, dt);
    this.scrubberPct = lag(this.scrubberPct, 52 + (o.motors.get('P-301').speed < 0.5 ? 20 : 0), 120, dt);
    this.producedT += (this.productTh / 3600) * dt;
    this.siloPct += ((this.productTh - (this.siloPct > 60 ? 4 : this.siloPct < 30 ? 0 : 2.05)) / 3600 / 400) * 100 * dt;
    o.motors.get('CV-301').load = clamp(this.feedTh / 2.1, 0, 1.5);
    o.motors.get('CV-302').load = clamp(this.productTh / 2.05, 0, 1.5);
  }
}

import { clamp, lag, pumpFlow } from './functions.ts';
import type { Evaporator } from './evaporator.ts';
import { brineDensity } from './evaporator.ts';
import type { MotorSet } from './motor-list.ts';
import type { ControlValve } from './valve.ts';

/** Slurry pump, pusher centrifuge C-201, mother liquor return and purge, wet salt conveyor CV-201. */
export class Salt {
  slurryM3H = 10.3;
  slurryBar = 3.2;
  slurryKgS = 3.68;
  /** Mother liquor back to the evaporator, kg/s; the rest of it is purged. */
  returnKgS = 1.77;
  liquorDensity = 1.195;
  rpm = 1400;
  vibrationMmS = 2.4;
  bearingC = 52;
  moisturePct = 3.2;
  /** Wet salt on its way along the belt, t/h, and at its end. */
  cakeTh = 2.1;
  toDryerTh = 2.1;
  beltMS = 0.9;

  step(dt: number, o: { evaporator: Evaporator; valve: ControlValve; motors: MotorSet; pusherStrokes: number }): void {
    const pump = o.motors.get('P-204');
    const spin = o.motors.get('C-201');
    const belt = o.motors.get('CV-201');
    const density = o.evaporator.slurryDensity;
    const isWet = o.evaporator.levelPct > 6;
    const target = isWet
      ? pumpFlow({
          shutoffBar: 4.1,
          slope: 0.0085,
          speed: pump.speed,
          count: 1,
          staticBar: 0.5,
          resistance: 0.006,
          cv: 13.2 * (o.valve.position / 100) + 0.01,
        })
      : 0;
    this.slurryM3H = lag(this.slurryM3H, target, 0.8, dt);
    this.slurryBar = lag(this.slurryBar, 4.1 * pump.speed ** 2 - 0.0085 * this.slurryM3H ** 2, 0.4, dt);
    this.slurryKgS = (this.slurryM3H * density) / 3.6;
    pump.load = clamp(this.slurryM3H / 10.3, 0, 1.4);

    this.rpm = 1400 * spin.speed;
    const pushes = clamp(o.pusherStrokes / 45, 0, 1);
    const separated = clamp(spin.speed * 1.4 - 0.3, 0, 1) * (0.2 + 0.8 * pushes);
    const cakeKgS = this.slurryKgS * o.evaporator.crystalShare * 1.034 * separated;
    this.cakeTh = lag(this.cakeTh, cakeKgS * 3.6, 6, dt);
    this.moisturePct = lag(this.moisturePct, 3.2 + 9 * (1 - pushes) + 0.9 * Math.max(0, this.slurryM3H / 10.3 - 1), 20, dt);
    const liquorKgS = Math.max(0, this.slurryKgS - cakeKgS);
    this.returnKgS = lag(this.returnKgS, liquorKgS * 0.57 * (pump.speed > 0.1 ? 1 : 0), 4, dt);
    this.liquorDensity = lag(this.liquorDensity, brineDensity(0.265) + 0.0002, 120, dt);
    // Cake that is not pushed out piles up unevenly and shakes the basket.
    const uneven = (1 - pushes) * clamp(this.slurryM3H / 10, 0, 1) * 14;
    this.vibrationMmS = lag(this.vibrationMmS, spin.speed * (2.4 + uneven) + 0.1, 5, dt);
    this.bearingC = lag(this.bearingC, 28 + 24 * spin.speed + uneven * 0.6, 400, dt);
    spin.load = 0.4 + 0.6 * clamp(this.slurryM3H / 10.3, 0, 1.3) + (1 - pushes) * 0.2;

    this.beltMS = 0.9 * belt.speed;
    // The belt is 18 m long.
    this.toDryerTh = lag(this.toDryerTh, this.cakeTh * belt.speed, 10, dt);
    belt.load = clamp(this.cakeTh / 2.1, 0, 1.6);
  }
}

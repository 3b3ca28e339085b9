import { clamp, lag, ramp } from './functions.ts';
import type { MotorSet } from './motor-list.ts';
import type { ControlValve } from './valve.ts';

/** Boiler B-401 with feed water tank and the LP steam header. */
export class Steam {
  headerBar = 3.1;
  generatedTh = 4.9;
  drumPct = 50;
  feedTh = 4.9;
  feedBar = 9;
  gasM3H = 330;
  stackC = 178;
  oxygenPct = 3.6;
  tankPct = 68;
  tankC = 96;
  makeUpTh = 4.9;
  hasFlame = true;
  #relightS = 0;
  #heatTh = 4.9;
  #waterPct = 50;

  step(dt: number, o: { motors: MotorSet; gas: ControlValve; water: ControlValve; drawTh: number; isBlocked: boolean }): void {
    const fan = o.motors.get('FN-401').speed;
    const mayBurn = fan > 0.6 && !o.isBlocked;
    if (this.hasFlame) {
      if (!mayBurn) this.hasFlame = false;
      this.#relightS = 0;
    } else {
      // Purge of 40 s before the burner relights itself.
      this.#relightS = mayBurn ? this.#relightS + dt : 0;
      if (this.#relightS > 40) this.hasFlame = true;
    }
    this.gasM3H = lag(this.gasM3H, this.hasFlame ? 40 + 580 * (o.gas.position / 100) : 0, 1.5, dt);
    o.motors.get('FN-401').load = clamp(this.gasM3H / 330, 0, 1.4);
    // 10 kWh/m³ at 92 %; 0.62 kWh a kilogram of steam, then the lag of the furnace.
    this.#heatTh = lag(this.#heatTh, (this.gasM3H * 10 * 0.92) / 620, 14, dt);
    this.generatedTh = lag(this.generatedTh, this.#heatTh * clamp(this.headerBar + 0.4, 0, 1), 2, dt);
    // The header blows off above 4.6 bar.
    const blowOff = Math.max(0, this.headerBar - 4.6) * 8;
    this.headerBar = clamp(this.headerBar + ((this.generatedTh - o.drawTh - blowOff) / 3.6) * 0.018 * dt, 0, 6);
    this.stackC = lag(this.stackC, 60 + 118 * (this.gasM3H / 330) ** 0.6, 60, dt);
    this.oxygenPct = lag(this.oxygenPct, this.hasFlame ? 3.6 + (0.6 * (330 - this.gasM3H)) / 330 : 20.9, 4, dt);

    const pumps = o.motors.get('P-401A').speed + o.motors.get('P-401B').speed;
    const up = Math.min(1, pumps);
    this.feedBar = lag(this.feedBar, 10.4 * up * up - 0.058 * this.feedTh ** 2 * (1 / Math.max(1, pumps)), 0.4, dt);
    this.feedTh = lag(this.feedTh, 9.8 * (o.water.position / 100) * Math.sqrt(Math.max(0, this.feedBar - this.headerBar) / 5.9), 1, dt);
    this.#waterPct = clamp(this.#waterPct + ((this.feedTh - this.generatedTh) / 3600 / 2.4) * 100 * dt, 0, 105);
    // Shrink and swell: a falling pressure lifts the level for a while.
    this.drumPct = lag(this.drumPct, clamp(this.#waterPct + (this.generatedTh - 4.9) * 1.2, 0, 105), 4, dt);
    this.makeUpTh = lag(this.makeUpTh, clamp(4.9 + (68 - this.tankPct) * 0.5, 0, 9), 10, dt);
    this.tankPct = clamp(this.tankPct + ((this.makeUpTh - this.feedTh) / 3600 / 14) * 100 * dt, 0, 105);
    this.tankC = ramp(this.tankC, 96, 0.01, dt);
  }
}

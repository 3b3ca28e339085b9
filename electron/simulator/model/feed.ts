import { clamp, lag, pumpFlow } from './functions.ts';
import type { MotorSet } from './motor-list.ts';
import type { ControlValve, OnOffValve } from './valve.ts';

/** Feed tank TK-201, feed pumps with suction strainers and cavitation, feed valve and steam preheater E-201. */
export class Feed {
  tankPct = 62.4;
  tankC = 45;
  suctionBar = 0.55;
  dischargeBar = 5.8;
  flowM3H = 42.6;
  /** Resistance of the suction strainer of P-201A: 1 is clean. */
  strainer = 1;
  /** 0 none to 1 fully cavitating. */
  cavitation = 0;
  vibrationMmS = 1.9;
  outletC = 88.1;
  steamBar = 1.15;
  steamTh = 3.4;
  density = 1.035;
  #gust = 0;

  step(
    dt: number,
    o: {
      motors: MotorSet;
      valve: ControlValve;
      steamValve: ControlValve;
      steamIsolation: OnOffValve;
      inflowM3H: number;
      inflowC: number;
      headerBar: number;
      vapourBarA: number;
      gauss: number;
    },
  ): void {
    const a = o.motors.get('P-201A');
    const b = o.motors.get('P-201B');
    const pumps = a.speed + b.speed;
    const staticBar = (this.tankPct / 100) * 1.21;
    const viaA = pumps > 0.01 ? a.speed / pumps : 1;
    // The strainer belongs to pump A: what pump B carries does not pass it.
    this.suctionBar = lag(this.suctionBar, Math.max(-0.85, staticBar - 0.00011 * (this.flowM3H * viaA) ** 2 * this.strainer), 0.3, dt);
    const isDry = this.tankPct < 2;
    const wanted = clamp((0.12 - this.suctionBar) / 0.55, 0, 1) * viaA;
    this.cavitation = lag(this.cavitation, isDry ? 1 : wanted, 1.2, dt);
    this.#gust = lag(this.#gust, o.gauss, 0.25, dt);
    const speed = Math.min(1, pumps) * (1 - 0.42 * this.cavitation) + 0.05 * this.cavitation * this.#gust;
    const target = isDry
      ? 0
      : pumpFlow({
          shutoffBar: 6.6 + this.suctionBar,
          slope: 0.000744,
          speed: Math.max(0, speed),
          count: Math.max(1, pumps),
          staticBar: 0.9 + (o.vapourBarA - 0.986),
          resistance: 0.00055,
          cv: 46.9 * (o.valve.position / 100) + 0.005,
        });
    this.flowM3H = lag(this.flowM3H, Math.max(0, target), 0.5, dt);
    const head = 6.6 * speed * speed - 0.000744 * this.flowM3H ** 2;
    this.dischargeBar = lag(this.dischargeBar, Math.max(0, head) + this.suctionBar + (pumps < 0.1 ? 0.2 : 0), 0.3, dt);
    this.vibrationMmS = lag(this.vibrationMmS, a.speed * (1.9 + 12.5 * this.cavitation + 0.3 * Math.abs(this.#gust)) + 0.1, 0.8, dt);
    a.load = clamp(this.flowM3H / 42.6, 0, 1.4) * (1 - 0.35 * this.cavitation);
    b.load = a.load;

    this.tankPct = clamp(this.tankPct + ((o.inflowM3H - this.flowM3H) / 3600 / 50) * 100 * dt, 0, 105);
    this.tankC = lag(this.tankC, o.inflowC + 11.5, 900, dt);
    const open = (o.steamValve.position / 100) * (o.steamIsolation.position / 100);
    this.steamTh = lag(
      this.steamTh,
      Math.max(0, 3.4 * (open / 0.31) * Math.sqrt(Math.max(0, o.headerBar - this.steamBar) / 1.95)),
      0.8,
      dt,
    );
    this.steamBar = lag(this.steamBar, this.steamTh * 0.338, 2, dt);
    const heatKw = (this.steamTh / 3.6) * 2150;
    const massKgS = (this.flowM3H * this.density) / 3.6;
    // Feed side holds 1.6 t; with no feed the exchanger itself comes up to steam temperature.
    this.outletC += ((heatKw - massKgS * 3.8 * (this.outletC - this.tankC) - 1.5 * (this.outletC - 40)) * dt) / (massKgS * 60 + 1600);
    this.outletC = clamp(this.outletC, 20, 134);
  }
}

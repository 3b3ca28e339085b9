import { clamp, lag, pumpFlow, ramp } from './functions.ts';
import type { MotorSet } from './motor-list.ts';
import type { ControlValve, OnOffValve } from './valve.ts';

/** U100: raw brine tank, softening reactor, filter, purified brine tank and the transfer to evaporation. */
export class Brine {
  rawLevelPct = 71;
  rawC = 28;
  rawDensity = 1.05;
  /** Salt share of the brine. */
  saltShare = 0.0757;
  intakeM3H = 43;
  toReactorM3H = 43;
  ph = 10.2;
  reactorC = 33;
  hardness = 6;
  sodaLh = 178;
  sodaLevelPct = 78;
  filterBar = 0.48;
  fouling = 1;
  turbidity = 0.7;
  pureLevelPct = 68;
  pureC = 33.5;
  transferBar = 4.1;
  transferM3H = 42.6;
  deliveredM3 = 184_220;

  step(dt: number, motors: MotorSet, feed: ControlValve, transfer: ControlValve, intake: OnOffValve): void {
    const rawPumps = motors.get('P-101A').speed + motors.get('P-101B').speed;
    // The desalination plant sends what keeps the tank near 71 %.
    const sent = clamp(43 + (71 - this.rawLevelPct) * 1.2, 0, 70) * (intake.position / 100);
    this.intakeM3H = lag(this.intakeM3H, sent, 3, dt);
    const rawFlow =
      this.rawLevelPct > 3
        ? pumpFlow({
            shutoffBar: 3.4,
            slope: 0.0004,
            speed: Math.min(1, rawPumps),
            count: Math.max(1, rawPumps),
            staticBar: 0.7,
            resistance: 0.0003 + 0.00026 * this.fouling,
            cv: 93 * (feed.position / 100) + 0.01,
          })
        : 0;
    this.toReactorM3H = lag(this.toReactorM3H, rawFlow, 1, dt);
    this.filterBar = lag(this.filterBar, 0.48 * this.fouling * (this.toReactorM3H / 43) ** 2, 2, dt);
    this.rawLevelPct = clamp(this.rawLevelPct + ((this.intakeM3H - this.toReactorM3H) / 3600 / 200) * 100 * dt, 0, 105);

    const stirred = motors.get('AG-101').speed;
    this.sodaLh = lag(this.sodaLh, stirred > 0.5 ? (178 * this.toReactorM3H) / 43 : 0, 4, dt);
    this.sodaLevelPct = ramp(
      this.sodaLevelPct,
      this.sodaLevelPct < 35 ? 95 : 30,
      this.sodaLevelPct < 35 ? 0.2 : this.sodaLh / 3600 / 60,
      dt,
    );
    const dose = this.toReactorM3H > 2 ? this.sodaLh / this.toReactorM3H / 4.14 : 1;
    this.hardness = lag(this.hardness, 48 - 42 * clamp(dose, 0, 1.1) * (0.25 + 0.75 * stirred), 240, dt);
    this.ph = lag(this.ph, 8.4 + 1.8 * clamp(dose, 0, 1.3), 150, dt);
    this.turbidity = lag(this.turbidity, 0.5 + 0.2 * this.fouling * (0.3 + 0.7 * stirred), 60, dt);
    this.pureC = lag(this.pureC, this.reactorC, 600, dt);

    const pumps = motors.get('P-102A').speed + motors.get('P-102B').speed;
    const speed = Math.min(1, pumps);
    const flow =
      this.pureLevelPct > 3
        ? pumpFlow({
            shutoffBar: 5.1,
            slope: 0.00055,
            speed,
            count: Math.max(1, pumps),
            staticBar: 0.6,
            resistance: 0.00045,
            cv: 45.7 * (transfer.position / 100) + 0.01,
          })
        : 0;
    this.transferM3H = lag(this.transferM3H, flow, 0.6, dt);
    this.transferBar = lag(this.transferBar, 5.1 * speed * speed - 0.00055 * this.transferM3H ** 2, 0.4, dt);
    this.pureLevelPct = clamp(this.pureLevelPct + ((this.toReactorM3H - this.transferM3H) / 3600 / 150) * 100 * dt, 0, 105);
    this.deliveredM3 += (this.transferM3H / 3600) * dt;
    const share = (this.rawDensity - 0.994) / 0.74;
    this.saltShare = lag(this.saltShare, share, 1800, dt);
  }
}

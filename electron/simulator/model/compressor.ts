import { clamp, lag, ramp } from './functions.ts';

const ratedRpm = 8420;
const ratedKgS = 10.25;

/** Pressure ratio of the map at a speed (share of 8420 rpm) and flow (share of 10.25 kg/s): a parabola through 1.30 at rated. */
export const mapRatio = (speed: number, flow: number): number => {
  const phi = speed > 0.02 ? flow / speed : 0;
  return 1 + speed * speed * (0.371 - 0.85 * (phi - 0.797) ** 2);
};

/** Flow share at which the map surges, at a speed share: the top of each speed line. */
const surgeFlow = (speed: number): number => 0.816 * speed;

/**
 * MVR compressor K-201 with drive: map, inertia of rotor and vapour, surge, recycle, bearings, rotor position, vibration.
 * The map and the bearing figures are plausible ones of ours, not a maker's.
 */
export class Compressor {
  rpm = 8420;
  isDriven = true;
  /** Vapour through the wheel, kg/s. */
  flowKgS = ratedKgS;
  ratio = 1.3;
  surgeMarginPct = 18.4;
  /** Open share of the inlet guide vanes. */
  vanes = 1;
  /** 0 none to 1 full surge. */
  surge = 0;
  shaftKw = 574;
  motorKw = 585;
  outPct = 71.6;
  dischargeC = 127;
  deC = 61.8;
  ndeC = 58.3;
  thrustC = 66;
  windingC = 88;
  axialMm = -0.08;
  /** Amplitudes, µm. */
  whirlUm = 1.5;
  oneXUm = 19;
  vibrationUm = 21;
  /** Wear of the drive-end bearing: 0 new, 1 gone. */
  wear = 0;
  frictionKw = 6.1;
  #starved = 0;

  /**
   * One step. `suctionBarA` and `shellBarA` stand either side; `recycle` is the open share of FCV-2305;
   * returns the flow delivered to the shell, kg/s.
   */
  step(
    dt: number,
    o: { suctionBarA: number; shellBarA: number; recycle: number; wantedRpm: number; oilBar: number; oilC: number; voltagePu: number },
  ): void {
    const speed = this.rpm / ratedRpm;
    // The open recycle lets the wheel breathe: it drives its own flow round the short way.
    const breathing = o.recycle * 1.1 * speed;
    // Vapour inertia: the map's pressure against the shell's drives the flow. The surge line folds it. Without the recycle a
    // driven wheel would never come off zero flow, where its ratio is below one: that is how a start gets going.
    const available = mapRatio(speed, this.flowKgS / ratedKgS + (this.isDriven ? breathing : 0)) * o.suctionBarA;
    // Inlet guide vanes spring shut to their start position when the drive trips: the wheel is throttled within 0.5 s.
    this.vanes = ramp(this.vanes, this.isDriven ? 1 : 0.14, this.isDriven ? 0.05 : 1.9, dt);
    const back = o.shellBarA + (0.035 / (this.vanes * this.vanes)) * (this.flowKgS / ratedKgS) ** 2;
    const driveBar = available - back;
    this.flowKgS = clamp(this.flowKgS + driveBar * 160 * dt, 0, 16);
    const through = this.flowKgS + breathing * ratedKgS;
    this.ratio = Math.max(1, o.shellBarA / Math.max(0.3, o.suctionBarA));
    const needed = Math.max(surgeFlow(speed), 0.816 * Math.sqrt(Math.max(0, this.ratio - 1) / 0.3)) * ratedKgS;
    const margin = this.rpm > 400 ? clamp(((through - needed) / Math.max(1, through)) * 100, -30, 60) : 30;
    this.surgeMarginPct = lag(this.surgeMarginPct, margin, 0.08, dt);
    const isSurging = this.rpm > 2500 && margin < 2;
    this.surge = lag(this.surge, isSurging ? 1 : 0, isSurging ? 0.5 : 2.5, dt);

    this.shaftKw = 574 * speed * (0.25 * speed * speed + (0.75 * Math.max(0, this.ratio - 1) * Math.min(1.3, through / ratedKgS)) / 0.3);
    this.#rotor(dt, o.wantedRpm, o.voltagePu);
    const work = through > 0.3 ? clamp((this.shaftKw * 0.5) / through, 0, 90) : 0;
    this.dischargeC = lag(this.dischargeC, 99.2 + work, 12, dt);
    this.#bearings(dt, o.oilBar, o.oilC);
  }

  #rotor(dt: number, wantedRpm: number, voltagePu: number): void {
    if (this.isDriven) {
      this.rpm = lag(this.rpm, wantedRpm, 0.4, dt);
      this.motorKw = lag(this.motorKw, (this.shaftKw / 0.981) * clamp(voltagePu, 0, 1), 0.2, dt);
    } else {
      // J = 16 kg·m²; windage alone runs it down within minutes.
      const omega = Math.max(1, this.rpm * 0.10472);
      const loss = (this.shaftKw * 1000) / (16 * omega) / 0.10472;
      this.rpm = Math.max(0, this.rpm - loss * dt - (this.rpm / 90 + 3) * dt);
      this.motorKw = 0;
    }
    this.outPct = lag(this.outPct, this.isDriven ? clamp((this.motorKw / 585) * 71.6, 0, 100) : 0, 0.3, dt);
    this.windingC = lag(this.windingC, this.isDriven ? 40 + 48 * (this.motorKw / 585) ** 2 : 35, 900, dt);
  }

  #bearings(dt: number, oilBar: number, oilC: number): void {
    const speed = this.rpm / ratedRpm;
    const starved = clamp((1.55 - oilBar) / 1.3, 0, 1);
    this.#starved = lag(this.#starved, starved, 1.6, dt);
    const oil = clamp(oilBar / 2.38, 0, 1);
    // Heat made by friction and carried off by the oil, as rates of bearing temperature, K/s. Without oil only the
    // casing takes heat, slowly: the metal soaks and stays hot.
    const friction = 0.72 * speed ** 1.5 * (1 + 0.92 * this.#starved) * (1 + 2.6 * this.wear * this.wear);
    const carried = 0.0462 * oil + 0.0006;
    const casing = 0.0004;
    this.deC += (friction - carried * (this.deC - oilC) - casing * (this.deC - 40)) * dt;
    this.ndeC += (friction * (this.#starved > 0.1 ? 0.52 : 0.78) - carried * (this.ndeC - oilC) - casing * (this.ndeC - 40)) * dt;
    this.thrustC += (friction * 1.28 * (1 + this.surge) - carried * (this.thrustC - oilC) - casing * (this.thrustC - 40)) * dt;
    this.frictionKw = 25 * speed * speed * (1 + 0.5 * this.wear) * oil;

    const thrust = this.isDriven || this.rpm > 500 ? -0.08 * Math.min(1, (this.ratio - 1) / 0.3) : 0;
    this.axialMm = lag(this.axialMm, thrust + 0.78 * this.surge + 0.1 * this.wear, this.surge > 0.2 ? 0.9 : 4, dt);
    // Unbalance grows with speed squared and peaks at the critical speed of 3900 rpm; oil whirl needs starved film and speed.
    const critical = 26 / (1 + ((this.rpm - 3900) / 350) ** 2);
    this.oneXUm = lag(this.oneXUm, 19 * speed * speed + critical + 34 * this.wear * speed, 0.6, dt);
    const whirl = (1.5 + 34 * this.#starved + 16 * this.surge + 30 * this.wear * this.wear) * speed;
    this.whirlUm = lag(this.whirlUm, whirl, 0.7, dt);
    this.vibrationUm = this.rpm < 30 ? ramp(this.vibrationUm, 0.3, 5, dt) : this.oneXUm + this.whirlUm * 0.95 + 0.6;
  }
}

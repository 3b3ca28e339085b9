import { clamp, lag, saturationC } from './functions.ts';

const hfg = 2245;
const saturatedShare = 0.265;

/** Density of brine without crystals, kg/L, by its salt share (linear fit to NaCl at 60 to 100 °C; ours). */
export const brineDensity = (share: number): number => 0.978 + 0.818 * share;

/**
 * Evaporator V-201: boiling liquor over a calandria heated by its own compressed vapour. Mass of water and salt, heat of
 * the liquor, vapour space and steam side. The calandria loop boils at a boiling point rise of 1.8 K; crystals settle
 * into the leg, where the slurry is saturated.
 */
export class Evaporator {
  vapourBarA = 0.986;
  shellBarA = 1.282;
  liquorC = 104.55;
  vapourC = 99.3;
  shellC = 106.7;
  levelPct = 48.7;
  evaporationKgS = 10.3;
  condensateKgS = 10.25;
  reliefKgS = 0;
  /** Water and salt in body and leg, kg. */
  water = 9_520;
  salt = 5_860;
  carryOver = 0;
  makeUpTh = 0.5;
  #swell = 0;

  /** Crystals as a share of the slurry mass. */
  get crystalShare(): number {
    const dissolved = (saturatedShare / (1 - saturatedShare)) * this.water;
    return clamp((this.salt - dissolved) / (this.salt + this.water), 0, 0.5);
  }

  /** Slurry density, kg/L. */
  get slurryDensity(): number {
    const c = this.crystalShare;
    if (c <= 0) return brineDensity(this.salt / (this.salt + this.water));
    return 1 / (c / 2.165 + (1 - c) / brineDensity(saturatedShare));
  }

  /**
   * One step. Flows in kg/s, salt as shares; `toCompressor` leaves the vapour space, `fromCompressor` enters the shell,
   * `recycle` flows back from shell to vapour space, `vent` leaves to the atmosphere.
   */
  step(
    dt: number,
    o: {
      feedKgS: number;
      feedShare: number;
      feedC: number;
      returnKgS: number;
      slurryKgS: number;
      toCompressor: number;
      recycle: number;
      ventShare: number;
      condensateBackUp: number;
      workKw: number;
      hasMakeUpSteam: boolean;
    },
  ): void {
    const rise = 1.8 * Math.min(1.3, this.salt / (this.salt + this.water) / 0.381);
    this.vapourC = saturationC(this.vapourBarA);
    this.shellC = saturationC(this.shellBarA);
    const superheat = this.liquorC - rise - this.vapourC;
    const isWet = clamp((this.levelPct - 4) / 8, 0, 1);
    this.evaporationKgS = Math.max(0, superheat * 2.9) * isWet;
    const duty = Math.max(0, this.shellC - this.liquorC) * 10_700 * isWet * (1 - o.condensateBackUp);
    this.condensateKgS = duty / hfg;

    const ventKgS = o.ventShare * 0.7 * Math.sqrt(Math.max(0, this.vapourBarA - 0.93) / 0.06);
    this.reliefKgS = lag(this.reliefKgS, this.vapourBarA > 1.2 ? 8 : this.vapourBarA < 1.12 ? 0 : this.reliefKgS, 0.3, dt);
    // 80 m³ of vapour space and ducts: 0.0215 bar a second for each kg/s. The shell is 30 m³.
    this.vapourBarA = clamp(
      this.vapourBarA + 0.0215 * (this.evaporationKgS + o.recycle - o.toCompressor - ventKgS - this.reliefKgS) * dt,
      0.3,
      2,
    );
    this.shellBarA = clamp(this.shellBarA + 0.055 * (o.toCompressor - o.recycle - this.condensateKgS) * dt, 0.3, 2.5);
    if (this.shellBarA < this.vapourBarA) this.shellBarA = lag(this.shellBarA, this.vapourBarA, 1, dt);

    // Heat of the liquor, kJ. A self-acting regulator holds it near 104.55 °C, 800 kW a kelvin: make-up steam below,
    // the vent condenser above. Feed and mother liquor come in colder; the work of the compressor ends here as heat.
    const trimKw = clamp(-300 + 800 * (this.liquorC - 104.55), o.hasMakeUpSteam ? -1500 : 0, 2500);
    this.makeUpTh = (Math.max(0, -trimKw) / 2150) * 3.6;
    const sensibleKw = o.feedKgS * 3.8 * (o.feedC - this.liquorC) + o.returnKgS * 3.4 * (98 - this.liquorC) + o.workKw;
    const mass = this.salt + this.water + 14_000;
    this.liquorC += ((duty + sensibleKw - this.evaporationKgS * hfg - trimKw - 60) * dt) / (mass * 3.5);
    this.#balance(dt, o);
  }

  #balance(dt: number, o: { feedKgS: number; feedShare: number; returnKgS: number; slurryKgS: number; toCompressor: number }): void {
    const total = this.salt + this.water;
    const slurrySalt = this.salt / total;
    this.salt = Math.max(100, this.salt + (o.feedKgS * o.feedShare + o.returnKgS * saturatedShare - o.slurryKgS * slurrySalt) * dt);
    this.water = Math.max(
      400,
      this.water +
        (o.feedKgS * (1 - o.feedShare) + o.returnKgS * (1 - saturatedShare) - o.slurryKgS * (1 - slurrySalt) - this.evaporationKgS) * dt,
    );
    // Bubbles lift the level while it boils. 12 m³ is full scale; 6.5 m³ stand in the leg below it.
    this.#swell = lag(this.#swell, 3.2 * Math.min(1.3, this.evaporationKgS / 10.25), 4, dt);
    const cubic = (this.salt + this.water) / this.slurryDensity / 1000;
    this.levelPct = clamp(((cubic - 6.5) / 12) * 100 + this.#swell, 0, 110);
    const carry = this.levelPct > 72 ? (this.levelPct - 72) * 3 : 0;
    this.carryOver = lag(this.carryOver, carry, 30, dt);
  }
}

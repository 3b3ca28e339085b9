import { clamp, ramp } from '../model/functions.ts';

export type Mode = 0 | 1 | 2;

/**
 * A PI controller as it runs in the simulated PLCs: manual, automatic and cascade without bumps (in manual the integral
 * follows the output), anti-windup by back calculation, setpoint ramp. `gain` is in % output per % of the PV's span;
 * a negative gain makes a direct-acting loop.
 */
export class Controller {
  readonly id: string;
  pv: number;
  sp: number;
  out: number;
  mode: Mode;
  readonly span: readonly [number, number];
  readonly #gain: number;
  readonly #resetS: number;
  readonly #outMin: number;
  readonly #outMax: number;
  readonly #spRate: number;
  #workingSp: number;
  #integral: number;
  /** Where the setpoint comes from in cascade; null when it has none. */
  master: (() => number) | null = null;
  /** Forces the output whatever the mode, from an interlock; null leaves it free. */
  forced: number | null = null;

  constructor(
    id: string,
    o: {
      span: readonly [number, number];
      sp: number;
      out: number;
      gain: number;
      resetS: number;
      mode?: Mode;
      outMin?: number;
      outMax?: number;
      spRate?: number;
    },
  ) {
    this.id = id;
    this.span = o.span;
    this.pv = o.sp;
    this.sp = o.sp;
    this.#workingSp = o.sp;
    this.out = o.out;
    this.mode = o.mode ?? 1;
    this.#gain = o.gain;
    this.#resetS = o.resetS;
    this.#outMin = o.outMin ?? 0;
    this.#outMax = o.outMax ?? 100;
    this.#spRate = o.spRate ?? Number.POSITIVE_INFINITY;
    this.#integral = o.out;
  }

  /** Takes a mode from outside; cascade only where there is a master. */
  setMode(mode: number): void {
    if (mode === 0 || mode === 1) this.mode = mode;
    else if (mode === 2 && this.master !== null) this.mode = 2;
  }

  /** Takes an output from outside; only manual takes it. */
  setOut(out: number): void {
    if (this.mode === 0) this.out = clamp(out, this.#outMin, this.#outMax);
  }

  /** Takes a setpoint from outside; in cascade the master's wins at the next step. */
  setSp(sp: number): void {
    this.sp = clamp(sp, this.span[0], this.span[1]);
  }

  step(dt: number, pv: number): number {
    this.pv = pv;
    if (this.mode === 2 && this.master !== null) this.setSp(this.master());
    this.#workingSp = Number.isFinite(this.#spRate) ? ramp(this.#workingSp, this.sp, this.#spRate, dt) : this.sp;
    const errorPct = ((this.#workingSp - pv) / (this.span[1] - this.span[0])) * 100;
    const proportional = this.#gain * errorPct;
    if (this.forced !== null) {
      this.out = this.forced;
      this.#integral = this.out - proportional;
      return this.out;
    }
    if (this.mode === 0) {
      this.#integral = this.out - proportional;
      return this.out;
    }
    this.#integral += (this.#gain * errorPct * dt) / this.#resetS;
    const wanted = proportional + this.#integral;
    this.out = clamp(wanted, this.#outMin, this.#outMax);
    // Back calculation: what the limit cut off is taken out of the integral at once.
    this.#integral += this.out - wanted;
    return this.out;
  }
}

import { clamp, ramp } from './functions.ts';

/** Instrument air below this no longer holds a valve against its spring, bar. */
const airNeededBar = 3.5;

/** A pneumatic control valve: travel speed, stick and slip, fail position, and the deviation alarm of its positioner. */
export class ControlValve {
  readonly id: string;
  /** Signal of the controller, %. */
  out: number;
  /** Stem position, %. */
  position: number;
  /** Jammed where it stands. */
  isStuck = false;
  isDeviating = false;
  readonly #ratePctPerS: number;
  readonly #failPct: number;
  readonly #stickPct: number;
  #deviatingS = 0;

  constructor(id: string, o: { position: number; ratePctPerS?: number; failPct?: number; stickPct?: number }) {
    this.id = id;
    this.out = o.position;
    this.position = o.position;
    this.#ratePctPerS = o.ratePctPerS ?? 12;
    this.#failPct = o.failPct ?? 0;
    this.#stickPct = o.stickPct ?? 0.25;
  }

  step(dt: number, airBar: number): void {
    const hasAir = airBar > airNeededBar;
    const target = hasAir ? clamp(this.out, 0, 100) : this.#failPct;
    if (!this.isStuck && Math.abs(target - this.position) > this.#stickPct)
      this.position = ramp(this.position, target, hasAir ? this.#ratePctPerS : 8, dt);
    this.#deviatingS = Math.abs(this.out - this.position) > 8 ? this.#deviatingS + dt : 0;
    this.isDeviating = this.#deviatingS >= 5;
  }
}

/** A pneumatic on/off valve with end switches. */
export class OnOffValve {
  readonly id: string;
  isCommandedOpen: boolean;
  /** 0 shut to 100 open. */
  position: number;
  readonly #travelS: number;
  readonly #failsOpen: boolean;

  constructor(id: string, o: { isOpen: boolean; travelS?: number; failsOpen?: boolean }) {
    this.id = id;
    this.isCommandedOpen = o.isOpen;
    this.position = o.isOpen ? 100 : 0;
    this.#travelS = o.travelS ?? 2;
    this.#failsOpen = o.failsOpen ?? false;
  }

  get isOpen(): boolean {
    return this.position > 97;
  }
  get isClosed(): boolean {
    return this.position < 3;
  }

  step(dt: number, airBar: number): void {
    const wantsOpen = airBar > airNeededBar ? this.isCommandedOpen : this.#failsOpen;
    this.position = ramp(this.position, wantsOpen ? 100 : 0, 100 / this.#travelS, dt);
  }
}

import { lag } from './functions.ts';

/** Why a motor's feeder tripped. */
export type TripCause = 'overload' | 'undervoltage' | 'earth-fault';

export type MotorListener = (what: 'run' | 'fault' | 'available', state: number, timeMs: number) => void;

/** Contactor drop-out below this voltage, per unit (IEC 60947-4-1 lets it fall out between 0.20 and 0.75). */
const dropOutPu = 0.6;
const contactorMs = 22;

/**
 * A direct-on-line motor with contactor and thermal overload relay. Times inside a step are kept to the millisecond: the
 * feeder stamps its own events, as a real motor control centre does.
 */
export class Motor {
  readonly id: string;
  readonly ratedA: number;
  /** Current at full load, as a share of the rated one, and the share drawn without load. */
  readonly fullLoad: number;
  readonly noLoad: number;
  readonly #startS: number;
  readonly #coastS: number;
  readonly #thermalS: number;
  /** This contactor's own drop-out delay, ms; contactors differ, so a dip drops them one after another. */
  readonly #dropOutMs: number;
  isRunning = false;
  isTripped = false;
  isAvailable = true;
  isAuto = true;
  tripCause: TripCause | null = null;
  /** 0 to 1. */
  speed = 0;
  currentA = 0;
  /** Share of full mechanical load, set by the machine it drives. */
  load = 1;
  /** Extra torque of a failing machine: 1 is healthy. */
  friction = 1;
  /** Thermal image, (current/rated)² with a lag; trips at 1.25². */
  thermal = 0;
  hours: number;
  #lowVoltageMs = 0;
  #listener: MotorListener = () => undefined;

  constructor(
    id: string,
    o: { ratedA: number; runA: number; startS?: number; coastS?: number; thermalS?: number; dropOutMs: number; hours: number },
  ) {
    this.id = id;
    this.ratedA = o.ratedA;
    this.fullLoad = o.runA / o.ratedA;
    this.noLoad = this.fullLoad * 0.45;
    this.#startS = o.startS ?? 0.6;
    this.#coastS = o.coastS ?? 1.2;
    this.#thermalS = o.thermalS ?? 43;
    this.#dropOutMs = o.dropOutMs;
    this.hours = o.hours;
  }

  listen(listener: MotorListener): void {
    this.#listener = listener;
  }

  /** Starts it unless it is tripped or not available; true when it starts or runs. */
  start(timeMs: number): boolean {
    if (this.isRunning) return true;
    if (this.isTripped || !this.isAvailable) return false;
    this.isRunning = true;
    this.#listener('run', 1, timeMs + contactorMs);
    return true;
  }

  stop(timeMs: number): void {
    if (!this.isRunning) return;
    this.isRunning = false;
    this.#listener('run', 0, timeMs + contactorMs);
  }

  trip(cause: TripCause, timeMs: number): void {
    if (this.isTripped) return;
    this.isTripped = true;
    this.tripCause = cause;
    this.#listener('fault', 1, timeMs);
    this.stop(timeMs);
  }

  reset(timeMs: number): void {
    if (!this.isTripped) return;
    this.isTripped = false;
    this.tripCause = null;
    this.thermal = Math.min(this.thermal, 1);
    this.#listener('fault', 0, timeMs);
  }

  setAvailable(isAvailable: boolean, timeMs: number): void {
    if (this.isAvailable === isAvailable) return;
    this.isAvailable = isAvailable;
    this.#listener('available', isAvailable ? 1 : 0, timeMs);
  }

  /** Thermal load, % of the trip value. */
  get thermalPct(): number {
    return (100 * this.thermal) / 1.5625;
  }

  step(dt: number, timeMs: number, voltagePu: number): void {
    if (voltagePu < dropOutPu) {
      const before = this.#lowVoltageMs;
      this.#lowVoltageMs += dt * 1000;
      if (this.isRunning && this.#lowVoltageMs >= this.#dropOutMs)
        this.trip('undervoltage', timeMs + Math.max(0, this.#dropOutMs - before));
    } else this.#lowVoltageMs = 0;

    const isPowered = this.isRunning && voltagePu > 0.2;
    this.speed = isPowered ? lag(this.speed, 1, this.#startS / 3, dt) : lag(this.speed, 0, this.#coastS, dt);
    const torque = (this.noLoad + (this.fullLoad - this.noLoad) * this.load) * this.friction;
    const inrush = isPowered ? 5 * (1 - this.speed) : 0;
    this.currentA = isPowered ? (this.ratedA * (torque * this.speed + inrush)) / Math.max(0.7, voltagePu) : 0;
    if (isPowered) this.hours += dt / 3600;

    const heat = (this.currentA / this.ratedA) ** 2;
    const before = this.thermal;
    this.thermal = lag(before, heat, this.#thermalS, dt);
    if (this.isRunning && this.thermal >= 1.5625 && before < 1.5625) {
      const share = (1.5625 - before) / (this.thermal - before);
      this.trip('overload', timeMs + Math.round(share * dt * 1000));
    }
  }
}

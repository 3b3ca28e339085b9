import type { MotorSet } from '../model/motor-list.ts';

/**
 * Standby logic of a pair of machines: when neither runs for `delayS` although the duty is wanted, the one that stood
 * still is started if it is in automatic; if it does not answer within 2 s it has failed to start.
 */
export class Standby {
  hasFailed = false;
  readonly #duty: string;
  readonly #standby: string;
  readonly #delayS: number;
  #idleS = 0;

  constructor(duty: string, standby: string, delayS: number) {
    this.#duty = duty;
    this.#standby = standby;
    this.#delayS = delayS;
  }

  step(dt: number, simMs: number, motors: MotorSet, isWanted: boolean): void {
    const duty = motors.get(this.#duty);
    const standby = motors.get(this.#standby);
    const isServed = duty.isRunning || standby.isRunning;
    this.#idleS = isWanted && !isServed ? this.#idleS + dt : 0;
    if (isServed) this.hasFailed = false;
    // A machine an operator stopped in manual is not called back.
    if (this.#idleS < this.#delayS || !duty.isTripped) return;
    if (standby.isAuto) standby.start(simMs);
    if (this.#idleS > this.#delayS + 2 && !standby.isRunning) this.hasFailed = true;
  }
}

import type { TagDefinition } from '#shared/model/tag.ts';
import type { Random } from '../model/random.ts';
import type { PlantProject } from './plant-project.ts';
import { Signals } from './signals.ts';

/** A transmitter fault: what the tag shows instead of the truth. */
export type SensorFault =
  | { readonly kind: 'drift'; readonly perS: number }
  | { readonly kind: 'freeze' }
  | { readonly kind: 'offset'; readonly by: number };

type Analog = {
  readonly slot: number;
  readonly read: () => number;
  readonly periodMs: number;
  readonly noise: number;
  readonly step: number;
  readonly jump: number;
  readonly low: number;
  readonly high: number;
  nextMs: number;
  slow: number;
  fault: SensorFault | null;
  faultMs: number;
};
type State = { readonly slot: number; readonly read: () => number };

export type AnalogOptions = {
  /** Noise of the transmitter, standard deviation in engineering units; default 0.06 % of the range. */
  readonly noise?: number;
};

/**
 * Input and output of the simulated controllers: binds each tag of the project to a value of the model, adds what a
 * transmitter adds (noise, resolution, limits of range, faults) and puts it into the signals at the tag's own rate.
 */
export class PlantIo {
  readonly signals: Signals;
  readonly #tags = new Map<string, TagDefinition>();
  readonly #periods = new Map<string, number>();
  readonly #analogs = new Map<string, Analog>();
  readonly #analogList: Analog[] = [];
  readonly #states: State[] = [];
  readonly #writes = new Map<string, (value: number, simMs: number) => void>();
  readonly #bound = new Set<string>();
  readonly #random: Random;

  constructor(project: PlantProject, random: Random) {
    const served = project.tags.filter((tag) => tag.device !== undefined);
    this.signals = new Signals(served.map((tag) => tag.id));
    this.#random = random;
    const devices = new Map(project.devices.map((device) => [device.id as string, device]));
    for (const tag of served) {
      this.#tags.set(tag.id, tag);
      const groups = devices.get(tag.device ?? '')?.groups;
      this.#periods.set(tag.id, groups?.[tag.group ?? 'default']?.periodMs ?? 1000);
    }
  }

  /** Tags of the project nothing is bound to, and so would never have a value; a test wants none. */
  unbound(): readonly string[] {
    return this.signals.ids.filter((id) => !this.#bound.has(id));
  }

  /** True when the project has this tag: equipment differs in what it is fitted with. */
  has(id: string): boolean {
    return this.signals.has(id);
  }

  analog(id: string, read: () => number, options: AnalogOptions = {}): void {
    const tag = this.#tag(id);
    const [low, high] = tag.range ?? [-1e12, 1e12];
    const span = high - low > 1e11 ? 100 : high - low;
    const periodMs = this.#periods.get(id) ?? 1000;
    const analog: Analog = {
      slot: this.signals.slot(id),
      read,
      periodMs,
      noise: options.noise ?? span * 0.0006,
      step: 10 ** -(tag.decimals + 1),
      jump: span * 0.006,
      low,
      high,
      // Spread over the period, so that not all change in the same step.
      nextMs: (this.#analogList.length * 37) % periodMs,
      slow: 0,
      fault: null,
      faultMs: 0,
    };
    this.#analogs.set(id, analog);
    this.#analogList.push(analog);
    this.#bound.add(id);
  }

  /** A bool, enum or counter: shown as it is, looked at in each step. */
  state(id: string, read: () => number): void {
    this.#states.push({ slot: this.signals.slot(id), read });
    this.#bound.add(id);
  }

  /** A tag somebody else sets, with times of its own. Returns its slot. */
  event(id: string): number {
    this.#bound.add(id);
    return this.signals.slot(id);
  }

  onWrite(id: string, write: (value: number, simMs: number) => void): void {
    if (!this.#tag(id).writable) throw new Error(`tag ${id} is not writable in the project`);
    this.#writes.set(id, write);
  }

  /** Acts on a value from the console; false when the tag takes none or the value is not a number. */
  write(id: string, value: number, simMs: number): boolean {
    const act = this.#writes.get(id);
    if (act === undefined || !Number.isFinite(value)) return false;
    act(value, simMs);
    return true;
  }

  setFault(id: string, fault: SensorFault | null, simMs: number): void {
    const analog = this.#analogs.get(id);
    if (analog === undefined) throw new Error(`tag ${id} has no transmitter`);
    analog.fault = fault;
    analog.faultMs = simMs;
  }

  /** Takes one fast tag now, whatever its period, if it moved by more than `jump` of its range or its period is over. */
  sampleFast(id: string, simMs: number, stampMs: number): void {
    const analog = this.#analogs.get(id);
    if (analog !== undefined) this.#sample(analog, simMs, stampMs);
  }

  /** Takes all tags that are due. */
  sample(simMs: number, stampMs: number): void {
    for (const analog of this.#analogList) this.#sample(analog, simMs, stampMs);
    for (const state of this.#states) this.signals.set(state.slot, state.read(), stampMs);
  }

  #sample(a: Analog, simMs: number, stampMs: number): void {
    if (a.fault?.kind === 'freeze') return;
    const truth = a.read();
    const shown = this.signals.value[a.slot] ?? 0;
    const isDue = simMs >= a.nextMs;
    if (!isDue && !(Math.abs(truth + a.slow - shown) > a.jump)) return;
    if (isDue) a.nextMs = simMs + a.periodMs - ((simMs - a.nextMs) % a.periodMs);
    // Transmitter noise is mostly slow: a first-order wander with a little white noise on it.
    a.slow = a.slow * 0.93 + a.noise * 0.3 * this.#random.gauss();
    let value = truth + a.slow + a.noise * 0.25 * this.#random.gauss();
    if (a.fault !== null)
      value += a.fault.kind === 'drift' ? (a.fault.perS * (simMs - a.faultMs)) / 1000 : a.fault.kind === 'offset' ? a.fault.by : 0;
    value = Math.min(a.high, Math.max(a.low, value));
    this.signals.set(a.slot, Math.round(value / a.step) * a.step, stampMs);
  }

  #tag(id: string): TagDefinition {
    const tag = this.#tags.get(id);
    if (tag === undefined) throw new Error(`the demo project has no tag ${id} with a device`);
    return tag;
  }
}

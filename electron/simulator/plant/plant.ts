import { BrinePlc, DryerPlc, UtilitiesPlc } from '../plc/other-plcs.ts';
import { CompressorPlc } from '../plc/compressor-plc.ts';
import { EvaporationPlc } from '../plc/evaporation-plc.ts';
import type { LinkFault, Scenario, ScenarioTarget, Section } from '../scenarios/scenario.ts';
import { scenarios } from '../scenarios/scenarios.ts';
import { bindCompressor, bindElectrical, bindEvaporation } from './bind-evaporation.ts';
import { bindEquipment } from './bind-equipment.ts';
import { bindProcess } from './bind-process.ts';
import { PlantIo, type SensorFault } from './io.ts';
import type { PlantProject } from './plant-project.ts';
import { World } from './world.ts';

export type PlantOptions = {
  readonly seed: number;
  /** UTC epoch ms of simulated time 0. */ readonly startMs: number;
  /** Time to settle before anybody sees it: the model begins near its steady state, four minutes settle the fast loops. */
  readonly warmUpS?: number;
};

/**
 * The whole simulated works: process, controllers and their tags. Time is handed in by steps of 50 ms; nothing here reads
 * a clock, so the same seed and the same commands give the same values to the last bit.
 */
export class Plant implements ScenarioTarget {
  readonly io: PlantIo;
  readonly world: World;
  readonly compressorPlc: CompressorPlc;
  readonly evaporationPlc: EvaporationPlc;
  readonly brinePlc: BrinePlc;
  readonly dryerPlc: DryerPlc;
  readonly utilitiesPlc: UtilitiesPlc;
  /** How fast simulated time runs; only source times depend on it. */
  speed = 1;
  /** Faults of the links, by device; the servers look at it. */
  readonly links = new Map<string, LinkFault>();
  /** Told when a link fault changes. */
  onLink: (device: string, fault: LinkFault) => void = () => undefined;
  #scenario: Scenario | null = null;
  #scenarioFromMs = 0;
  #stampBaseMs: number;
  #simBaseMs = 0;
  /** Set by SIM.RESET: whoever runs the plant puts a fresh one in its place. */
  wantsReset = false;
  #zeroMs = 0;
  readonly #options: PlantOptions;

  constructor(project: PlantProject, options: PlantOptions) {
    this.#options = options;
    this.#stampBaseMs = options.startMs;
    this.world = new World(options.seed);
    this.io = new PlantIo(project, this.world.random);
    this.compressorPlc = new CompressorPlc(this.world, this.#emit);
    this.evaporationPlc = new EvaporationPlc(this.world, this.compressorPlc);
    this.brinePlc = new BrinePlc(this.world);
    this.dryerPlc = new DryerPlc(this.world);
    this.utilitiesPlc = new UtilitiesPlc(this.world);
    this.#bind();
    this.#warmUp();
  }

  /** Source time of a moment of simulated time, UTC epoch ms. */
  readonly stamp = (simMs: number): number => this.#stampBaseMs + (simMs - this.#simBaseMs) / this.speed;

  /** Source time of now. */
  get nowMs(): number {
    return this.stamp(this.world.simMs);
  }

  /** Moves source time so that now is `nowMs`; for a host that fell behind, or after a change of speed. */
  rebase(nowMs: number): void {
    this.#stampBaseMs = nowMs;
    this.#simBaseMs = this.world.simMs;
  }

  setSpeed(speed: number): void {
    const now = this.nowMs;
    this.speed = Math.min(20, Math.max(0.1, speed));
    this.rebase(now);
  }

  /** Simulates 50 ms. */
  step(): void {
    const { world, io } = this;
    const dt = 0.05;
    this.#scenario?.step?.(this, (world.simMs - this.#scenarioFromMs) / 1000);
    world.step(this.#fast);
    const now = world.simMs;
    this.compressorPlc.step(dt, now);
    this.evaporationPlc.step(dt, now);
    this.brinePlc.step(dt, now);
    this.dryerPlc.step(dt, now);
    this.utilitiesPlc.step(dt, now);
    world.demand({
      rpm: this.compressorPlc.wantedRpm,
      fanPct: this.utilitiesPlc.cooling.out,
      airPct: this.utilitiesPlc.air.out,
      isBurnerBlocked: this.utilitiesPlc.isLowWater,
    });
    io.sample(now, this.stamp(now));
  }

  /** Simulated time since the start, s. */
  get timeS(): number {
    return (this.world.simMs - this.#zeroMs) / 1000;
  }

  /** The running scenario, 0 for none. */
  get scenarioId(): number {
    return this.#scenario?.id ?? 0;
  }

  /** Starts a scenario by number; 0 ends the running one. An unknown number is refused with false. */
  startScenario(id: number): boolean {
    const next = scenarios.find((scenario) => scenario.id === id) ?? null;
    if (next === null && id !== 0) return false;
    this.#scenario?.stop(this);
    this.#scenario = next;
    this.#scenarioFromMs = this.world.simMs;
    next?.start(this);
    return true;
  }

  /** Sets the voltage of a motor control centre, per unit; its relay stamps the change. */
  setVoltage(section: Section, perUnit: number): void {
    this.world.voltage[section] = perUnit;
    this.#emit(`${section}.UV`, perUnit < 0.85 ? 1 : 0, this.world.simMs + (perUnit < 0.85 ? 6 : 40));
  }

  setSensorFault(tag: string, fault: SensorFault | null): void {
    this.io.setFault(tag, fault, this.world.simMs);
  }

  setLink(device: string, fault: LinkFault): void {
    this.links.set(device, fault);
    this.onLink(device, fault);
  }

  /** A value from the console; false when the tag takes none. */
  write(tag: string, value: number): boolean {
    return this.io.write(tag, value, this.world.simMs);
  }

  readonly #fast = (simMs: number): void => {
    this.compressorPlc.fast(simMs);
    this.io.sampleFast('PT-2312', simMs, this.stamp(simMs));
  };

  readonly #emit = (tag: string, value: number, simMs: number): void => {
    this.io.signals.set(this.io.signals.slot(tag), value, this.stamp(simMs));
  };

  #bind(): void {
    const { io, world } = this;
    const { evaporationPlc: e, compressorPlc: c, brinePlc: b, dryerPlc: d, utilitiesPlc: u } = this;
    const controllers = [
      e.feed,
      e.preheat,
      e.pressure,
      e.level,
      e.drum,
      e.density,
      c.speed,
      c.oil,
      c.antiSurge,
      b.level,
      b.flow,
      d.inlet,
      d.air,
      d.draught,
      d.hotwell,
      u.steam,
      u.drum,
      u.cooling,
      u.air,
    ];
    bindEquipment(io, world, controllers, this.stamp);
    bindProcess(io, world);
    bindEvaporation(io, world, e);
    bindCompressor(io, world, c);
    bindElectrical(io, world);
    io.state('P-201B.FTS', () => (e.standbyFeed.hasFailed ? 1 : 0));
    io.state('P-411B.FTS', () => (u.standbyWater.hasFailed ? 1 : 0));
    io.state('P-401B.FTS', () => (u.standbyFeed.hasFailed ? 1 : 0));
    io.state('I-402.ACT', () => (u.isLowWater ? 1 : 0));
    io.state('I-431.ACT', () => (u.isLowOil ? 1 : 0));
    io.event('XI-1001');
    io.signals.setText(io.signals.slot('XI-1001'), 'HB-2026-0418', this.nowMs);
    for (const section of ['MCC-1', 'MCC-2', 'MCC-4'] as const) this.#emit(`${section}.UV`, 0, world.simMs);
    for (const [tag, value] of [
      ['M-201.RUN', 1],
      ['M-201.BRK', 1],
      ['M-201.FLT', 0],
    ] as const)
      this.#emit(tag, value, world.simMs);

    io.state('SIM.SCENARIO', () => this.scenarioId);
    io.onWrite('SIM.SCENARIO', (id) => void this.startScenario(Math.round(id)));
    io.state('SIM.ACTIVE', () => (this.scenarioId === 0 ? 0 : 1));
    io.state('SIM.SPEED', () => this.speed);
    io.onWrite('SIM.SPEED', (speed) => this.setSpeed(speed));
    io.state('SIM.RESET', () => 0);
    io.onWrite('SIM.RESET', (value) => {
      if (value !== 0) this.wantsReset = true;
    });
    io.state('SIM.TIME_S', () => Math.floor(this.timeS));
  }

  /** Runs until the loops have settled; nobody hears of it. Source time stands at the start when it is over. */
  #warmUp(): void {
    const { signals } = this.io;
    signals.isLogging = false;
    const steps = Math.round((this.#options.warmUpS ?? 240) * 20);
    for (let i = 0; i < steps; i++) this.step();
    signals.isLogging = true;
    this.#zeroMs = this.world.simMs;
    this.rebase(this.#options.startMs);
    signals.timeMs.fill(this.#options.startMs);
  }
}

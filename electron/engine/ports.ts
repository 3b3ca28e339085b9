/** Stops a timer; calling it again, or after the timer fired, does nothing. */
export type Cancel = () => void;

/** The only clock of the engine. A test hands in a virtual one, replay hands in another. */
export type Clock = {
  /** Wall time, UTC epoch ms. May jump either way when the machine's clock is set. */
  nowMs(): number;
  /** Time since some fixed moment, ms with fractions. Never jumps: delays and time-outs are measured with it. */
  monotonicMs(): number;
  /** Calls once after `ms` of monotonic time. */
  after(ms: number, call: () => void): Cancel;
  /** Calls again and again, `ms` of monotonic time apart, first after `ms`. */
  every(ms: number, call: () => void): Cancel;
};

/** A place to write sentences for people. `about` names the thing: a device, a file, a table. */
export type Log = {
  info(about: string, sentence: string, details?: Readonly<Record<string, unknown>>): void;
  warn(about: string, sentence: string, details?: Readonly<Record<string, unknown>>): void;
  error(about: string, sentence: string, details?: Readonly<Record<string, unknown>>): void;
};

export type Paths = {
  /** Folder of project text files. */
  readonly projectDir: string;
  /** Folder of the databases, certificates and logs; made when absent. */
  readonly dataDir: string;
  /** The store's worker script, which differs between source tree and bundle. */
  readonly storeWorker: URL;
  /** The script that turns samples into files and back, likewise. */
  readonly exchangeWorker: URL;
  /** The script that finds and ranks bursts of alarms, likewise. */
  readonly firstOutWorker: URL;
  /** The script of the process that makes plain triangles of one model of a 3D scene, likewise. */
  readonly modelWorker: URL;
  /** The program of Node that runs it: the engine's own may be Electron. */
  readonly node: string;
  /** The script that reads and writes large scenes, likewise. */
  readonly sceneWorker: URL;
};

/** What the engine needs from outside itself; hosts and tests hand it in. */
export type Ports = {
  readonly clock: Clock;
  readonly log: Log;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly paths: Paths;
};

import { startModbusLoad } from './modbus-load.ts';
import { startOpcUaLoad } from './opcua-load.ts';

export type LoadOptions = {
  readonly kind: 'modbus' | 'opcua';
  /** How many tags. */
  readonly tags: number;
  /** Value changes a second, over all tags. */
  readonly rate: number;
  /** Port; 0 lets the system choose. */
  readonly port: number;
  readonly dataDir: string;
};

export type LoadSource = {
  readonly ports: Readonly<Record<string, number>>;
  /** Changes made so far; a receiver that got every one of an OPC UA source has counted as many. */
  changes(): number;
  stop(): Promise<void>;
};

/**
 * Starts a source of many fast values for benchmarks. Each value is its tag's own sequence number, up by one with each
 * change: a step of more than one at a receiver is loss (OPC UA), or what its poll could not see (Modbus).
 */
export function startLoadSource(options: LoadOptions): Promise<LoadSource> {
  return options.kind === 'modbus' ? startModbusLoad(options) : startOpcUaLoad(options);
}

/** Largest sequence number: whole numbers up to here are exact in a float32. */
export const sequenceLimit = 16_777_216;

/**
 * Calls `change` for so many tags, in turn, that `rate` changes a second come about; catches up after a late timer.
 * Gives back how to stop it.
 */
export function changeInTurn(tags: number, rate: number, change: (tag: number, nowMs: number) => void): () => void {
  const startMs = performance.now();
  let made = 0;
  let next = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startMs) / 1000) * rate);
    const nowMs = Date.now();
    // Never more than a second's worth at once: a source that was stopped does not fire an hour of changes.
    if (due - made > rate + tags) made = due - Math.ceil(rate);
    for (; made < due; made++) {
      change(next, nowMs);
      next = next + 1 === tags ? 0 : next + 1;
    }
  }, 5);
  return () => clearInterval(timer);
}

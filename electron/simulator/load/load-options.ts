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

/** Largest sequence number: whole numbers up to here are exact in a float32. */
export const sequenceLimit = 16_777_216;

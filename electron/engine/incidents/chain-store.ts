import type { Result } from '#shared/model/fault.ts';
import type { KeptRecord, RecordBody } from '#shared/model/kept-record.ts';

/** Who acts; null for the engine itself. */
export type Who = { readonly user: string; readonly role: string } | null;

export type NewChainRecord = {
  readonly stream: string;
  readonly kind: string;
  readonly body: RecordBody;
  readonly who: Who;
  readonly opId?: string | undefined;
  readonly sourceMs?: number | undefined;
};

/** The records as incidents and handovers need them: committed before a promise resolves, once per operation. */
export type ChainStore = {
  append(record: NewChainRecord, lastSeq?: number): Promise<Result<KeptRecord & { readonly isAgain: boolean }, 'conflict'>>;
  read(stream: string, afterSeq: number, limit?: number): Promise<readonly KeptRecord[]>;
  readAll(stream: string): Promise<readonly KeptRecord[]>;
  streams(prefix: string): Promise<readonly { readonly stream: string; readonly first: KeptRecord; readonly last: KeptRecord }[]>;
  /** Each record after it is on disk, in the order of the numbers. */
  onRecord(listener: (record: KeptRecord) => void): () => void;
  /** Resolves when listeners know all that is on disk. */
  settle(): Promise<void>;
  head(): Promise<{ readonly seq: number; readonly hash: string }>;
};

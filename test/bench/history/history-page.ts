import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import { contractVersion } from '#shared/contract/version.ts';
import type { FirstoutContract } from '#shared/contract/index.ts';
import { createRpcClient, type RpcClient } from '#shared/rpc/client.ts';
import { createWorkerLines } from '#renderer/client/worker-channel.ts';
import { type Column, digest } from './digest.ts';

// Runs in the page: the console's own line to the engine, its worker decoding, and questions put to it by the bench.

export type Question =
  | { readonly name: 'history.raw'; readonly input: { readonly tag: string; readonly span: { readonly fromMs: number; readonly toMs: number }; readonly limit: number } }
  | { readonly name: 'history.decimated'; readonly input: { readonly tags: readonly string[]; readonly span: { readonly fromMs: number; readonly toMs: number }; readonly width: number } }
  | { readonly name: 'history.at'; readonly input: { readonly revision: number; readonly tags: readonly number[]; readonly atMs: number } }
  | { readonly name: 'alarms.standingAt'; readonly input: { readonly atMs: number } };

/** ms of the page's clock from asking until the first and until all answers are there; `digests` of the columns in them, where wanted. */
export type Asked = { readonly firstMs: number; readonly allMs: number; readonly digests: readonly (readonly number[])[]; readonly rows: readonly number[] };

export type HistoryBenchPage = {
  connect(url: string): Promise<void>;
  /** Puts all questions at once. */
  ask(questions: readonly Question[], isChecked: boolean): Promise<Asked>;
  /** Values and alarms of a moment of tags by dense index. */
  askMoment(revision: number, tags: readonly number[], atMs: number): Promise<Asked & { readonly alarms: readonly string[] }>;
};

let rpc: RpcClient<FirstoutContract> | null = null;

async function ask(questions: readonly Question[], isChecked: boolean): Promise<Asked & { readonly values: readonly unknown[] }> {
  const line = rpc;
  if (line === null) throw new Error('not connected');
  const call = line.call as (name: string, input: unknown) => Promise<{ readonly ok: boolean; readonly value?: unknown; readonly fault?: { readonly message: string } }>;
  const startMs = performance.now();
  let firstMs = Number.NaN;
  const answers = await Promise.all(
    questions.map(async ({ name, input }) => {
      const answer = await call(name, input);
      if (Number.isNaN(firstMs)) firstMs = performance.now() - startMs;
      if (!answer.ok) throw new Error(`${name}: ${answer.fault?.message ?? ''}`);
      return answer.value;
    }),
  );
  const allMs = performance.now() - startMs;
  const columns = answers.map(columnsIn);
  return { firstMs, allMs, digests: isChecked ? columns.map((each) => each.map(digest)) : [], rows: columns.map((each) => each[0]?.length ?? 0), values: answers };
}

function columnsIn(value: unknown): Column[] {
  if (value instanceof Float64Array || value instanceof Uint32Array) return [value];
  if (Array.isArray(value)) return value.flatMap(columnsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(columnsIn) : [];
}

const page: HistoryBenchPage = {
  async connect(url) {
    const worker = new Worker(new URL('../../../renderer/client/connection.worker.ts', import.meta.url), { type: 'module', name: 'engine line' });
    rpc = createRpcClient<FirstoutContract>(createWorkerLines(worker)({ kind: 'socket', url }), { version: contractVersion, token: 'bench', unpack: unpackAnswer });
    const ready = await rpc.ready;
    if (!ready.ok) throw new Error(ready.fault.message);
  },
  async ask(questions, isChecked) {
    const { values: _, ...asked } = await ask(questions, isChecked);
    return asked;
  },
  async askMoment(revision, tags, atMs) {
    const { values, ...asked } = await ask(
      [
        { name: 'history.at', input: { revision, tags, atMs } },
        { name: 'alarms.standingAt', input: { atMs } },
      ],
      true,
    );
    const { standings } = values[1] as { readonly standings: readonly { readonly alarm: string }[] };
    return { ...asked, alarms: standings.map(({ alarm }) => alarm).toSorted() };
  },
};
Object.assign(globalThis, { historyBench: page });

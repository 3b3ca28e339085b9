import { randomUUID } from 'node:crypto';
import type { FirstoutContract } from '#shared/contract/index.ts';
import type { Result } from '#shared/model/fault.ts';
import type { RunAct, RunLive, RunRecord, RunSummary } from '#shared/model/runbook-run.ts';
import type { OutputOf } from '#shared/rpc/define.ts';
import type { RpcClient } from '#shared/rpc/client.ts';
import { applyRecord } from '#shared/runbook-run/apply-record.ts';
import type { RunState } from '#shared/runbook-run/run-state.ts';

type Client = RpcClient<FirstoutContract>;
type Answer<Name extends 'runbook.begin' | 'runbook.act'> = Result<OutputOf<FirstoutContract[Name]>>;

/** A console on one run, as the renderer's: folds its records, takes up a lost line, sends again what was not answered. */
export type RunConsole = {
  readonly records: readonly RunRecord[];
  readonly state: RunState | null;
  readonly live: RunLive | null;
  readonly runs: ReadonlyMap<string, RunSummary>;
  /** Operations that were answered as done, with the number of their record. */
  readonly done: ReadonlyMap<string, number>;
  /** Lines there were. */
  readonly lines: number;
  client(): Promise<Client>;
  begin(runbook: string): Promise<Answer<'runbook.begin'>>;
  act(act: RunAct, seenSeq?: number): Promise<Answer<'runbook.act'>>;
  /** Resolves when the claim holds, looked at whenever something came. */
  until(claim: () => boolean): Promise<void>;
  close(): void;
};

/** @param connect makes a line, or null when there is none to be had at the moment. */
export function openRunConsole(run: string, connect: () => Promise<Client | null>): RunConsole {
  const records: RunRecord[] = [];
  const runs = new Map<string, RunSummary>();
  const done = new Map<string, number>();
  let state: RunState | null = null;
  let live: RunLive | null = null;
  let lines = 0;
  let isClosed = false;
  let current: Client | null = null;
  const waiting = new Set<() => void>();
  const came = (): void => {
    for (const look of waiting) look();
  };
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
  let dialling: Promise<Client> | null = null;
  const dial = async (): Promise<Client> => {
    for (;;) {
      if (isClosed) throw new Error('the console is closed');
      const line = await connect();
      const ready = await line?.ready;
      if (line === null || ready?.ok !== true) {
        await pause();
        continue;
      }
      lines++;
      current = line;
      line.onClosed(() => {
        if (current === line) current = null;
        if (!isClosed) void client().catch(() => undefined);
      });
      follow(line);
      return line;
    }
  };
  const client = (): Promise<Client> => {
    if (current !== null) return Promise.resolve(current);
    dialling ??= dial().finally(() => (dialling = null));
    return dialling;
  };
  const follow = (line: Client): void => {
    const open = (): void =>
      void line.open('runbook.events', { run, afterSeq: records.at(-1)?.seq ?? 0 }, {
        onItem(item) {
          for (const record of item.records) {
            records.push(record);
            state = applyRecord(run, state, record);
          }
          came();
        },
      });
    open();
    line.open('runbook.live', { run }, { onItem: (item) => {
      live = item;
      came();
    } });
    line.open('runbook.runs', {}, { onItem: (item) => {
      for (const one of item.runs) runs.set(one.run, one);
      came();
    } });
  };
  /** Under one operation number, until it is answered. */
  const again = async <Value>(ask: (line: Client) => Promise<Result<Value>>): Promise<Result<Value>> => {
    for (;;) {
      const line = await client();
      const answer = await ask(line);
      if (answer.ok || answer.fault.code !== 'disconnected') return answer;
      // One that was lost before anybody listened for its end says so here.
      if (current === line) current = null;
      await pause();
    }
  };
  void client().catch(() => undefined);
  return {
    records,
    runs,
    done,
    get state() {
      return state;
    },
    get live() {
      return live;
    },
    get lines() {
      return lines;
    },
    client,
    begin: (runbook) => again((line) => line.call('runbook.begin', { run, runbook, hash: null, incident: null, alarm: null, asset: null, reason: '' })),
    async act(act, seenSeq) {
      const opId = randomUUID();
      const seen = seenSeq ?? state?.seq ?? 0;
      const answer = await again((line) => line.call('runbook.act', { opId, run, seenSeq: seen, act }));
      if (answer.ok) done.set(opId, answer.value.seq);
      return answer;
    },
    until: (claim) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!claim()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    close() {
      isClosed = true;
      current?.close();
    },
  };
}

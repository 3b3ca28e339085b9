import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { FirstoutContract } from '#shared/contract/index.ts';
import { unpackAnswer } from '#shared/contract/unpack-answer.ts';
import { contractVersion } from '#shared/contract/version.ts';
import { createRpcClient, type RpcClient } from '#shared/rpc/client.ts';
import { createSocketChannel } from '#electron/host/socket-channel.ts';
import { startSource } from '../bench-processes.ts';
import { withServedPages } from '../trend/serve-pages.ts';
import type { Asked, HistoryBenchPage, Question } from './history-page.ts';
import { withPlainPage } from './plain-page.ts';

type Window = { readonly historyBench: HistoryBenchPage };

export type EnginePage = {
  /** A console in this process, for what is not measured. */
  readonly client: RpcClient<FirstoutContract>;
  /** Puts questions from the page; times are the page's, from asking until the answers stand in its memory. */
  ask(questions: readonly Question[], isChecked?: boolean): Promise<Asked>;
  askMoment(revision: number, tags: readonly number[], atMs: number): ReturnType<HistoryBenchPage['askMoment']>;
};

/**
 * The engine of the source tree in a process of its own over a made history, and a page in real Chromium that asks it as the
 * console does: over a WebSocket, decoded in the console's worker. The engine records nothing meanwhile.
 */
export async function withEnginePage<T>(dataDir: string, tagIds: readonly string[], work: (on: EnginePage) => Promise<T>, alarmIds: readonly string[] = []): Promise<T> {
  const projectDir = mkdtempSync(join(tmpdir(), 'firstout-bench-'));
  writeProject(projectDir, tagIds, alarmIds);
  try {
    const engine = await startSource('./history/engine-child.ts', [projectDir, dataDir]);
    const url = `ws://127.0.0.1:${engine.port}`;
    const socket = new WebSocket(url);
    try {
      await once(socket, 'open');
      const client = createRpcClient<FirstoutContract>(createSocketChannel(socket), { version: contractVersion, token: 'bench', unpack: unpackAnswer });
      return await withServedPages((address) =>
        withPlainPage(`${address}/history/history-page.html`, 'historyBench', async (page) => {
          await page.evaluate((to: string) => (globalThis as unknown as Window).historyBench.connect(to), url);
          return work({
            client,
            ask: (questions, isChecked = false) => page.evaluate(([asked, checked]: readonly [readonly Question[], boolean]) => (globalThis as unknown as Window).historyBench.ask(asked, checked), [questions, isChecked]),
            askMoment: (revision, tags, atMs) => page.evaluate(([one, two, three]: readonly [number, readonly number[], number]) => (globalThis as unknown as Window).historyBench.askMoment(one, two, three), [revision, tags, atMs]),
          });
        }),
      );
    } finally {
      socket.terminate();
      await engine.stop();
    }
  } finally {
    rmSync(projectDir, { recursive: true, force: true });
  }
}

function writeProject(projectDir: string, tagIds: readonly string[], alarmIds: readonly string[]): void {
  const write = (name: string, text: string): void => {
    mkdirSync(join(projectDir, name, '..'), { recursive: true });
    writeFileSync(join(projectDir, name), text);
  };
  write('project.yaml', 'name: Bench\nhistorian: { retentionDays: 36500, summaryDays: 36500 }\n');
  write('assets/a.yaml', 'assets:\n  - { id: A-1, name: Works, level: unit }\n');
  write('tags/t.yaml', `tags:\n${tagIds.map((id) => `  - { id: ${id}, name: Measurement ${id}, asset: A-1 }`).join('\n')}\n`);
  // Never judged: the engine is offline. Without them the past would not tell of them.
  if (alarmIds.length > 0) write('alarms/a.yaml', `alarms:\n${alarmIds.map((id) => `  - { id: ${id}, tag: ${tagIds[0]}, kind: high, limit: 1, priority: 2, message: Too high }`).join('\n')}\n`);
}

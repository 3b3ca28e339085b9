import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Asks a page over its debugging line. Only that: no tool in between that would slow the start it measures. */
export type PageLine = { evaluate<T>(expression: string): Promise<T>; close(): void };

/** Opens the line to the console's page of the Electron that listens on this port, as soon as there is one. */
export async function openPageLine(port: number, deadlineMs: number): Promise<PageLine> {
  let url: string | undefined;
  while (url === undefined) {
    if (performance.now() > deadlineMs) throw new Error('the window has no page');
    const pages = (await fetch(`http://127.0.0.1:${port}/json/list`).then((answer) => answer.json())) as {
      readonly type: string;
      readonly url: string;
      readonly webSocketDebuggerUrl?: string;
    }[];
    url = pages.find((page) => page.type === 'page' && page.url.startsWith('app://'))?.webSocketDebuggerUrl;
  }
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await once(socket, 'open');
  const waiting = new Map<number, (answer: Answer) => void>();
  let nextId = 1;
  socket.on('message', (data: Buffer) => {
    const answer = JSON.parse(data.toString()) as Answer;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  const ask = (expression: string): Promise<Answer> => {
    const id = nextId++;
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression, returnByValue: true, awaitPromise: true } }));
    return answered;
  };
  return {
    async evaluate<T>(expression: string): Promise<T> {
      let { result, error } = await ask(expression);
      // A page that is being opened has no place to run in yet.
      while (error?.code === -32_000 && performance.now() < deadlineMs) ({ result, error } = await ask(expression));
      if (result === undefined || result.exceptionDetails !== undefined)
        throw new Error(`the page did not answer: ${JSON.stringify(error ?? result?.exceptionDetails)}`);
      return result.result?.value as T;
    },
    close: () => socket.terminate(),
  };
}

type Answer = {
  readonly id: number;
  readonly result?: { readonly result?: { readonly value?: unknown }; readonly exceptionDetails?: unknown };
  readonly error?: { readonly code: number };
};

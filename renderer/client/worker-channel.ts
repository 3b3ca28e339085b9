import type { Channel } from '#shared/rpc/channel.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

export type LineTarget = { readonly kind: 'socket'; readonly url: string } | { readonly kind: 'port'; readonly port: MessagePort };

/** Opens channels whose bytes are handled by the worker. */
export function createWorkerLines(worker: Worker): (target: LineTarget) => Channel {
  let lastLine = 0;
  const ears = new Map<number, (message: FromWorker) => void>();
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => ears.get(data.line)?.(data));
  const say = (message: ToWorker, transfer: Transferable[] = []): void => worker.postMessage(message, transfer);

  return (target) => {
    const line = ++lastLine;
    const closers: (() => void)[] = [];
    const early: unknown[] = [];
    let receive: ((message: unknown) => void) | null = null;
    ears.set(line, (heard) => {
      if (heard.kind === 'closed') {
        ears.delete(line);
        for (const closed of closers) closed();
      } else if (receive === null) early.push(heard.message);
      else receive(heard.message);
    });
    if (target.kind === 'port') say({ kind: 'port', line, port: target.port }, [target.port]);
    else say({ kind: 'socket', line, url: target.url });
    return {
      send: (message) => say({ kind: 'send', line, message }),
      onMessage(call) {
        receive = call;
        for (const message of early.splice(0)) call(message);
      },
      onClose: (closed) => void closers.push(closed),
      close: () => say({ kind: 'close', line }),
    };
  };
}

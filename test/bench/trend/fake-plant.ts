import { createStore } from 'zustand/vanilla';
import type { SampleColumns } from '#shared/contract/columns.ts';
import type { Directory } from '#shared/contract/project.ts';
import { Q } from '#shared/model/quality.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import type { ConsoleClient } from '#renderer/client/console-client.ts';
import { createDirectoryIndex, type DirectoryIndex } from '#renderer/client/directory-index.ts';
import { createSampleFeed } from '#renderer/client/sample-feed.ts';
import type { Rpc } from '#renderer/client/connection.ts';

/** The engine sends samples together this often. */
const batchMs = 50;
const revision = 1;

export type FakePlant = {
  readonly directory: DirectoryIndex;
  readonly client: Pick<ConsoleClient, 'call' | 'samples' | 'nowMs' | 'status'>;
  /** Samples sent so far. */
  readonly sent: number;
  /** Questions to the historian that were answered and that were given up. */
  readonly questions: { readonly answered: number; readonly cancelled: number };
  close(): void;
};

/** A slow swing, a faster one on it and a ripple, so that there is something to see in every span from a year to some ms. */
const valueAt = (pen: number, ms: number): number => 50 + pen * 2 + 18 * Math.sin(ms / 7e8 + pen) + 6 * Math.sin(ms / (9000 + pen * 370)) + 1.5 * Math.sin(ms / 1.7);
const ripplePeriodMs = 2 * Math.PI * 1.7;

/** The console's real sample feed over a line that sends every pen at `rateHz`, and a historian that answers after `answerMs` with what the pens were. */
export function startFakePlant(pens: number, rateHz: number, answerMs: number): FakePlant {
  const tags = Array.from({ length: pens }, (_, pen) =>
    TagDefinition.parse({ id: `T-${pen}`, name: `Tag ${pen}`, asset: 'A', unit: 'bar', range: [0, 150], device: 'D', address: String(pen), periodMs: Math.max(10, 1000 / rateHz) }),
  );
  const directory = createDirectoryIndex({ revision, name: 'Bench', home: null, isSimulated: false, assets: [], tags, alarms: [], devices: [], screens: [], trends: [], recording: null } as unknown as Directory);
  const originMs = Date.now() - performance.now();
  const nowMs = (): number => originMs + performance.now();
  const periodMs = 1000 / rateHz;
  let next = Math.ceil(nowMs() / periodMs);
  let onItem: ((item: { readonly samples: SampleColumns; readonly lost: number }) => void) | null = null;
  let [sent, answered, cancelled] = [0, 0, 0];

  const send = (): void => {
    const end = Math.floor(nowMs() / periodMs) + 1;
    const each = end - next;
    if (each <= 0) return;
    const rows = each * pens;
    const samples = { tag: new Uint32Array(rows), timeMs: new Float64Array(rows), value: new Float64Array(rows), quality: new Uint32Array(rows).fill(Q.good) };
    let row = 0;
    for (let pen = 0; pen < pens; pen++) {
      for (let n = next; n < end; n++) {
        samples.tag[row] = pen;
        samples.timeMs[row] = n * periodMs;
        samples.value[row++] = valueAt(pen, n * periodMs);
      }
    }
    next = end;
    sent += rows;
    onItem?.({ samples, lost: 0 });
  };
  const timer = setInterval(send, batchMs);

  const decimated = (tagIds: readonly string[], fromMs: number, toMs: number, width: number) => {
    const stepMs = (toMs - fromMs) / width;
    return tagIds.map((id) => {
      const pen = Number(id.slice(2));
      const [first, min, max, last, mean] = [0, 0, 0, 0, 0].map(() => new Float64Array(width).fill(Number.NaN)) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
      const count = new Uint32Array(width);
      for (let n = 0; n < width; n++) {
        const startMs = fromMs + n * stepMs;
        const [from, to] = [Math.ceil(startMs / periodMs), Math.ceil((startMs + stepMs) / periodMs)];
        if (to <= from) continue;
        const [opens, closes] = [valueAt(pen, from * periodMs), valueAt(pen, (to - 1) * periodMs)];
        const swing = stepMs > ripplePeriodMs ? 1.5 : 0;
        count[n] = to - from;
        first[n] = opens;
        last[n] = closes;
        min[n] = Math.min(opens, closes) - swing;
        max[n] = Math.max(opens, closes) + swing;
        mean[n] = (opens + closes) / 2;
      }
      return { first, min, max, last, mean, count, badCount: new Uint32Array(width) };
    });
  };
  const answer = (name: string, input: Record<string, unknown>): unknown => {
    const asked = input as { readonly tags: readonly never[]; readonly span: { readonly fromMs: number; readonly toMs: number }; readonly width: number; readonly atMs: number };
    if (name === 'history.decimated') return { ok: true, value: { pens: decimated(asked.tags, asked.span.fromMs, asked.span.toMs, asked.width), away: null } };
    if (name !== 'history.at') throw new Error(`the bench's historian is not asked for ${name}`);
    const value = Float64Array.from(asked.tags, (pen) => valueAt(pen, asked.atMs));
    return { ok: true, value: { timeMs: new Float64Array(value.length).fill(asked.atMs), value, quality: new Uint32Array(value.length).fill(Q.good) } };
  };
  const call = (name: string, input: Record<string, unknown>, options?: { readonly signal?: AbortSignal }): Promise<unknown> =>
    new Promise((resolve) => {
      const waiting = setTimeout(() => {
        answered++;
        resolve(answer(name, input));
      }, answerMs);
      options?.signal?.addEventListener('abort', () => {
        clearTimeout(waiting);
        cancelled++;
        resolve({ ok: false, fault: { code: 'cancelled', message: 'Given up.' } });
      });
    });

  const feed = createSampleFeed();
  const line = {
    open: (_name: string, _input: unknown, reader: { readonly onItem: typeof onItem }) => {
      onItem = reader.onItem;
      return { close: () => void (onItem = null) };
    },
  };
  feed.attach(line as unknown as Rpc);
  feed.setRevision(revision);
  return {
    directory,
    client: { call: call as unknown as ConsoleClient['call'], samples: feed.open, nowMs, status: createStore(() => null) },
    get sent() {
      return sent;
    },
    get questions() {
      return { answered, cancelled };
    },
    close: () => clearInterval(timer),
  };
}

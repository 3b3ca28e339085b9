import type { FirstoutContract } from '#shared/contract/index.ts';
import type { Directory } from '#shared/contract/project.ts';
import { refused } from '#shared/model/fault.ts';
import type { Handlers } from '#shared/rpc/server.ts';
import { swing } from './fake-plant.ts';

let screenText: (id: string) => string | null = () => null;
let templateTexts: Readonly<Record<string, string>> = {};
/** The page's harness hands the screens and templates of the demo project in; tests without a bundler have none. */
export function serveScreens(text: (id: string) => string | null, templates: Readonly<Record<string, string>> = {}): void {
  screenText = text;
  templateTexts = templates;
}

type Names = 'history.raw' | 'history.decimated';

/** History of the fake plant: the same swing as its live values, computed for the times asked. */
export function fakeHistory(directory: () => Directory): Pick<Handlers<FirstoutContract>, Names> & {
  screen(id: string): string | null;
  templates(): Record<string, string>;
  interpolated(input: { readonly tag: string; readonly atMs: Float64Array }): { readonly ok: true; readonly value: { readonly value: Float64Array; readonly quality: Uint32Array } };
} {
  const valuesAt = (ids: readonly string[], times: Float64Array): Float64Array[] => {
    const { tags } = directory();
    return ids.map((id) => {
      const index = tags.findIndex((tag) => tag.id === id);
      const tag = tags[index];
      return times.map((timeMs) => (tag === undefined ? NaN : swing(tag, index, timeMs)));
    });
  };
  return {
    screen: (id) => screenText(id),
    templates: () => ({ ...templateTexts }),
    interpolated: ({ tag, atMs }) => ({ ok: true, value: { value: valuesAt([tag], atMs)[0] as Float64Array, quality: new Uint32Array(atMs.length) } }),
    'history.raw': ({ tag, span, limit }) => {
      if (!directory().tags.some(({ id }) => id === tag)) return refused('not-found', `There is no tag ${tag}.`);
      const all = Math.max(2, Math.floor((span.toMs - span.fromMs) / 500) + 1);
      const rows = Math.min(all, limit);
      const timeMs = Float64Array.from({ length: rows }, (_, i) => span.fromMs + i * 500);
      return { ok: true, value: { timeMs, value: valuesAt([tag], timeMs)[0] as Float64Array, quality: new Uint32Array(rows), truncated: all > limit } };
    },
    'history.decimated': ({ tags, span, width }) => {
      const columns = Math.min(width, 400);
      const step = (span.toMs - span.fromMs) / width;
      const every = width / columns;
      const at = Float64Array.from({ length: columns }, (_, i) => span.fromMs + i * every * step);
      const rows = valuesAt(tags, at);
      const pens = rows.map((row) => {
        const spread = Float64Array.from({ length: width }, (_, i) => row[Math.min(columns - 1, Math.floor(i / every))] ?? NaN);
        const count = new Uint32Array(width).fill(1);
        const timeMs = Float64Array.from({ length: width }, (_, i) => span.fromMs + i * step);
        return { timeMs, first: spread, min: spread, max: spread, last: spread, mean: spread, count, badCount: new Uint32Array(width) };
      });
      return { ok: true, value: { pens, away: null } };
    },
  };
}

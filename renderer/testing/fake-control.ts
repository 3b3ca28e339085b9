import type { FirstoutContract } from '#shared/contract/index.ts';
import type { Directory } from '#shared/contract/project.ts';
import { type ControlState, plainWriteRule } from '#shared/model/control.ts';
import { refused } from '#shared/model/fault.ts';
import { formatValue } from '#shared/model/format-value.ts';
import type { TagId } from '#shared/model/ids.ts';
import type { Handlers, StreamSource } from '#shared/rpc/server.ts';
import type { FakePlant } from './fake-plant.ts';

type Names = Extract<keyof FirstoutContract, `control.${string}`>;
type FakeControlOptions = {
  readonly directory: () => Directory;
  readonly plant: () => FakePlant;
  readonly nowMs: () => number;
  readonly follow: (notify: () => void, make: () => ControlState) => StreamSource<ControlState>;
};

/** Select and operate over the made-up plant: every write of a writable tag is taken and confirmed. Nobody contends for control. */
export function createFakeControl({ directory, plant, nowMs, follow }: FakeControlOptions): Pick<Handlers<FirstoutContract>, Names> {
  const selected = new Map<string, { readonly tag: TagId; readonly value: number | string }>();
  const done = () => ({ ok: true as const, value: {} });
  return {
    'control.select': ({ tag, value }) => {
      const { tags } = directory();
      const index = tags.findIndex(({ id }) => id === tag);
      const definition = tags[index];
      if (definition === undefined) return refused('not-found', `There is no tag ${tag}.`);
      if (!definition.writable) return refused('not-writable', `${tag} cannot be written.`);
      const token = `${selected.size + 1}`;
      selected.set(token, { tag, value });
      const now = plant().value[index] ?? NaN;
      const rule = definition.write ?? plainWriteRule;
      return {
        ok: true,
        value: {
          token,
          expiresMs: nowMs() + 30_000,
          tag,
          device: definition.device ?? '',
          now: { value: Number.isFinite(now) ? now : null, text: formatValue(definition, now, () => ''), quality: plant().quality[index] ?? 0, timeMs: nowMs() },
          next: typeof value === 'string' ? value : formatValue(definition, value, () => ''),
          unit: definition.unit,
          limits: { min: definition.range?.[0] ?? null, max: definition.range?.[1] ?? null },
          checks: [{ kind: 'value', isMet: true, sentence: 'The new value is a number this tag takes.' }],
          consequences: [...(rule.consequence ?? [])],
          feedback: tag,
          reasonRequired: rule.reasonRequired,
        },
      };
    },
    'control.operate': ({ token }) => {
      const one = selected.get(token);
      if (one === undefined) return refused('no-selection', 'This was not selected, or was written already.');
      selected.delete(token);
      plant().hold(one.tag, { value: Number(one.value), quality: 0 });
      return { ok: true, value: { outcome: 'confirmed', answered: true, sentence: `${one.tag} shows ${one.value}, as written.`, feedback: String(one.value), tookMs: 40 } };
    },
    'control.state': (_params, { notify }) => follow(notify, () => ({ authority: 'off', areas: [], marks: [] })),
    'control.take': done,
    'control.release': done,
    'control.ask': done,
    'control.give': done,
    'control.force': done,
    'control.dismiss': done,
    'control.history': () => ({ ok: true, value: { writes: [] } }),
  };
}

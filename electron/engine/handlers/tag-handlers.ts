import { isBad, isNoLink } from '#shared/model/quality.ts';
import { refused } from '#shared/model/fault.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import { compileExpression } from '#shared/expressions/compile-expression.ts';
import { createSampleFeed, createValueFeed } from '../tags/value-feed.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

type Names = 'tags.values' | 'tags.samples' | 'tags.texts' | 'tag.write' | 'expression.check';

export function tagHandlers(parts: EngineParts): HandlersOf<Names> {
  return {
    'tags.values': ({ revision, tags }, { notify }) => {
      const plant = parts.plant();
      // A subscription against an older directory stays silent: the console hears of the new revision and asks again.
      if (plant.revision !== revision) return { take: () => null, close: () => undefined };
      const feed = createValueFeed(plant.table, tags);
      const open = { feed, notify };
      plant.feeds.add(open);
      return { take: () => feed.take(), close: () => void plant.feeds.delete(open) };
    },
    'tags.samples': ({ revision, tags }, { notify }) => {
      const plant = parts.plant();
      if (plant.revision !== revision) return { take: () => null, close: () => undefined };
      const feed = createSampleFeed(plant.table.size, tags, (count) => parts.countDropped(count));
      const open = { feed, notify };
      plant.feeds.add(open);
      return { take: () => feed.take(), close: () => void plant.feeds.delete(open) };
    },
    'tags.texts': (_params, { notify }) => {
      let from = 0;
      let isFirst = true;
      const stop = parts.textAdded.add(notify);
      return {
        take() {
          const { texts } = parts;
          if (!isFirst && texts.size === from) return null;
          isFirst = false;
          const item = { from, texts: [...texts.slice(from)] };
          from = texts.size;
          return item;
        },
        close: stop,
      };
    },
    'tag.write': async ({ tag: id, value }) => {
      const plant = parts.plant();
      const entry = plant.project.directory.get(id);
      const tag = entry === undefined ? undefined : plant.project.tags[entry.index];
      if (entry === undefined || tag === undefined) return refused('not-found', `There is no tag ${id}.`);
      if (!tag.writable || tag.device === undefined) return refused('not-writable', `${id} cannot be written.`, 'Set writable: true on the tag in the project if it should be.');
      const raw = toDevice(tag, value);
      if (typeof raw === 'object') return refused('out-of-range', raw.reason);
      const owner = parts.links.ownerOf(tag.device, entry.index);
      const quality = plant.table.quality[entry.index] as number;
      if (owner === null) return refused('not-connected', `${tag.device} is not running, so ${id} was not written.`);
      if (isBad(quality) && isNoLink(quality)) return refused('not-connected', `${tag.device} does not answer, so ${id} was not written.`);
      const result = await owner.driver.write(owner.tag, raw);
      return result.ok ? { ok: true, value: { confirmedMs: parts.clock.nowMs() } } : result;
    },
    'expression.check': ({ text }) => {
      const plant = parts.plant();
      const compiled = compileExpression(text, plant.project.directory);
      if (!compiled.ok) return compiled;
      return {
        ok: true,
        value: {
          resultType: compiled.value.resultType,
          inputs: compiled.value.inputs.flatMap((index) => plant.project.tags[index]?.id ?? []),
        },
      };
    },
  };
}

/** The value in device units, or why it cannot be one. Limits are the tag's measuring range. */
function toDevice(tag: TagDefinition, value: number | string): number | string | { reason: string } {
  if (tag.type === 'text') return typeof value === 'string' ? value : { reason: `${tag.id} takes text.` };
  if (typeof value !== 'number' || !Number.isFinite(value)) return { reason: `${tag.id} takes a number.` };
  if (tag.type === 'bool' && value !== 0 && value !== 1) return { reason: `${tag.id} takes 0 or 1.` };
  if ((tag.type === 'int' || tag.type === 'enum') && !Number.isInteger(value)) return { reason: `${tag.id} takes a whole number.` };
  if (tag.type === 'enum' && tag.states !== undefined && tag.states[String(value)] === undefined) return { reason: `${tag.id} has no state ${value}.` };
  if (tag.range !== undefined && (value < tag.range[0] || value > tag.range[1])) {
    return { reason: `${value} ${tag.unit} is outside the range of ${tag.id}, ${tag.range[0]} to ${tag.range[1]} ${tag.unit}.` };
  }
  if (tag.scale === undefined) return value;
  const [raw0, raw1] = tag.scale.raw;
  const [eu0, eu1] = tag.scale.eu;
  return raw0 + ((value - eu0) / (eu1 - eu0)) * (raw1 - raw0);
}

import type { TagId } from '#shared/model/ids.ts';
import { refused } from '#shared/model/fault.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

type Names = 'history.raw' | 'history.decimated';

export function historyHandlers(parts: EngineParts): HandlersOf<Names> {
  const indexOf = (tag: TagId): number | undefined => parts.plant().project.directory.get(tag)?.index;
  const unknownTag = (tag: string) => refused('not-found', `There is no tag ${tag}.`);
  const unavailable = (error: unknown) =>
    refused('history-unavailable', `History cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'Live values are not affected; the data store is tried again with the next request.');
  return {
    'history.raw': async ({ tag, span, limit }) => {
      const index = indexOf(tag);
      if (index === undefined) return unknownTag(tag);
      try {
        return { ok: true, value: await parts.historian().raw({ tag: index, fromMs: span.fromMs, toMs: span.toMs, limit }) };
      } catch (error) {
        return unavailable(error);
      }
    },
    'history.decimated': async ({ tags, span, width }) => {
      const indices: number[] = [];
      for (const tag of tags) {
        const index = indexOf(tag);
        if (index === undefined) return unknownTag(tag);
        indices.push(index);
      }
      try {
        const pens = await parts.historian().decimated({ tags: indices, fromMs: span.fromMs, toMs: span.toMs, width });
        return { ok: true, value: { pens: [...pens] } };
      } catch (error) {
        return unavailable(error);
      }
    },
  };
}

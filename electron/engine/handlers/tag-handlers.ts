import { compileExpression } from '#shared/expressions/compile-expression.ts';
import { createSampleFeed, createValueFeed } from '../tags/value-feed.ts';
import type { EngineParts, HandlersOf } from './engine-parts.ts';

type Names = 'tags.values' | 'tags.samples' | 'tags.texts' | 'expression.check';

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

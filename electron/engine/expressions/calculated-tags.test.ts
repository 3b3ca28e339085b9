import { expect, test } from 'vitest';
import { Q } from '#shared/model/quality.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import { createCalculatedTags } from './calculated-tags.ts';
import { compileExpression } from '#shared/expressions/compile-expression.ts';
import type { CompiledExpression } from '#shared/expressions/compiled-expression.ts';

/** A small tag table: plain tags have no expression. */
function plant(tags: Readonly<Record<string, string | null>>) {
  const ids = Object.keys(tags);
  const directory = new Map(ids.map((id, index) => [id, { index, type: 'float' as const }]));
  const expressions = new Map<number, CompiledExpression>();
  ids.forEach((id, index) => {
    const text = tags[id];
    if (typeof text !== 'string') return;
    const compiled = compileExpression(text, directory);
    if (!compiled.ok) throw new Error(compiled.fault.message);
    expressions.set(index, compiled.value);
  });
  const source = {
    value: new Float64Array(ids.length).fill(Number.NaN),
    quality: new Uint32Array(ids.length).fill(Q.badWaitingForInitialData),
    timeMs: new Float64Array(ids.length).fill(Number.NaN),
    text: () => '',
  };
  const calculated = createCalculatedTags(expressions, ids.length, (index) => ids[index] as string);
  const written: string[] = [];
  const take = (batch: SampleBatch): void => {
    for (let i = 0; i < batch.length; i++) {
      const tag = batch.tag[i] as number;
      source.value[tag] = batch.value[i] as number;
      source.quality[tag] = batch.quality[i] as number;
      source.timeMs[tag] = batch.timeMs[i] as number;
      written.push(`${ids[tag]}=${batch.value[i]}`);
    }
  };
  return {
    calculated,
    source,
    names: calculated.order.map((index) => ids[index]),
    /** Sets plain tags and gives back what was calculated from them, in order. */
    change(values: Readonly<Record<string, number>>, timeMs = 1000): readonly string[] {
      const changed = Uint32Array.from(Object.keys(values), (id) => ids.indexOf(id));
      for (const [id, value] of Object.entries(values)) {
        const index = ids.indexOf(id);
        source.value[index] = value;
        source.quality[index] = Q.good;
        source.timeMs[index] = timeMs;
      }
      written.length = 0;
      calculated.apply(changed, changed.length, source, take);
      return [...written];
    },
    recalculate(): readonly string[] {
      written.length = 0;
      calculated.applyAll(source, take);
      return [...written];
    },
  };
}

test('each tag is calculated after those it depends on, whatever the order in the file', () => {
  const { names, change } = plant({ C: '{B} + 1', B: '{A} * 2', D: '{B} + {C}', A: null });
  expect(names).toEqual(['B', 'C', 'D']);
  expect(change({ A: 5 })).toEqual(['B=10', 'C=11', 'D=21']);
});

test('a tag with several changed inputs is calculated once per batch', () => {
  const { change } = plant({ A: null, B: null, SUM: '{A} + {B}', DOUBLE: '{SUM} + {A} + {B}' });
  expect(change({ A: 1, B: 2 })).toEqual(['SUM=3', 'DOUBLE=6']);
  expect(change({ B: 3, A: 2 })).toEqual(['SUM=5', 'DOUBLE=10']);
});

test('only what depends on a change is calculated', () => {
  const { change } = plant({ A: null, B: null, X: '{A} + 1', Y: '{B} + 1' });
  change({ A: 1, B: 1 });
  expect(change({ B: 7 })).toEqual(['Y=8']);
});

test('a bad input makes what depends on it bad, through a chain, with its cause', () => {
  const { source, change, recalculate } = plant({ A: null, X: '{A} + 1', Y: '{X} + 1' });
  expect(change({ A: 1 })).toEqual(['X=2', 'Y=3']);
  source.quality[0] = Q.badNotConnected;
  expect(recalculate()).toEqual(['X=NaN', 'Y=NaN']);
  expect([...source.quality]).toEqual([Q.badNotConnected, Q.badNotConnected, Q.badNotConnected]);
});

test('nothing is said about a tag before one of its inputs has a time', () => {
  const { recalculate, change } = plant({ A: null, B: null, X: '{A} + 1', Y: '{X} + 1', Z: '{B} + 1' });
  expect(recalculate()).toEqual([]);
  expect(change({ B: 1 })).toEqual(['Z=2']);
  expect(recalculate()).toEqual(['Z=2']);
});

test('a loop is taken out and named; what stands beside it goes on', () => {
  const { calculated, names, change } = plant({ A: '{C} + 1', B: '{A} + 1', C: '{B} + 1', D: '{IN} + 1', IN: null, E: '{A} + {IN}' });
  expect(calculated.refused.map((each) => each.message)).toEqual([
    'the expression of A depends on its own result: A → C → B → A',
    'the expression of C depends on its own result: A → C → B → A',
    'the expression of B depends on its own result: A → C → B → A',
  ]);
  expect(names).toEqual(['D', 'E']);
  expect(change({ IN: 1 })).toEqual(['D=2', 'E=NaN']);
});

test('a tag that uses itself is named', () => {
  const { calculated } = plant({ A: '{A} + 1' });
  expect(calculated.refused).toEqual([{ index: 0, message: 'the expression of A uses the tag itself' }]);
});

test('two loops are both found', () => {
  const { calculated } = plant({ A: '{B}', B: '{A}', C: '{D}', D: '{C} + {A}', E: '{D}' });
  expect(calculated.refused.map((each) => each.index).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
  expect(calculated.order).toEqual([4]);
});

test('a chain of 2,000 tags is ordered and calculated in one pass', () => {
  const tags: Record<string, string | null> = {};
  for (let i = 2000; i > 0; i--) tags[`T${i}`] = `{T${i - 1}} + 1`;
  tags['T0'] = null;
  const { source, change, names } = plant(tags);
  expect(names[1999]).toBe('T2000');
  expect(change({ T0: 0 })).toHaveLength(2000);
  expect(source.value[0]).toBe(2000);
});

import { describe, expect, it } from 'vitest';
import { AssetDefinition } from '#shared/model/asset.ts';
import type { AssetId } from '#shared/model/ids.ts';
import { Connection } from '#shared/model/logic.ts';
import { createAssetGraph } from './asset-graph.ts';

const id = (name: string): AssetId => name as AssetId;
const asset = (name: string, level: string, parent?: string): AssetDefinition => AssetDefinition.parse({ id: name, name, level, ...(parent === undefined ? {} : { parent }) });
const connect = (from: string, to: string, more: object = {}): Connection => Connection.parse({ from, to, ...more });

describe('the plant as a graph', () => {
  it('leads downstream only, unless a connection acts back', () => {
    const graph = createAssetGraph([], [connect('P-1', 'V-1'), connect('V-1', 'K-1', { back: true })]);
    expect([...graph.from(id('P-1')).keys()]).toEqual(['V-1', 'K-1']);
    expect([...graph.from(id('K-1')).keys()]).toEqual(['V-1']);
    expect(graph.from(id('K-1')).get(id('V-1'))?.cost).toBe(1.5);
    expect([...graph.feeders(id('V-1'))]).toEqual(['P-1']);
  });

  it('takes the shortest way through a plant that runs in circles, and adds its delays', () => {
    const graph = createAssetGraph([], [connect('A', 'B', { delayS: [1, 2] }), connect('B', 'C', { delayS: [3, 5] }), connect('C', 'A'), connect('A', 'D'), connect('D', 'C')]);
    expect(graph.from(id('A')).get(id('C'))).toEqual({ cost: 2, leastS: 4, mostS: 7 });
    expect(graph.from(id('A')).get(id('D'))).toEqual({ cost: 1, leastS: 0, mostS: Number.POSITIVE_INFINITY });
    expect(graph.from(id('A')).has(id('A'))).toBe(false);
  });

  it('lets a machine and its parts share trouble, but not an area and its machines', () => {
    const graph = createAssetGraph([asset('U-1', 'area'), asset('K-1', 'unit', 'U-1'), asset('K-1-DE', 'part', 'K-1'), asset('P-1', 'equipment', 'U-1')], [connect('P-1', 'K-1')]);
    expect(graph.from(id('K-1-DE')).get(id('K-1'))?.cost).toBe(1);
    expect([...graph.from(id('P-1')).keys()]).toEqual(['K-1', 'K-1-DE']);
    expect(graph.from(id('K-1')).has(id('P-1'))).toBe(false);
  });

  it('does not follow an effect through a whole works', () => {
    const chain = Array.from({ length: 40 }, (_none, at) => connect(`M-${at}`, `M-${at + 1}`));
    expect(createAssetGraph([], chain).from(id('M-0')).size).toBe(7);
  });
});

import { describe, expect, it } from 'vitest';
import { Scene } from '#shared/model/scene.ts';
import { Connection } from '#shared/model/logic.ts';
import { layOutScene } from '#shared/scene/scene-layout.ts';
import { flowGraph, lineGraph, reach, withNeighbours } from './flow-graph.ts';

const scene = Scene.parse({
  id: 'small',
  title: 'Small',
  parts: [
    { shape: 'tank', asset: 'TK-1', at: [0, 0, 0] },
    { shape: 'pump', asset: 'P-1A', at: [10, 0, 0] },
    { shape: 'pump', asset: 'P-1B', at: [10, 6, 0] },
    { shape: 'header', id: 'head', at: [20, 0, 0] },
    { shape: 'tank', asset: 'TK-2', at: [30, 0, 0] },
  ],
  pipes: [
    { id: 'suction', from: 'TK-1.out', to: 'P-1A.in' },
    // A branch that begins on the suction line, not at a nozzle.
    { id: 'branch', from: [5, 0, 0.4], to: 'P-1B.in' },
    { id: 'a', from: 'P-1A.out', to: 'head.in' },
    { id: 'on', from: 'head.out', to: 'TK-2.in' },
  ],
});
const layout = layOutScene(scene);
const suction = layout.pipes[0];

describe('what stands up- and downstream in a scene', () => {
  it('is found through tees and through parts that are no asset', () => {
    // Where the branch begins is a place on the suction line as it was laid.
    const middle = suction?.points[1];
    const teed = layOutScene({ ...scene, pipes: scene.pipes.map((pipe) => (pipe.id === 'branch' && middle !== undefined ? { ...pipe, from: middle } : pipe)) });
    const graph = flowGraph(teed, []);
    expect([...(graph.down.get('TK-1') ?? [])].toSorted()).toEqual(['P-1A', 'P-1B']);
    expect([...(graph.down.get('P-1A') ?? [])]).toEqual(['TK-2']);
    expect([...(graph.up.get('TK-2') ?? [])]).toEqual(['P-1A']);
  });

  it('counts the steps, and ends in a ring', () => {
    const connections = [['A', 'B'], ['B', 'C'], ['C', 'A'], ['C', 'D']].map(([from, to]) => Connection.parse({ from, to }));
    const graph = flowGraph(layOutScene(Scene.parse({ id: 'none', title: 'None' })), connections);
    expect(reach(graph, ['A'], 'down', 1)).toEqual(['B']);
    expect(reach(graph, ['A'], 'down', 9)).toEqual(['B', 'C', 'D']);
    expect(reach(graph, ['A'], 'up', 1)).toEqual(['C']);
    expect([...withNeighbours(graph, ['B'], 1)].toSorted()).toEqual(['A', 'B', 'C']);
  });

  it('a line is what runs through the plant, not what powers or signals', () => {
    const connections = [Connection.parse({ from: 'A', to: 'B' }), Connection.parse({ from: 'MCC', to: 'B', carries: 'power' })];
    const none = layOutScene(Scene.parse({ id: 'none', title: 'None' }));
    expect([...withNeighbours(flowGraph(none, connections), ['B'], 9)].toSorted()).toEqual(['A', 'B', 'MCC']);
    expect([...withNeighbours(lineGraph(none, connections), ['B'], 9)].toSorted()).toEqual(['A', 'B']);
  });

  it('a connection that acts back leads both ways', () => {
    const graph = flowGraph(layOutScene(Scene.parse({ id: 'none', title: 'None' })), [Connection.parse({ from: 'A', to: 'B', back: true })]);
    expect(reach(graph, ['B'], 'down', 1)).toEqual(['A']);
  });
});

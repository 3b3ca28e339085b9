import { describe, expect, it } from 'vitest';
import { asciiStl, binaryStl, cube } from '#test/support/foreign-models.ts';
import { createWorkCount } from '../work-count.ts';
import { readStl } from './read-stl.ts';

const read = (bytes: Uint8Array | string, up: 'y' | 'z' | null = null) => readStl(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, { up, count: createWorkCount() });

describe('an STL file', () => {
  it('is the same as text and binary', () => {
    const text = read(asciiStl('pump', cube(2)));
    const binary = read(binaryStl(cube(2)));
    expect(text.parts[0]?.positions).toEqual(Float32Array.from(cube(2)));
    expect(binary.parts[0]?.positions).toEqual(text.parts[0]?.positions);
    expect([text.parts[0]?.path, binary.parts[0]?.path]).toEqual(['pump', 'solid 1']);
  });

  it('is binary though its header begins with “solid”, as some writers have it', () => {
    expect(read(binaryStl(cube(), 'solid facet by some CAD')).parts[0]?.indices).toHaveLength(36);
  });

  it('has a part for each of its solids, with a path of its own', () => {
    const { parts } = read(asciiStl('a/b', cube()) + asciiStl('a/b', cube(2)) + asciiStl('', cube(3)));
    expect(parts.map(({ path, positions }) => [path, Math.max(...positions)])).toEqual([['a_b', 1], ['a_b (2)', 2], ['solid 3', 3]]);
  });

  it('is turned where its y is up', () => {
    expect(read(binaryStl([0, 0, 0, 0, 5, 0, 0, 0, 7]), 'y').parts[0]?.positions).toEqual(Float32Array.of(0, -0, 0, 0, -0, 5, 0, -7, 0));
  });

  it('says that it knows no unit', () => expect(read(binaryStl(cube())).notes[0]).toMatch(/scale: 0.001/));

  it('may write numbers in any way and on any line', () => {
    const { parts } = read('solid x\nfacet normal 0 0 1 outer loop vertex 1e0 -0.5E+1 .25\r\n vertex 0 0 0\tvertex 1 1 1 endloop endfacet endsolid x');
    expect(parts[0]?.positions).toEqual(Float32Array.of(1, -5, 0.25, 0, 0, 0, 1, 1, 1));
  });
});

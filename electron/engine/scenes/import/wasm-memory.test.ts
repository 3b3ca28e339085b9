import { expect, it } from 'vitest';
import { limitWasmMemory } from './wasm-memory.ts';

it('memory of a decoder grows to what is given and no further', () => {
  const undo = limitWasmMemory(10);
  const memory = new WebAssembly.Memory({ initial: 1 });
  expect(memory.grow(9)).toBe(1);
  expect(() => memory.grow(1)).toThrow('more memory than is given to one model');
  expect(memory.buffer.byteLength).toBe(10 * 65_536);
  undo();
  expect(memory.grow(1)).toBe(10);
});

import { expect, it } from 'vitest';
import type { HeadColours } from '#renderer/widgets/process-screen/picture/screen-picture.ts';
import { paintLocks, placeLocks } from './picture-locks.ts';

const mark = (id: string, east: number) => ({ id, anchor: [east, 20, 0] as [number, number, number], entity: 4, words: '' });

it('padlocks stand on a picture where they stand in the scene, and none for what is behind the eye or beyond the edges', () => {
  const surface = {
    project(east: number, north: number, _up: number, out: Float64Array, entity?: number): boolean {
      out.set([east, north, 0]);
      return entity === 4 && east !== 2;
    },
  };
  const marks = [mark('P-1', 1), mark('behind', 2), mark('left of it', -1), mark('right of it', 12)];
  expect(placeLocks(marks, surface, { width: 800, height: 1600, scale: 80 })).toEqual([{ id: 'P-1', x: 80, y: 1600 }]);
});

it('each padlock has the name of what is locked, on the side where the picture has room, but for what is named already', () => {
  const written: [string, number, number][] = [];
  const context = new Proxy({} as CanvasRenderingContext2D, {
    get: (_own, name) => (name === 'measureText' ? (text: string) => ({ width: text.length * 8 }) : name === 'fillText' ? (...told: [string, number, number]) => void written.push(told) : () => undefined),
    set: () => true,
  });
  paintLocks(context, [{ id: 'P-1', x: 100, y: 50 }, { id: 'P-2', x: 200, y: 50 }, { id: 'K-201', x: 780, y: 60 }], { top: 36, width: 800, named: 'P-2' }, { ink: 'black', ground: 'white', font: 'Inter' } as HeadColours);
  expect(written).toEqual([['P-1', 113, 86], ['K-201', 727, 96]]);
});

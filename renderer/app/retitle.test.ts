import { expect, it } from 'vitest';
import { retitle } from './retitle.ts';

it('gives a tab its title once and nothing back, so that a view whose tab came back with its title can be closed', () => {
  const given: string[] = [];
  const panel = { title: 'RB-K201-03' as string | undefined, setTitle: (title: string) => given.push((panel.title = title)) };
  expect(retitle(panel, 'RB-K201-03')).toBeUndefined();
  expect(given).toEqual([]);
  expect(retitle(panel, 'Run 1 RB-K201-03')).toBeUndefined();
  expect(given).toEqual(['Run 1 RB-K201-03']);
});

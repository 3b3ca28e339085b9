import { expect, it } from 'vitest';
import { createKeptScreens } from './kept-screens.ts';

it('a screen that was seen is there at once when it is opened again, also without a link, and many screens do not fill the memory', () => {
  const kept = createKeptScreens<string>(2);
  kept.set('u100', 'old drawing');
  kept.set('u200', 'drawing');
  kept.set('u100', 'new drawing');
  expect(kept.get('u100')).toBe('new drawing');
  expect(kept.get('u200')).toBe('drawing');
  kept.set('u300', 'drawing');
  expect([kept.get('u100'), kept.get('u200'), kept.get('u300')]).toEqual([undefined, 'drawing', 'drawing']);
});

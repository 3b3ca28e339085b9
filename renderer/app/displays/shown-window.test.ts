import { describe, expect, it } from 'vitest';
import { addressWords, readAddress, type ShownWindow } from './shown-window.ts';

describe('the address of a window', () => {
  it.each<ShownWindow>([
    { name: 'wall', content: { kind: 'wall' } },
    { name: 'alarms-2', content: { kind: 'view', view: 'alarms', part: 'history' } },
    { name: 'left', content: { kind: 'view', view: 'process', screen: 'u200' } },
    { name: 'left', content: { kind: 'view', layout: 'day' } },
    { name: 'desk', content: { kind: 'console', layout: 'day' } },
    { name: 'console', content: { kind: 'console' } },
  ])('says all of $name', (window) => {
    expect(readAddress(addressWords(window))).toEqual(window);
  });

  it.each(['', '?kind=nothing', '?kind=view', '?kind=view&view=%3Cscript%3E', '?window=%20&kind=console'])('is the console for %s', (search) => {
    expect(readAddress(search)).toEqual({ name: 'console', content: { kind: 'console' } });
  });

  it('can be typed for a wall that has a browser of its own', () => {
    expect(readAddress('?kind=wall')).toEqual({ name: 'wall', content: { kind: 'wall' } });
  });
});

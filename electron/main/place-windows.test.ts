import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayUnder, findDisplay, type HomedWindow, numberDisplays, placeFrom, placeWindows, type Rect, refOf, type ShownDisplay, within } from './place-windows.ts';

const display = (id: number, x: number, more: Partial<ShownDisplay> = {}): ShownDisplay => {
  const bounds = more.bounds ?? { x, y: 0, width: 1920, height: 1080 };
  return { id, label: '', bounds, workArea: { ...bounds, y: bounds.y + 30, height: bounds.height - 30 }, isPrimary: id === 1, ...more };
};
const window = (name: string, number: number, more: Partial<HomedWindow> = {}): HomedWindow => ({ name, display: { number }, place: [100, 100, 800, 600], homeId: null, ...more });
const placed = (windows: readonly HomedWindow[], ...displays: ShownDisplay[]) => {
  const all = placeWindows(windows, numberDisplays(displays));
  return windows.map(({ name }) => {
    const one = all?.get(name);
    return one === undefined ? null : [one.display.id, one.mode, one.isHome];
  });
};

describe('displays', () => {
  it('are numbered from the left, then from the top, whatever order the system tells them in', () => {
    const upper = display(7, 0, { bounds: { x: 0, y: -1080, width: 1920, height: 1080 } });
    expect(numberDisplays([display(3, 1920), display(1, 0), upper]).map(({ id, number }) => [id, number])).toEqual([[7, 1], [1, 2], [3, 3]]);
  });

  it.each([
    ['by its name, wherever it stands now', { number: 1, label: 'Wall' }, [['Desk', 1], ['Wall', 2]], 2],
    ['by its number where it has no name', { number: 2 }, [['Desk', 1], ['Wall', 2]], 2],
    ['by its number where the system tells no names', { number: 2, label: 'Wall' }, [['', 1], ['', 2]], 2],
    ['by its number among two of one name', { number: 2, label: 'Dell' }, [['Dell', 1], ['Dell', 2]], 2],
    ['not at all while the monitor of its name is away', { number: 2, label: 'Wall' }, [['Desk', 1], ['Beamer', 2]], null],
    ['not at all while there are fewer', { number: 3 }, [['Desk', 1], ['Wall', 2]], null],
  ] as const)('are found %s', (_words, ref, labels, id) => {
    expect(findDisplay(ref, numberDisplays(labels.map(([label, at]) => display(at, (at - 1) * 1920, { label }))))?.id ?? null).toBe(id);
  });

  it('are told again by what they were told as', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.record({ id: fc.integer({ min: 1, max: 99 }), x: fc.integer({ min: -9000, max: 9000 }), label: fc.constantFrom('', 'Dell', 'Wall', 'Eizo') }), { minLength: 1, maxLength: 6, selector: ({ x }) => x }), (made) => {
        const all = numberDisplays(made.map(({ x, label }, at) => display(at + 1, x, { label })));
        for (const one of all) expect(findDisplay(refOf(one), all)?.id).toBe(one.id);
      }),
    );
  });
});

describe('windows', () => {
  const desk = display(1, 0, { label: 'Desk' });
  const wall = display(2, 1920, { label: 'Wall' });

  it('stand on their displays', () => {
    expect(placed([window('a', 1), window('b', 2, { place: 'maximised' }), window('c', 2, { place: 'full-screen' })], desk, wall)).toEqual([[1, 'free', true], [2, 'maximised', true], [2, 'full-screen', true]]);
  });

  it('come to a display that is left when theirs is unplugged, and return when it is back', () => {
    const windows = [window('console', 1, { place: 'maximised', homeId: 1 }), window('view', 2, { homeId: 2, display: { number: 2, label: 'Wall' } })];
    expect(placed(windows, desk, wall)).toEqual([[1, 'maximised', true], [2, 'free', true]]);
    expect(placed(windows, desk)).toEqual([[1, 'maximised', true], [1, 'free', false]]);
    // Plugged in at the other side, under another number of the system.
    expect(placed(windows, desk, display(9, -1920, { label: 'Wall' }))).toEqual([[1, 'maximised', true], [9, 'free', true]]);
  });

  it('of a wall do not cover the console on the display that is left', () => {
    const windows = [window('console', 1, { place: 'maximised', homeId: 1 }), window('wall', 2, { place: 'full-screen', homeId: 2, display: { number: 2, label: 'Wall' } })];
    const all = placeWindows(windows, numberDisplays([desk]));
    expect(all?.get('wall')).toMatchObject({ mode: 'free', isHome: false, bounds: { x: 768, y: 450, width: 1152, height: 630 } });
    // Alone there is nobody to cover.
    expect(placed(windows.slice(1), desk)).toEqual([[1, 'full-screen', false]]);
  });

  it('of one of two monitors of a name do not take the other one for theirs', () => {
    const [left, right] = [display(1, 0, { label: 'Dell' }), display(2, 1920, { label: 'Dell' })];
    const windows = [window('a', 1, { homeId: 1, display: refOf(numberDisplays([left, right])[0] as never) }), window('b', 2, { homeId: 2, display: refOf(numberDisplays([left, right])[1] as never) })];
    expect(placed(windows, left, right)).toEqual([[1, 'free', true], [2, 'free', true]]);
    expect(placed(windows, right)).toEqual([[2, 'free', false], [2, 'free', true]]);
  });

  it('keep their distance from the corner of the work area when the scale changes, since px are device-independent', () => {
    const halved = display(1, 0, { bounds: { x: 0, y: 0, width: 960, height: 540 } });
    const bounds = (one: ShownDisplay): Rect | undefined => placeWindows([window('a', 1)], numberDisplays([one]))?.get('a')?.bounds;
    expect(bounds(display(1, 0))).toEqual({ x: 100, y: 130, width: 800, height: 600 });
    expect(bounds(halved)).toEqual({ x: 100, y: 30, width: 800, height: 510 });
  });

  it('have no place without a display', () => {
    expect(placeWindows([window('a', 1)], [])).toBeNull();
  });

  const rect = (least: number): fc.Arbitrary<Rect> =>
    fc.record({ x: fc.integer({ min: -9000, max: 9000 }), y: fc.integer({ min: -9000, max: 9000 }), width: fc.integer({ min: least, max: 6000 }), height: fc.integer({ min: least, max: 6000 }) });
  const isInside = (inner: Rect, outer: Rect): boolean => inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
  const displays = fc.array(rect(300), { minLength: 1, maxLength: 4 }).map((all) => all.map((bounds, at) => display(at + 1, 0, { bounds, workArea: bounds, label: at % 2 === 0 ? 'A' : '' })));
  const homed = fc.record({
    number: fc.integer({ min: 1, max: 6 }),
    label: fc.constantFrom(undefined, 'A', 'B'),
    homeId: fc.constantFrom(null, 1, 2, 9),
    place: fc.oneof(fc.constantFrom('full-screen' as const, 'maximised' as const), fc.tuple(fc.integer({ min: -9000, max: 9000 }), fc.integer({ min: -9000, max: 9000 }), fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 9000 }))),
  });

  it('are wholly on a display, whatever was saved and whatever is plugged in', () => {
    fc.assert(
      fc.property(displays, fc.array(homed, { minLength: 1, maxLength: 6 }), (shown, wanted) => {
        const windows = wanted.map(({ number, label, homeId, place }, at): HomedWindow => ({ name: `w${at}`, display: { number, ...(label === undefined ? {} : { label }) }, place, homeId }));
        const all = placeWindows(windows, numberDisplays(shown));
        expect(all?.size).toBe(windows.length);
        for (const one of all?.values() ?? []) {
          expect(isInside(one.bounds, one.display.workArea)).toBe(true);
          expect(shown.some(({ id }) => id === one.display.id)).toBe(true);
        }
      }),
    );
  });

  it('are put back where they were put by hand', () => {
    fc.assert(
      fc.property(rect(300), rect(1), (area, bounds) => {
        const [one] = numberDisplays([display(1, 0, { bounds: area, workArea: area })]);
        if (one === undefined) return;
        const wish = placeFrom(bounds, one);
        expect(placeWindows([{ name: 'a', display: refOf(one), place: wish, homeId: null }], [one])?.get('a')?.bounds).toEqual(within(bounds, area));
      }),
    );
  });

  it('belong to the display most of them lies on', () => {
    const all = numberDisplays([desk, wall]);
    expect(displayUnder({ x: 1800, y: 0, width: 900, height: 500 }, all)?.id).toBe(2);
    expect(displayUnder({ x: 1000, y: 0, width: 1000, height: 500 }, all)?.id).toBe(1);
    expect(displayUnder({ x: 9000, y: 9000, width: 10, height: 10 }, all)?.id).toBe(1);
  });
});

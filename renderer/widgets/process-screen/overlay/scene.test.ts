import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecordedOverlay, fakeHost } from './testing/recording-canvas.ts';
import { textStyles } from './text-styles.ts';

const look = { x: 0, y: 0, style: textStyles.value, tone: 'tx-1' } as const;

function setUp() {
  const screen = createRecordedOverlay();
  const [left, right] = [fakeHost(100, 100), fakeHost(400, 100)];
  const [first, second] = [screen.overlay.text(screen.element(left), look), screen.overlay.text(screen.element(right), look)];
  first.set('12.3');
  second.set('45.6');
  screen.flush();
  return { ...screen, left, right, first, second, words: () => screen.texts().map(({ text, x, y }) => `${text} at ${x} ${y}`) };
}

describe('the canvas above a screen', () => {
  it('shows a text where its host stands, at its scale, in its font and colour', () => {
    const screen = createRecordedOverlay();
    screen.overlay.text(screen.element(fakeHost(300, 40, 2)), { x: 5, y: 10, anchor: 'end', style: textStyles.value, tone: 'bad' }).set('BAD');
    screen.flush();
    expect(screen.texts()).toEqual([{ text: 'BAD', x: 300 + 2 * (5 - 3 * 17 * 0.6), y: 60, font: '620 17px ui', colour: 'bad' }]);
  });

  it('replaces what changed and touches nothing else', () => {
    const { first, flush, words, counts } = setUp();
    const before = counts.written;
    first.set('99.9');
    flush();
    expect(words()).toEqual(['99.9 at 100 100', '45.6 at 400 100']);
    expect(counts.written - before).toBe(1);
  });

  it('asks for no picture while what is seen stays the same', () => {
    const { first, asked } = setUp();
    const before = asked();
    first.set('12.3');
    expect(asked()).toBe(before);
  });

  it('takes a text away with the part of the drawing it belongs to, and brings it back', () => {
    const { left, scene, flush, words } = setUp();
    const place = left.place;
    left.place = null;
    scene.placesChanged([left]);
    flush();
    expect(words()).toEqual(['45.6 at 400 100']);
    left.place = place;
    scene.placesChanged([left]);
    flush();
    expect(words()).toEqual(['12.3 at 100 100', '45.6 at 400 100']);
  });

  it('leaves nothing at the old place of what moved', () => {
    const { right, scene, flush, words } = setUp();
    right.place = { ...(right.place as NonNullable<typeof right.place>), e: 200, f: 300 };
    scene.placesChanged([right]);
    flush();
    expect(words()).toEqual(['12.3 at 100 100', '45.6 at 200 300']);
  });

  it('does not write what stands outside the part shown, and shows it when that part comes into sight', () => {
    const { right, scene, flush, words, second, counts } = setUp();
    right.place = { ...(right.place as NonNullable<typeof right.place>), e: 5000 };
    scene.placesChanged();
    flush();
    expect(words()).toEqual(['12.3 at 100 100']);
    const before = counts.written;
    second.set('46.0');
    flush();
    expect(counts.written).toBe(before);
    right.place = { ...right.place, e: 500 };
    scene.placesChanged();
    flush();
    expect(words()).toEqual(['12.3 at 100 100', '46.0 at 500 100']);
  });

  it('paints what lies over a changed ground again, above it', () => {
    const screen = createRecordedOverlay();
    const host = screen.element(fakeHost(100, 100));
    let tone: 'p1-bg' | 'p2-bg' = 'p1-bg';
    const text = screen.overlay.text(host, look);
    const ground = screen.overlay.add(host, {
      layer: 'wash',
      paint(brush) {
        brush.fill(tone);
        brush.context.fillRect(-10, -20, 80, 30);
      },
    });
    ground.reach(-10, -20, 70, 10);
    ground.touch(true);
    text.set('12.3');
    // Something far away, so that the picture is not so small that all of it is painted.
    for (let at = 0; at < 20; at++) screen.overlay.text(screen.element(fakeHost(20 + at * 30, 400)), look).set('7');
    screen.flush();
    const before = screen.counts.written;
    tone = 'p2-bg';
    ground.touch(true);
    screen.flush();
    expect(screen.marks()).toEqual(['fill p2-bg']);
    expect(screen.counts.written - before).toBe(1);
    expect(screen.texts()[0]?.text).toBe('12.3');
  });

  it('writes all texts anew at their new widths when letters grow', () => {
    const { brush, scene, flush, texts } = setUp();
    brush.renew({ colour: (tone) => `light ${tone}`, hatch: () => 'hatch', ui: 'ui', mono: 'mono' }, 1.3);
    scene.looksChanged();
    flush();
    expect(texts().map(({ font, colour }) => `${font} ${colour}`)).toEqual(['620 22.1px ui light tx-1', '620 22.1px ui light tx-1']);
  });

  it('after any changes shows exactly what it would show painted from nothing', () => {
    const act = fc.record({
      part: fc.nat(11),
      kind: fc.constantFrom('set', 'hide', 'move', 'away'),
      text: fc.constantFrom('1', '12.3', '12345.67', ''),
      x: fc.integer({ min: -50, max: 790 }),
      y: fc.integer({ min: -10, max: 590 }),
      isFlushed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const screen = createRecordedOverlay();
        // Close together, so that they overlap.
        const hosts = Array.from({ length: 12 }, (_, at) => fakeHost(100 + (at % 4) * 45, 200 + Math.floor(at / 4) * 14));
        const texts = hosts.map((host) => screen.overlay.text(screen.element(host), look));
        const held = texts.map(() => '');
        for (const { part, kind, text, x, y, isFlushed } of acts) {
          const host = hosts[part] as (typeof hosts)[number];
          if (kind === 'set' || kind === 'hide') {
            held[part] = kind === 'hide' ? '' : text;
            texts[part]?.set(held[part] as string);
          } else {
            host.place = kind === 'away' ? null : { alpha: 1, a: 1, b: 0, c: 0, d: 1, e: x, f: y };
            screen.scene.placesChanged([host]);
          }
          if (isFlushed) screen.flush();
        }
        screen.flush();
        // What begins outside the canvas is clipped there; the recording does not clip, so it is not asked about.
        const expected = hosts
          .flatMap(({ place }, at) => (place === null || held[at] === '' ? [] : [`${held[at]} at ${place.e} ${place.f}`]))
          .filter((one) => !/ -/.test(one));
        const shown = screen.texts().map(({ text, x, y }) => `${text} at ${x} ${y}`);
        expect(shown.filter((one) => !/ -/.test(one)).toSorted()).toEqual(expected.toSorted());
      }),
    );
  });
});

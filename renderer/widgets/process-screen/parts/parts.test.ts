import { describe, expect, it } from 'vitest';
import type { Directory } from '#shared/contract/project.ts';
import { Q } from '#shared/model/quality.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { limitAlarm, type PartStage, stagePart } from '#renderer/testing/part-stage.ts';
import { smallDirectory } from '#renderer/testing/small-directory.ts';

const tag = (id: string, more: Record<string, unknown> = {}): TagDefinition =>
  TagDefinition.parse({ id, name: `Name of ${id}`, asset: 'P-1', ...more });

function plant(...more: readonly TagDefinition[]): Directory {
  const small = smallDirectory();
  return {
    ...small,
    tags: [
      ...small.tags,
      tag('MODE', { type: 'enum', use: 'mode', states: { 0: 'Man', 1: 'Auto', 2: 'Cascade' } }),
      tag('TOTAL', { unit: 't', decimals: 0 }),
      tag('BATCH', { type: 'text' }),
      ...['T1', 'T2', 'T3', 'T4', 'T5'].map((id) => tag(id, { unit: '°C', range: [0, 100], normal: [40, 60], decimals: 1 })),
      tag('LOOP.PV', { use: 'pv', unit: 'm³/h', range: [0, 80], asset: 'U2' }),
      tag('LOOP.SP', { use: 'sp', unit: 'm³/h', range: [0, 80], asset: 'U2' }),
      tag('LOOP.OUT', { use: 'out', unit: '%', range: [0, 100], asset: 'U2' }),
      tag('LOOP.MODE', { type: 'enum', use: 'mode', states: { 0: 'Man', 1: 'Auto' }, asset: 'U2' }),
      ...more,
    ],
    alarms: [...small.alarms, limitAlarm('T1', 'high', 80)],
  };
}

const stage = (markup: string): PartStage => stagePart({ markup, directory: plant() });
const tones = (one: PartStage): Readonly<Record<string, string>> =>
  Object.fromEntries(one.paint().flatMap((painted) => (painted.kind === 'text' ? [[painted.text.trim(), painted.tone]] : [])));

/** Every part with the tags it shows; each of them must tell a bad value from a good one. */
const shown: readonly (readonly [string, string, readonly string[]])[] = [
  ['lamp', '<g data-symbol="lamp" data-tag="P-1.RUN"/>', []],
  ['multi-state', '<g data-symbol="multi-state" data-tag="MODE"/>', ['MODE']],
  ['counter', '<g data-symbol="counter" data-tag="TOTAL" data-rate="FT-1"/>', ['TOTAL', 'FT-1']],
  ['text-value', '<g data-symbol="text-value" data-tag="BATCH"/>', ['BATCH']],
  ['loop', '<g data-symbol="loop" data-asset="U2"/>', ['LOOP.PV', 'LOOP.SP', 'LOOP.OUT', 'LOOP.MODE']],
  ['value-table', '<g data-symbol="value-table" data-columns="A; B"><g data-label="Row" data-tags="T1 T2"/></g>', ['T1', 'T2']],
  ['bar-group', '<g data-symbol="bar-group"><g data-tag="T1"/><g data-tag="T2"/></g>', ['T1', 'T2']],
  ['starfish', '<g data-symbol="starfish"><g data-tag="T1"/><g data-tag="T2"/><g data-tag="T3"/></g>', ['T1', 'T2', 'T3']],
  ['trend', '<g data-symbol="trend"><g data-tag="T1"/><g data-tag="T2"/></g>', ['T1', 'T2']],
  ['xy', '<g data-symbol="xy" data-x="T1" data-y="T2"><g data-points="0,0 50,90"/></g>', ['T1', 'T2']],
];

/** A number no axis has on it. */
const odd = 37.4;
const textOf = (id: string): string =>
  id === 'MODE' ? 'Cascade' : id === 'LOOP.MODE' ? 'Auto' : id === 'BATCH' ? 'text' : id === 'TOTAL' ? '37' : '37.4';
const valueOf = (id: string): number => (id === 'MODE' ? 2 : id === 'LOOP.MODE' ? 1 : id === 'BATCH' ? 0 : odd);

describe('every live part', () => {
  it.each(shown)('%s shows its values while they are good, and none of their numbers once they are bad', (_name, markup, ids) => {
    const one = stage(markup);
    expect(one.problems).toEqual([]);
    for (const id of ids) one.set(id, valueOf(id));
    const good = one.texts();
    for (const id of ids) expect(good).toContain(textOf(id));
    expect(one.paint().some((painted) => painted.kind === 'fill' && painted.tone === 'hatch')).toBe(ids.length === 0);
    for (const id of ids) one.set(id, valueOf(id), Q.badSensorFailure);
    const bad = one.texts();
    for (const id of ids) {
      expect(bad).not.toContain(textOf(id));
      expect(bad).toContain('BAD');
    }
    expect(one.paint().some((painted) => painted.tone === 'hatch')).toBe(true);
  });
  it.each(shown)('%s paints nothing anew while nothing it shows changed', (_name, markup, ids) => {
    const one = stage(markup);
    for (const id of ids) one.set(id, valueOf(id));
    one.paint();
    one.paint();
    one.touches();
    for (const id of ids) one.set(id, valueOf(id), Q.good, one.nowMs + 500);
    one.paint();
    expect(one.touches()).toBe(0);
  });
  it.each(shown)('%s says value and quality in the name of each place one can point at', (_name, markup, ids) => {
    const one = stage(markup);
    for (const id of ids) one.set(id, valueOf(id), Q.badNotConnected);
    one.paint();
    const names = one.targets.map(({ target }) => target.name());
    for (const id of ids) expect(names.find((name) => name.startsWith(`${id},`))).toMatch(/----.*not connected/);
    for (const { target } of one.targets) expect(target.tag).not.toBeNull();
  });
  it.each(shown)('%s has its ground in the colour of an alarm and its number in that of text', (_name, markup, ids) => {
    const one = stage(markup);
    const [id] = ids;
    if (id === undefined) return;
    for (const each of ids) one.set(each, valueOf(each));
    one.raise(id, { priority: 2, state: 'active-unacked' });
    expect(one.paint().some((painted) => painted.kind === 'fill' && painted.tone === 'p2-bg')).toBe(true);
    expect(tones(one)[textOf(id)]).not.toMatch(/^p2/);
  });
  it.each(['lamp', 'multi-state', 'counter', 'text-value'])('%s without a tag, or with one that does not exist, says so', (name) => {
    expect(stage(`<g data-symbol="${name}"/>`).problems.join()).toContain(`Symbol ${name} names no tag.`);
    expect(stage(`<g data-symbol="${name}" data-tag="GONE"/>`).problems.join()).toMatch(/GONE/);
  });
  it.each([
    ['<g data-symbol="bar-group"><g data-tag="GONE"/></g>', /GONE/],
    ['<g data-symbol="bar-group"><g data-tag="MODE"/></g>', /needs a number/],
    ['<g data-symbol="starfish"><g data-tag="TOTAL"/><g data-tag="T1"/><g data-tag="T2"/></g>', /no normal range/],
    ['<g data-symbol="starfish"><g data-tag="T1"/></g>', /at least three/],
    ['<g data-symbol="xy" data-x="TOTAL" data-y="T1"/>', /has no ends/],
    ['<g data-symbol="xy" data-x="T1" data-y="T2"><g data-points="1,2 3"/></g>', /two points/],
    ['<g data-symbol="value-table"/>', /names no columns/],
    ['<g data-symbol="value-table" data-columns="A"><g data-label="R" data-tags="T1 T2"/></g>', /2 tags for 1 column/],
    ['<g data-symbol="trend"/>', /names no tags/],
    ['<g data-symbol="loop" data-name="X"/>', /no measured value/],
    ['<g data-symbol="lamp" data-tag="T1"/>', /of type float/],
    ['<g data-symbol="alarm-summary" data-asset="GONE"/>', /Asset GONE/],
  ])('%s is named with its reason', (markup, reason) => {
    expect(stage(markup).problems.join(' ')).toMatch(reason);
  });
});

describe('letters that grow', () => {
  const long = 'A heading longer than its room, in letters of any size';
  it.each([
    ['lamp', `<g data-symbol="lamp" data-tag="P-1.RUN" data-label="${long}" data-width="200"/>`, 200],
    ['counter', `<g data-symbol="counter" data-tag="TOTAL" data-label="${long}" data-width="300"/>`, 300],
    ['bar-group', `<g data-symbol="bar-group" data-width="200"><g data-tag="T1" data-label="${long}"/></g>`, 200],
    ['starfish', `<g data-symbol="starfish"><g data-tag="T1" data-label="${long}"/><g data-tag="T2"/><g data-tag="T3"/></g>`, 108],
    ['trend', `<g data-symbol="trend" data-width="300"><g data-tag="T1" data-label="${long}"/></g>`, 300],
  ])('the words of a %s stay in their room', (_name, markup, width) => {
    const one = stage(markup);
    one.paint();
    for (const grow of [0.01, 1, 1.3]) {
      one.grow = grow;
      one.restyle();
      const words = one.texts().find((text) => text.startsWith('A h')) ?? '';
      expect(words.length * 12 * 0.6 * grow).toBeLessThan(width);
      expect(words === long).toBe(grow < 1);
    }
  });
});

describe('states', () => {
  it('a word of the screen stands before that of the tag, and a number without a word is written out', () => {
    const one = stage('<g data-symbol="multi-state" data-tag="MODE" data-words="1:under control"/>');
    one.set('MODE', 1);
    expect(one.texts()).toContain('under control');
    one.set('MODE', 0);
    expect(one.texts()).toContain('Man');
    one.set('MODE', 7);
    expect(one.texts()).toContain('7');
  });
  it('with all states lights only the present one, and says a number that is none of them', () => {
    const one = stage('<g data-symbol="multi-state" data-tag="MODE" data-show="all"/>');
    one.set('MODE', 1);
    expect(tones(one)).toMatchObject({ Man: 'tx-3', Auto: 'tx-1', Cascade: 'tx-3' });
    one.set('MODE', 9);
    expect(tones(one)).toMatchObject({ Man: 'tx-3', Auto: 'tx-3', Cascade: 'tx-3', 9: 'tx-1' });
    one.set('MODE', 1, Q.badSensorFailure);
    expect(tones(one)).toMatchObject({ Man: 'tx-3', Auto: 'tx-3', Cascade: 'tx-3' });
    expect(one.texts().join(' ')).toContain('BAD');
  });
  it('a lamp is bright for on, dark for off, and hatched while it is not known', () => {
    const one = stage('<g data-symbol="lamp" data-tag="P-1.RUN"/>');
    const fills = (): readonly string[] => one.paint().flatMap((painted) => (painted.kind === 'fill' ? [painted.tone] : []));
    one.set('P-1.RUN', 1);
    expect(fills()).toEqual(['eq-on']);
    one.set('P-1.RUN', 0);
    expect(fills()).toEqual(['eq-off']);
    one.set('P-1.RUN', 1, Q.badNotConnected);
    expect(fills()).toEqual(['hatch', 'hatch']);
  });
  it('a stale state is dimmed and tells its age, which goes on', () => {
    const one = stage('<g data-symbol="multi-state" data-tag="MODE"/>');
    one.set('MODE', 1, Q.uncertainLastUsable, one.nowMs - 14_000);
    expect(one.texts()).toEqual(expect.arrayContaining(['Auto', '14 s old']));
    one.nowMs += 6000;
    expect(one.texts()).toContain('20 s old');
    expect(tones(one)['Auto']).toBe('tx-2');
  });
});

describe('states of an expression', () => {
  it('follow their tags, with the words of the screen', () => {
    const one = stage(
      '<g data-symbol="multi-state" data-value="{T1} > 50.0 &amp;&amp; {P-1.RUN}" data-words="0:below 1:above" data-name="Bed"/>',
    );
    one.set('T1', 60);
    one.set('P-1.RUN', 1);
    expect(one.texts()).toEqual(['Bed', 'above']);
    expect(one.targets[0]?.target.name()).toBe('Bed: above');
    one.set('T1', 40);
    expect(one.texts()).toEqual(['Bed', 'below']);
  });
  it('are not known where a tag of theirs is bad: no word, a hatch, and the reason in the name', () => {
    const one = stage('<g data-symbol="lamp" data-value="{T1} > 50.0" data-label="Hot"/>');
    one.set('T1', 60, Q.badSensorFailure);
    expect(one.texts()).toEqual(['Hot']);
    expect(
      one
        .paint()
        .filter((painted) => painted.kind === 'fill')
        .map(({ tone }) => tone),
    ).toEqual(['hatch', 'hatch']);
    expect(one.targets[0]?.target.name()).toMatch(/^Hot: BAD, sensor failure/);
  });
  it('with a mistake are named and not drawn', () => {
    const one = stage('<g data-symbol="lamp" data-value="{GONE} > 50.0"/>');
    expect(one.problems.join(' ')).toMatch(/GONE.*not drawn/);
    expect(one.targets).toEqual([]);
  });
});

describe('numbers', () => {
  it('a total keeps all its digits and stands with its rate', () => {
    const one = stage('<g data-symbol="counter" data-tag="TOTAL" data-rate="FT-1"/>');
    one.set('TOTAL', 1_234_567);
    one.set('FT-1', 51.26);
    expect(one.texts()).toEqual(expect.arrayContaining(['1\u2009234\u2009567', 't', 'now', '51.3', 'm³/h']));
  });
  it('a long text is broken at words and ends in an ellipsis where the lines end; the name has all of it', () => {
    const long = 'Rinse of line three before the change of product, wait for the laboratory';
    const one = stagePart({
      markup: '<g data-symbol="text-value" data-tag="BATCH" data-width="160" data-lines="2"/>',
      directory: plant(),
      text: () => long,
    });
    one.set('BATCH', 3);
    const lines = one.texts().slice(1);
    expect(lines).toHaveLength(2);
    expect(lines.every((line) => line.length * 14 * 0.6 <= 160)).toBe(true);
    expect(long.startsWith(`${lines[0]} ${lines[1]?.replace('…', '')}`)).toBe(true);
    expect(lines[1]?.endsWith('…')).toBe(true);
    expect(one.targets[0]?.target.name()).toContain(long);
  });
  it('a table leaves out the unit of each place where its row has one for all', () => {
    const one = stage(
      '<g data-symbol="value-table" data-columns="A; B; C"><g data-label="Alike" data-tags="T1 - T2"/><g data-label="Mixed" data-tags="T1 TOTAL"/></g>',
    );
    for (const id of ['T1', 'T2', 'TOTAL']) one.set(id, 50);
    expect(one.element.textContent).toContain('°C');
    expect(one.texts().filter((text) => text === '°C')).toHaveLength(1);
    expect(one.targets.map(({ target }) => target.tag)).toEqual(['T1', 'T2', 'T1', 'TOTAL']);
  });
  it('a loop by hand says so in the colour of what a person did, and takes its tags from the asset', () => {
    const one = stage('<g data-symbol="loop" data-asset="U2"/>');
    one.set('LOOP.MODE', 0);
    expect(tones(one)['Man']).toBe('accent');
    one.set('LOOP.MODE', 1);
    expect(tones(one)['Auto']).toBe('tx-2');
    expect(one.targets.map(({ target }) => target.tag)).toEqual(['LOOP.MODE', 'LOOP.PV', 'LOOP.SP', 'LOOP.OUT']);
  });
});

describe('bars', () => {
  const bars = (one: PartStage): readonly { readonly y: number; readonly height: number; readonly tone: string }[] =>
    one.paint().flatMap((painted) => (painted.kind === 'rect' && painted.width === 6 ? [painted] : []));
  it('stand on one scale from its low end, and the one in alarm takes its colour', () => {
    const one = stage('<g data-symbol="bar-group" data-height="144" data-low="0" data-high="100"><g data-tag="T1"/><g data-tag="T2"/></g>');
    one.set('T1', 50);
    one.set('T2', 100);
    one.raise('T2', { priority: 1, state: 'active-acked' });
    const [first, second] = bars(one);
    // 144 less 6 above and 38 below leaves 100 units for 100 °C.
    expect(first).toMatchObject({ y: 56, height: 50, tone: 'pointer' });
    expect(second).toMatchObject({ y: 6, height: 100, tone: 'p1' });
  });
  it('stand on zero where the scale holds it, and reach down for what is below', () => {
    const one = stage('<g data-symbol="bar-group" data-height="144" data-low="-50" data-high="50"><g data-tag="T1"/></g>');
    one.set('T1', -25);
    expect(bars(one)[0]).toMatchObject({ y: 56, height: 25 });
  });
  it('show no setpoint that is not known', () => {
    const one = stage('<g data-symbol="bar-group"><g data-tag="FT-1"/></g>');
    const triangles = (): number => one.paint().filter((painted) => painted.kind === 'stroke' && painted.tone === 'sp').length;
    one.set('FT-1', 50);
    one.set('FT-1.SP', 40);
    expect(triangles()).toBe(1);
    one.set('FT-1.SP', 40, Q.badNotConnected);
    expect(triangles()).toBe(0);
  });
  it('are hatched without a value', () => {
    const one = stage('<g data-symbol="bar-group"><g data-tag="T1"/></g>');
    one.set('T1', 50, Q.badSensorFailure);
    expect(bars(one)).toEqual([]);
    expect(one.paint().some((painted) => painted.kind === 'rect' && painted.width === 14 && painted.tone === 'hatch')).toBe(true);
  });
});

describe('star of deviations', () => {
  const markup = `<g data-symbol="starfish" data-size="200">${['T1', 'T2', 'T3', 'T4', 'T5'].map((id) => `<g data-tag="${id}"/>`).join('')}</g>`;
  const line = (one: PartStage): readonly (readonly [number, number])[] =>
    one.paint().flatMap((painted) => (painted.kind === 'stroke' && painted.tone === 'spark' ? [painted.points] : []))[0] ?? [];
  it('is a regular polygon while all values are in the middle of their range', () => {
    const one = stage(markup);
    for (const id of ['T1', 'T2', 'T3', 'T4', 'T5']) one.set(id, 50);
    const points = line(one);
    expect(points).toHaveLength(6);
    for (const [x, y] of points) expect(Math.hypot(x, y)).toBeCloseTo(50, 5);
    expect(points[0]).toEqual(points[5]);
    // The first spoke points up.
    expect(points[0]?.[0]).toBeCloseTo(0, 5);
    expect(points[0]?.[1]).toBeCloseTo(-50, 5);
  });
  it('is broken at a bad value and holds what is far out within its rim', () => {
    const one = stage(markup);
    for (const id of ['T2', 'T3', 'T4']) one.set(id, 50);
    one.set('T1', 1000);
    one.set('T5', 50, Q.badSensorFailure);
    const points = line(one);
    expect(points).toHaveLength(5);
    expect(Math.max(...points.map(([x, y]) => Math.hypot(x, y)))).toBeCloseTo(100, 5);
    expect(one.texts()).toContain('?');
  });
});

describe('operating point', () => {
  const markup =
    '<g data-symbol="xy" data-x="T1" data-y="T2" data-width="264" data-height="176" data-tail="60"><g data-points="0,0 50,100" data-kind="limit" data-label="surge"/></g>';
  const points = (one: PartStage): readonly (readonly [number, number])[] =>
    one
      .paint()
      .flatMap((painted) =>
        painted.kind === 'fill' && painted.tone === 'pointer' ? [painted.points[0] as readonly [number, number]] : [],
      );
  it('stands where its two values say, and nowhere while one of them is not known', () => {
    const one = stage(markup);
    one.set('T1', 50);
    one.set('T2', 25);
    // 200 by 100 units for 100 by 100 °C, from (52, 30).
    expect(points(one)).toEqual([[152, 105]]);
    one.set('T2', 25, Q.badNotConnected);
    expect(points(one)).toEqual([]);
    expect(one.texts()).toContain('?');
  });
  it('draws the curves of the project at their place', () => {
    const one = stage(markup);
    expect(one.element.byClass('pt-curve-limit')[0]?.attributes.get('d')).toBe('M52 130L152 30');
    expect(one.element.textContent).toContain('surge');
  });
  it('leaves a tail where it was, once a second, which a jump of the clock ends', () => {
    const one = stage(markup);
    const tail = (): number =>
      one.paint().reduce((sum, painted) => sum + (painted.kind === 'stroke' && painted.tone === 'spark' ? painted.points.length : 0), 0);
    for (let second = 0; second < 4; second++) {
      one.nowMs += 1000;
      one.set('T1', 10 + second);
      one.set('T2', 20);
      one.paint();
      one.followers[0]?.tick();
    }
    expect(tail()).toBe(4);
    one.followers[0]?.momentChanged();
    expect(tail()).toBe(0);
  });
});

describe('alarms of an asset', () => {
  const row = (asset: string, at: number) =>
    ({ priority: 2, state: 'active-unacked', tag: `T${at}`, asset, message: `Message ${at}`, raisedMs: at }) as const;
  it('are those of the asset and all below it: exact counts, the first rows, and how many more', () => {
    const one = stage('<g data-symbol="alarm-summary" data-asset="U1" data-rows="2"/>');
    one.standing = { rows: [row('P-1', 1), row('U2', 2), row('U1', 3), row('P-1', 4)], total: 4, counts: [0, 3, 0, 1], hidden: 2 };
    one.paint();
    const visible = one.element.byClass('pt-alarm-row').filter(({ attributes }) => attributes.get('display') !== 'none');
    expect(visible.map(({ textContent }) => textContent.includes('Message'))).toEqual([true, true]);
    expect(one.element.textContent).toContain('Message 1');
    expect(one.element.textContent).not.toContain('Message 2');
    expect(one.element.textContent).toContain('and 1 more');
    expect(one.element.textContent).toContain('2 hidden');
    expect(one.targets[0]?.target.name()).toBe('Unit 1: 3 of priority 2, 1 of priority 4, 2 hidden');
    expect(one.targets[1]?.target).toMatchObject({ tag: 'T1', asset: 'P-1' });
    one.standing = { rows: [], total: 0, counts: [0, 0, 0, 0], hidden: 0 };
    one.paint();
    expect(one.element.textContent).toContain('no active alarms');
    expect(one.element.byClass('pt-alarm-row').every(({ attributes }) => attributes.get('display') === 'none')).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import type { TagType } from '../model/tag.ts';
import { checkScreen } from './check-screen.ts';
import { compileBinding } from './compile-binding.ts';
import { parseScreen, type ParseOptions } from './parse-screen.ts';
import { nodesOf, type ScreenModel, type ScreenNode, type ShapeNode, symbolsOf } from './screen-model.ts';
import { usedTemplates } from './used-templates.ts';

const drawing = (body: string, head = ''): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" ${head}>\n${body}\n</svg>`;
function read(body: string, options: ParseOptions & { readonly head?: string } = {}): ScreenModel {
  const result = parseScreen(drawing(body, options.head), options);
  if (!result.ok) throw new Error(result.problem.message);
  return result.screen;
}
const said = ({ problems }: ScreenModel): string[] => problems.map(({ line, message }) => `${line}: ${message}`);
const first = (screen: ScreenModel): ScreenNode => nodesOf(screen.nodes)[0] as ScreenNode;
const types: Readonly<Record<string, TagType>> = { 'P-1.RUN': 'bool', 'LT-1': 'float', MODE: 'enum', LOT: 'text' };
const directory = new Map(Object.entries(types).map(([id, type], index) => [id, { index, type }]));
const around = {
  directory,
  hasAsset: (id: string) => id === 'P-1',
  hasScreen: (id: string) => id === 'u200' || id === 'drive',
  parametersOf: (id: string) => (id === 'drive' ? ['drive'] : []),
};

describe('bindings of a screen', () => {
  it('are read with what they need, on any part', () => {
    const screen = read(
      `<text data-bind-text="{LT-1}" data-decimals="2" data-unit="m" data-words="0:empty 1:a little; 2:full">0</text>
      <g data-symbol="pump" data-bind-visible="{P-1.RUN}" data-bind-state="{MODE}" data-states="0:off 1:on 2:moving 3:fault"/>`,
    );
    expect(screen.problems).toEqual([]);
    const [text, pump] = nodesOf(screen.nodes);
    expect(text?.bindings[0]).toMatchObject({ target: 'text', expression: '{LT-1}', decimals: 2, unit: 'm' });
    expect([...(text?.bindings[0]?.words ?? [])]).toEqual([
      [0, 'empty'],
      [1, 'a little'],
      [2, 'full'],
    ]);
    expect(pump?.bindings.map(({ target }) => target)).toEqual(['visible', 'state']);
    expect([...(pump?.bindings[1]?.states.values() ?? [])]).toEqual(['off', 'on', 'moving', 'fault']);
    // What a binding says is none of the symbol's own keys.
    expect(pump?.kind === 'symbol' && pump.data).toEqual({ states: '0:off 1:on 2:moving 3:fault' });
  });

  it.each([
    ['<rect data-bind-text="{LT-1}"/>', /only <text> and <tspan> have a text/],
    ['<circle r="1" data-bind-width="{LT-1}"/>', /only <rect> has a width/],
    ['<text data-bind-level="{LT-1}">x</text>', /can be filled/],
    ['<rect data-bind-enabled="{P-1.RUN}"/>', /it opens nothing/],
    ['<text><tspan data-bind-visible="{P-1.RUN}">x</tspan></text>', /takes data-bind-text only/],
    ['<rect data-bind-colour="{LT-1}"/>', /there are data-bind- text, visible/],
    ['<rect data-bind-state="{LT-1}" data-states="0:red"/>', /"red" is no look/],
    ['<text data-bind-text="{LT-1}" data-decimals="99">x</text>', /0 to 6 is expected/],
  ])('%s cannot be bound so, and the sentence says why', (part, why) => {
    const screen = read(part);
    expect(said(screen)).toEqual([expect.stringMatching(why)]);
    expect(screen.problems[0]).toMatchObject({ line: 2, severity: 'error' });
  });

  const compile = (attributes: string, element = 'rect') => {
    const node = first(read(`<${element} ${attributes}/>`));
    return compileBinding(node.bindings[0] as ScreenNode['bindings'][number], directory);
  };
  it.each([
    ['a bare tag of any type as a text', 'text', 'data-bind-text="{LOT}"'],
    ['a number as a text', 'text', 'data-bind-text="{LT-1} * 2"'],
    ['a truth as a text', 'text', 'data-bind-text="{P-1.RUN} &amp;&amp; {LT-1} &gt; 5"'],
    ['a truth to show and hide', 'rect', 'data-bind-visible="{P-1.RUN}"'],
    ['a number as a level', 'rect', 'data-bind-level="{LT-1}"'],
    ['a truth as a state', 'rect', 'data-bind-state="{P-1.RUN}"'],
    ['an enumeration as a state', 'rect', 'data-bind-state="{MODE}"'],
  ])('take %s', (_, element, attributes) => {
    expect(compile(attributes, element)).toMatchObject({ ok: true });
  });
  it.each([
    ['data-bind-visible="{LT-1}"', 'it gives a number; true or false is expected, as of a comparison'],
    ['data-bind-level="{P-1.RUN}"', 'it gives true or false; a number is expected, as of "… ? 1 : 0"'],
    ['data-bind-state="{LOT}"', 'tag LOT is a text; a state needs a whole number, true or false'],
    ['data-bind-state="{NONE}"', 'there is no tag "NONE" in the project'],
    ['data-bind-x="{LT-1} + {NONE}"', 'at character 10: there is no tag "NONE" in the project'],
    ['data-bind-y="{LT-1} +"', 'the expression ends before it is complete'],
    ['data-bind-y="{LT-1} {LT-1}"', 'at character 8: "{LT-1}" does not fit here'],
    ['data-bind-rotate="3"', 'at character 1: it names no tag, so it would never get a time or a quality'],
  ])('%s is refused: %s', (attributes, message) => {
    expect(compile(attributes)).toMatchObject({ ok: false, fault: { message } });
  });
});

describe('templates', () => {
  const pump = drawing('<path class="pipe-main" data-flow="$(pump).RUN" d="M0 0H9"/>\n<g data-symbol="pump" data-asset="$(pump)"/><text>$(pump) of $(unit)</text>', 'data-param-pump="P-1" data-param-unit="U1"');
  const templates = new Map([['pump', pump]]);

  it('are drawn at the place of each use with its parameters, in attributes and in text', () => {
    const screen = read('<g data-template="pump" data-with-pump="P-1" data-with-unit="U2" transform="translate(5 6)"/>\n<g data-template="pump" data-with-pump="P-9" data-with-unit="U3"/>', { templates });
    expect(screen.problems).toEqual([]);
    const [one, two] = screen.nodes as [ShapeNode, ShapeNode];
    expect(one).toMatchObject({ name: 'g', template: 'pump', attributes: { transform: 'translate(5 6)' }, line: 2, within: null });
    expect(one.children).toMatchObject([{ flow: 'P-1.RUN' }, { kind: 'symbol', data: { asset: 'P-1' } }, { name: 'text', children: ['P-1 of U2'] }]);
    expect(two.children).toMatchObject([{ flow: 'P-9.RUN' }, { data: { asset: 'P-9' } }, { children: ['P-9 of U3'] }]);
    expect(screen.templates).toEqual(['pump']);
  });

  it('of a part in one, line and offset are those of the use, and the place in the template is known', () => {
    const screen = read('<rect width="1" height="1"/>\n<g data-template="pump" data-with-pump="P-1" data-with-unit="U2"/>', { templates });
    const [, use] = screen.nodes as [ShapeNode, ShapeNode];
    const [symbol] = symbolsOf(use.children);
    expect(symbol).toMatchObject({ line: 3, from: use.from, within: { template: 'pump', line: 3 } });
  });

  it('a parameter that is not given never becomes its sample: another machine would be shown', () => {
    const screen = read('<g data-template="pump" data-with-unit="U2"/>', { templates });
    expect(said(screen)).toEqual(['2: Template pump needs data-with-pump, which is not given.']);
    expect(symbolsOf(screen.nodes)[0]?.data['asset']).toBe('$(pump)');
  });

  it('a parameter that the template does not know is named', () => {
    expect(said(read('<g data-template="pump" data-with-pump="P-1" data-with-unit="U" data-with-pmup="P-2"/>', { templates }))).toEqual([
      '2: Template pump has no parameter pmup; data-with-pmup does nothing.',
    ]);
  });

  it('may stand in each other four deep; a problem names the template, its line and the line of the use', () => {
    const nest = new Map([1, 2, 3, 4, 5].map((at) => [`t${at}`, drawing(at === 5 ? '<rect width="1" height="1"/>' : `<g data-template="t${at + 1}"/>`)]));
    expect(said(read('<g data-template="t2"/>', { templates: nest }))).toEqual([]);
    expect(said(read('\n<g data-template="t1"/>', { templates: nest }))).toEqual([
      '3: Template t4, line 2: Template t5 is left out: templates are nested deeper than 4 (t1, t2, t3, t4).',
    ]);
  });

  it('that contain themselves are refused with a sentence', () => {
    const rings = new Map([
      ['a', drawing('<g data-template="b"/>')],
      ['b', drawing('<g data-template="a"/>')],
    ]);
    expect(said(read('<g data-template="a"/>', { templates: rings }))).toEqual(['2: Template b, line 2: Template a contains itself (a in b in a); it is left out here.']);
  });

  it('that are needed are known from the text alone', () => {
    expect(usedTemplates(drawing('<g data-template="a"/><g><g data-template=" b "/><g data-template="a"/></g>'))).toEqual(['a', 'b']);
    expect(usedTemplates('<svg data-template="a"')).toEqual([]);
  });
});

describe('a screen with parameters', () => {
  const head = 'data-param-drive="P-1"';
  it('shows its samples by itself and says so, and what it is given as a popup', () => {
    const body = '<title>Drive $(drive)</title><text data-bind-text="{$(drive).RUN}">x</text>';
    const alone = read(body, { head });
    expect(alone).toMatchObject({ title: 'Drive P-1', listTitle: 'Drive', parameters: { drive: 'P-1' }, isSample: true });
    const given = read(body, { head, parameters: { drive: 'P-2' } });
    expect(given).toMatchObject({ title: 'Drive P-2', isSample: false });
    expect(first(given).bindings[0]?.expression).toBe('{P-2.RUN}');
  });
  it('names a parameter it does not declare', () => {
    expect(said(read('<text>$(nobody)</text>', { head, parameters: { other: 'x' } }))).toEqual([
      '1: The screen has no parameter other; it is not used.',
      '2: Parameter nobody of <text> is not given; $(nobody) stays as it is written.',
    ]);
  });
});

describe('layers, roles, detail, popups and levels', () => {
  it('are read from any part and listed in the order of the drawing', () => {
    const screen = read(
      '<g data-layer="Piping"><path d="M0 0"/></g><g data-symbol="pump" data-layer="Machines" data-role="engineer" data-detail="1.5" data-popup="drive" data-with-drive="P-1"/><rect width="1" height="1" data-layer="Piping"/>',
      { head: 'data-display-level="2"' },
    );
    expect(screen.problems).toEqual([]);
    expect(screen).toMatchObject({ layers: ['Piping', 'Machines'], displayLevel: 2 });
    expect(symbolsOf(screen.nodes)[0]).toMatchObject({ layer: 'Machines', role: 'engineer', detail: 1.5, popup: { screen: 'drive', with: { drive: 'P-1' } }, data: {} });
  });
  it('a role with a slip of the pen is shown to the fewest, not to all', () => {
    const screen = read('<g data-role="enginer"/>');
    expect(first(screen).role).toBe('engineer');
    expect(said(screen)[0]).toMatch(/is no role/);
  });
  it.each([
    ['data-display-level="5"', /1 to 4 is expected/],
    ['data-display-level="two"', /1 to 4 is expected/],
  ])('the root with %s is told what is expected', (head, why) => {
    expect(said(read('', { head }))).toEqual([expect.stringMatching(why)]);
  });
});

describe('the check of a screen', () => {
  const check = (body: string, options: ParseOptions = {}): string[] => checkScreen(read(body, options), around).map(({ line, message, severity }) => `${line} ${severity}: ${message}`);
  it('finds nothing in a sound one', () => {
    expect(
      check('<g data-symbol="pump" data-asset="P-1" data-popup="drive" data-with-drive="P-1"/><text data-bind-text="{LOT}">x</text><path data-flow="LT-1 P-1.RUN" d="M0 0"/><g data-symbol="link" data-screen="u200"/>'),
    ).toEqual([]);
  });
  it('names element, line and reason of everything that leads nowhere', () => {
    expect(
      check(`<text id="clock" data-bind-text="{NONE}">x</text>
<g data-symbol="pmup" data-asset="P-1"/>
<g data-symbol="value" data-tag="NONE"/>
<g data-symbol="value"/>
<g data-symbol="indicator" data-tag="LOT"/>
<g data-symbol="table"><g data-tag="LT-1"/><g data-tag="NONE"/></g>
<g data-symbol="link" data-screen="nowhere"/>
<g data-popup="drive"><rect width="1" height="1"/></g>
<path data-flow="LT-1 NONE" d="M0 0"/>`),
    ).toEqual([
      '2 error: text clock: data-bind-text: there is no tag "NONE" in the project.',
      '3 error: symbol pmup P-1: there is no such symbol in the library.',
      '4 error: symbol value NONE: there is no tag "NONE" in the project (data-tag).',
      '5 error: symbol value: data-tag is missing.',
      '6 error: symbol indicator LOT: data-tag takes a tag of type float or int; LOT is of type text.',
      '7 error: symbol table: row 2: there is no tag "NONE" in the project (data-tag).',
      '8 error: symbol link: there is no screen "nowhere" in the project (data-screen).',
      '9 error: g: screen drive needs data-with-drive, which is not given.',
      '10 error: path: there is no tag "NONE" in the project (data-flow).',
    ]);
  });
  it('names what does nothing or is out of bounds as a warning', () => {
    expect(check('<g data-symbol="pump" data-asset="P-1" data-size="1e9" data-colour="red"/>\n<g data-symbol="value" data-tag="LT-1" data-show="sparkle" data-align="left"/>')).toEqual([
      '2 warning: symbol pump P-1: data-colour is not one of its keys and does nothing.',
      '2 warning: symbol pump P-1: data-size="1e9" is not a number from 4 to 2000.',
      '3 warning: symbol value LT-1: data-show: "sparkle" is none of indicator, spark, plain.',
      '3 warning: symbol value LT-1: data-align="left" is none of start, middle, end.',
    ]);
  });
  it('in a template names the template, its line and the line of the use', () => {
    const templates = new Map([['t', drawing('<g/>\n<g data-symbol="value" data-tag="$(tag)"/>', 'data-param-tag="LT-1"')]]);
    expect(check('<g data-template="t" data-with-tag="LT-1"/>\n<g data-template="t" data-with-tag="NONE"/>', { templates })).toEqual([
      '3 error: Template t, line 3: symbol value NONE: there is no tag "NONE" in the project (data-tag).',
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScreen } from './parse-screen.ts';
import type { ScreenModel } from './screen-model.ts';

const wrap = (body: string, head = 'viewBox="0 0 100 50"'): string => `<svg xmlns="http://www.w3.org/2000/svg" ${head}>\n${body}\n</svg>`;
function read(body: string): ScreenModel {
  const result = parseScreen(wrap(body));
  if (!result.ok) throw new Error(result.problem.message);
  return result.screen;
}

describe('screen parser', () => {
  it('reads title, size, shapes, symbols, table rows and tiles', () => {
    const screen = read(`
      <title>U100 &amp; brine</title>
      <g data-symbol="tiles"><g data-tag="FT-1" data-label="Feed"/></g>
      <path class="pipe-main" data-flow="FT-1" d="M0 0H10"/>
      <text class="note" x="1" y="2">to <tspan>dryer</tspan></text>
      <g data-symbol="table" data-width="350" transform="translate(5 6)"><g data-tag="TT-1" data-label="DE"/></g>`);
    expect(screen).toMatchObject({ title: 'U100 & brine', width: 100, height: 50, tiles: [{ tag: 'FT-1', label: 'Feed' }], problems: [] });
    expect(screen.nodes[0]).toMatchObject({ kind: 'shape', name: 'path', flow: 'FT-1', attributes: { class: 'pipe-main', d: 'M0 0H10' } });
    expect(screen.nodes[1]).toMatchObject({ name: 'text', children: ['to ', { name: 'tspan', children: ['dryer'] }] });
    expect(screen.nodes[2]).toMatchObject({
      kind: 'symbol',
      symbol: 'table',
      transform: 'translate(5 6)',
      data: { width: '350' },
      items: [{ tag: 'TT-1', label: 'DE' }],
    });
  });

  it.each([
    ['a script', '<script>alert(1)</script>', /script/],
    ['foreign objects', '<foreignObject><div>x</div></foreignObject>', /foreignObject/],
    ['images', '<image href="http://example.org/a.png"/>', /image/],
    ['references', '<use href="#a"/>', /use/],
    ['animation', '<animate attributeName="d"/>', /animate/],
    ['links', '<a href="javascript:x"><rect width="1" height="1"/></a>', /<a>/],
  ])('leaves out %s and says so with its line', (_, part, said) => {
    const screen = read(`<rect x="0" y="0" width="5" height="5"/>\n${part}`);
    expect(screen.nodes).toHaveLength(1);
    expect(screen.problems[0]?.message).toMatch(said);
    expect(screen.problems[0]?.line).toBe(3);
  });

  it('keeps no event handler, style, colour or reference of any element', () => {
    const screen = read(
      '<g onclick="x()" style="background:url(http://e.org)" clip-path="url(#a)"><path d="M0 0" fill="red" onload="y()" href="#b" filter="url(#f)"/></g><g data-symbol="pump" onclick="z()"/>',
    );
    expect(screen.nodes[0]).toMatchObject({ attributes: {}, children: [{ attributes: { d: 'M0 0' } }] });
    expect(screen.problems.map(({ message }) => /Attribute ([\w-]+)/.exec(message)?.[1])).toEqual([
      'onclick',
      'clip-path',
      'onload',
      'href',
      'filter',
      'onclick',
    ]);
  });

  it('leaves out what a drawing program adds, without a word', () => {
    const screen = read(
      '<defs><marker id="m"/></defs><metadata><rdf:RDF/></metadata><sodipodi:namedview/><g inkscape:label="Layer 1" style="x"><rect width="3" height="4" fill="#fff"/></g>',
    );
    expect(screen.problems).toEqual([]);
    expect(screen.nodes).toHaveLength(1);
  });

  it.each([
    ['<rect width="NaN" height="1"/>', /not a number/],
    ['<rect width="1e99" height="1"/>', /further out/],
    ['<path d="M0 0 url(x)"/>', /path/],
    [`<path d="${'M0 0'.repeat(6000)}"/>`, /longer than/],
    ['<polyline points="1,2 a"/>', /points/],
    ['<g transform="translate(1 2) expression(1)"/>', /transform/],
    ['<g data-symbol="pump" transform="rotate(x)"/>', /transform/],
    ['<circle r="9999999"/>', /further out/],
  ])('leaves out %s', (part, said) => {
    const screen = read(part);
    expect(screen.nodes).toEqual([]);
    expect(screen.problems[0]?.message).toMatch(said);
  });

  it('names unknown classes and keeps the known ones', () => {
    const screen = read('<path class="pipe-main evil" d="M0 0"/>');
    expect(screen.nodes[0]).toMatchObject({ attributes: { class: 'pipe-main' } });
    expect(screen.problems[0]?.message).toMatch(/evil/);
  });

  it.each([
    ['text that is no XML', 'hello', /no element|outside/],
    ['another document', '<html xmlns="http://www.w3.org/1999/xhtml"/>', /not an SVG/],
    ['an SVG without a size', '<svg xmlns="http://www.w3.org/2000/svg"/>', /viewBox/],
    ['a huge view box', wrap('', 'viewBox="0 0 1e9 10"'), /viewBox/],
    ['an unclosed element', wrap('<g>'), /closes <g>/],
    ['entities of its own', `<!DOCTYPE svg [<!ENTITY a "b">]>${wrap('')}`, /document type/],
    ['an unknown entity', wrap('<text>&boom;</text>'), /entity/],
    ['nesting without end', wrap('<g>'.repeat(60) + '</g>'.repeat(60)), /deeper/],
    ['too many elements', wrap('<g/>'.repeat(7000)), /more than 6000/],
    ['a text over 4 MB', wrap(' '.repeat(4 * 1024 * 1024)), /at most/],
  ])('refuses %s in one sentence with a line', (_, text, said) => {
    const result = parseScreen(text);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.problem.message).toMatch(said);
    expect(result.problem.line).toBeGreaterThan(0);
  });

  it('says on which line a file is broken', () => {
    const result = parseScreen(wrap('<g>\n<rect/>\n</b>\n</g>'));
    expect(result).toMatchObject({ ok: false, problem: { line: 4 } });
  });

  it('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">',
      '</svg>',
      '<g',
      '>',
      '/>',
      '"',
      '=',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '&#x',
      '&amp;',
      ';',
      '<?',
      'd="M0',
      ' ',
      'x',
      '</g>',
      '<!D',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (parts) => {
        const result = parseScreen(parts.join(''));
        expect(typeof result.ok).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });

  it('lists at most a hundred problems and says that there are more', () => {
    const { problems } = read('<script/>'.repeat(500));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.message).toMatch(/More problems/);
  });
});

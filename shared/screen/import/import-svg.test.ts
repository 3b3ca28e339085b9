import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseScreen } from '../parse-screen.ts';
import { importDrawing } from './import-drawing.ts';
import type { ImportResult } from './import-model.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const take = (text: string | Uint8Array, name = 'plan.svg', width = 1000): ImportResult => importDrawing({ format: 'svg', name, width }, typeof text === 'string' ? bytesOf(text) : text);
const wrap = (body: string, head = 'viewBox="0 0 1000 500"'): string => `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" ${head}>${body}</svg>`;
/** Lines of the first screen without its head and end. */
const linesOf = (body: string, head?: string): string[] => {
  const [screen] = take(wrap(body, head)).screens;
  return (screen?.svg ?? '').trimEnd().split('\n').slice(2, -1).map((line) => line.trim());
};
const told = (result: ImportResult, outcome: string): string[] => result.report.filter((line) => line.outcome === outcome).map(({ count, what, why }) => `${count} ${what}: ${why}`);

describe('An imported SVG', () => {
  it('has its lines by width, its vessels by fill and its words by size, in the classes of the console', () => {
    const lines = linesOf(`
      <path d="M0 10H100" stroke="blue" stroke-width="3" fill="none"/>
      <path d="M0 20H100" stroke="blue" stroke-width="2" fill="none"/>
      <path d="M0 30H100" stroke="#000" stroke-width="6" fill="none"/>
      <path d="M0 40H100" stroke="#000" stroke-dasharray="4 2" fill="none"/>
      <path d="M0 50H100" stroke="#000" fill="none"/>
      <rect x="100" y="100" width="60" height="90" fill="#cccccc" stroke="black"/>
      <rect x="200" y="100" width="60" height="90" fill="#222222" stroke="black"/>
      <rect x="300" y="100" width="600" height="380" fill="#dddddd"/>
      <polygon points="0,0 8,4 0,8"/>
      <circle cx="50" cy="400" r="20" fill="none" stroke="#444"/>
      <rect x="10" y="200" width="80" height="60" fill="none" stroke="#444" stroke-dasharray="3"/>
      <text x="5" y="490" font-size="12">FT-101</text><text x="5" y="470" font-size="12">FT-102</text><text x="5" y="450" font-size="30">Brine</text>`);
    expect(lines.map((line) => /class="([\w-]+)"/.exec(line)?.[1])).toEqual(['pipe-main', 'pipe-utility', 'bus', 'signal', 'outline', 'body', 'body-2', 'panel', 'arrow', 'outline', 'outline-dashed', 'label', 'label', 'title']);
    expect(lines[5]).toBe('<rect class="body" x="100" y="100" width="60" height="90"/>');
    expect(lines[9]).toBe('<circle class="outline" cx="50" cy="400" r="20"/>');
    expect(lines[11]).toBe('<text class="label" x="5" y="490">FT-101</text>');
  });

  it('stands where it stood, whatever units, page and nested transforms it was drawn with', () => {
    // A page of 200 x 100 mm with its own units, from (10, 20) on: five units of the screen for one.
    expect(linesOf('<g transform="translate(10 20)"><g transform="rotate(90)"><line x1="0" y1="0" x2="40" y2="0" stroke="black"/></g></g>', 'width="200mm" height="100mm" viewBox="10 20 200 100"')).toEqual(['<path class="bus" d="M0 0V200"/>']);
    expect(linesOf('<line x1="10mm" y1="0" x2="1in" y2="0" stroke="black" stroke-width="1pt"/>', 'width="1000" height="500"')).toEqual(['<line class="outline" x1="37.8" y1="0" x2="96" y2="0"/>']);
    expect(linesOf('<rect x="0" y="0" width="100" height="50" fill="#ccc" transform="matrix(0 1 -1 0 200 0)"/>')).toEqual(['<path class="body" d="M200 0V100H150V0Z"/>']);
  });

  it('has what was copied where the copies stood, symbols with a page of their own too', () => {
    const body = `<defs><g id="v"><path d="M0 0L20 20" stroke="black" fill="none"/></g><symbol id="s" viewBox="0 0 10 10"><rect width="10" height="10" fill="#ccc"/></symbol></defs>
      <use href="#v" x="100" y="50"/><use xlink:href="#s" x="300" y="100" width="40" height="80"/>`;
    expect(linesOf(body)).toEqual(['<g id="v">', '<path class="outline" d="M100 50L120 70"/>', '</g>', '<rect class="body" x="300" y="120" width="40" height="40"/>']);
  });

  it('takes styles from attributes, rules, classes and ids, the nearest last', () => {
    const lines = linesOf(`<style>/* as drawn */ .pipe { stroke: #00f; stroke-width: 3px; fill: none } #own { stroke-width: 6 } rect { fill: #111; stroke: #000 } g .deep { stroke-width: 6 } g > .deep { fill: none } a > .deep { stroke-width: 1 } path:hover { fill: red }</style>
      <path class="pipe" d="M0 0H9V30"/><path class="pipe" id="own" d="M0 0H9V30"/><g stroke="black" stroke-width="2" fill="none"><path d="M0 0H9V30"/><path style="stroke-width:3" d="M0 0H9V30"/><path class="deep" stroke-width="1" d="M0 0H9V30"/></g><rect x="50" y="50" width="90" height="60" stroke="red"/>`);
    expect(lines.map((line) => /class="([\w-]+)"/.exec(line)?.[1] ?? line)).toEqual(['pipe-main', 'bus', '<g>', 'pipe-utility', 'pipe-main', 'bus', '</g>', 'body-2']);
  });

  it('has its layers, without those that were hidden', () => {
    const result = take(wrap('<g inkscape:groupmode="layer" inkscape:label="Piping"><path d="M0 0H50" stroke="black"/></g><g inkscape:groupmode="layer" inkscape:label="Old" style="display:none"><path d="M0 9H50" stroke="black"/></g>'));
    expect(result.screens[0]?.svg).toContain('<g data-layer="Piping">');
    expect(result.screens[0]?.svg).not.toContain('Old');
    expect(told(result, 'left-out')).toEqual(['1 hidden parts: they were not shown']);
  });

  it('has its words line by line, turned and anchored as they were', () => {
    expect(linesOf('<text font-size="10" text-anchor="middle"><tspan x="50" y="20">Feed &amp; brine</tspan><tspan x="50" dy="1.2em">pump</tspan></text><text font-size="10" transform="translate(200 100) rotate(-90)">up <tspan font-weight="bold">here</tspan></text>')).toEqual([
      '<text class="label" x="50" y="20" text-anchor="middle">Feed &amp; brine</text>',
      '<text class="label" x="50" y="32" text-anchor="middle">pump</text>',
      '<text class="label" x="200" y="100" transform="rotate(-90 200 100)">up here</text>',
    ]);
  });

  it('has words that stood by their middle on the line they had, and paint that names the colour around', () => {
    expect(linesOf('<g color="#ccc"><text x="9" y="100" font-size="12" dominant-baseline="middle">Mid</text><rect x="100" y="100" width="90" height="60" fill="currentColor" stroke="black"/></g>').slice(1, -1)).toEqual(['<text class="label" x="9" y="104.2">Mid</text>', '<rect class="body" x="100" y="100" width="90" height="60"/>']);
  });

  it('has heads where lines ended in markers', () => {
    const lines = linesOf('<defs><marker id="Arrow"/></defs><path d="M0 50H100" stroke="black" marker-end="url(#Arrow)"/>');
    expect(lines).toEqual(['<path class="outline" d="M0 50H100"/>', '<path class="arrow" d="M100 50L92 53.5V46.5Z"/>']);
  });

  it('lists with counts what it left out and why, and nothing of that reaches the screen', () => {
    const result = take(
      wrap(`<script>alert(1)</script><rect width="50" height="50" fill="#ccc" onclick="x()"/><a href="javascript:x()"><rect x="60" width="50" height="50" fill="#ccc"/></a>
        <image href="http://example.org/a.png"/><foreignObject><p>x</p></foreignObject><animate attributeName="x"/><use href="other.svg#a"/><path d="nonsense"/><rect x="5000" width="9" height="9"/><path d="M0 0H9" stroke="none" fill="none"/><g filter="url(#f)"><rect y="90" width="50" height="50" fill="#ccc"/></g>`),
    );
    expect(told(result, 'left-out').toSorted((a, b) => a.localeCompare(b))).toEqual([
      '1 <animate>: animation; bind the element to a tag in its place',
      '1 <foreignObject>: web page parts are not part of a screen',
      '1 <image>: pictures are not part of a screen; draw what matters of it',
      '1 <path>: its numbers cannot be read',
      '1 <script>: scripts never run',
      '1 copies (use): what they copy is in another file, which is never fetched',
      '1 event handlers: scripts never run',
      '1 links: nothing of a screen leads out of the console',
      '1 shapes: nothing of them is seen: no fill and no line',
      '1 shapes: they lie outside of the page',
    ]);
    expect(told(result, 'changed')).toContain('1 filters: left off; what they cut away or blurred is drawn whole');
    const [screen] = result.screens;
    expect(screen?.svg).not.toMatch(/script|http:\/\/example|onclick|javascript|image/);
    expect(screen?.problems).toEqual([]);
  });

  it('suggests bindings by names of equipment and by the labels of json-scada, with the line of the element', () => {
    const label = '{&quot;attr&quot;:&quot;get&quot;,&quot;tag&quot;:&quot;%n&quot;},{&quot;attr&quot;:&quot;popup&quot;,&quot;src&quot;:&quot;block&quot;}';
    const { suggestions, screens } = take(wrap(`<g id="P-201A"><rect width="50" height="50" fill="#ccc"/></g><g inkscape:label="{&quot;attr&quot;:&quot;clone&quot;,&quot;map&quot;:[&quot;%n=28977&quot;]}"><text x="9" y="90" inkscape:label="${label}">0.0</text></g>`));
    expect(suggestions.map(({ sentence }) => sentence)).toEqual(['It is named P-201A: bind it to that tag or asset.', 'In json-scada it is a copy with tags 28977.', 'In json-scada it shows the value of 28977.', 'In json-scada it opens a popup for block.']);
    const lines = screens[0]?.svg.split('\n') ?? [];
    expect(lines[(suggestions[0]?.line ?? 0) - 1]).toContain('id="P-201A"');
    expect(lines[(suggestions[2]?.line ?? 0) - 1]).toContain('>0.0<');
  });

  it('is a template in its own size where it is as small as a symbol', () => {
    const [made] = take(wrap('<path d="M4 4L44 44M4 44L44 4M4 4V44Z" fill="#231f20"/>', 'viewBox="0 0 48 48"'), 'Valve Ä.svg').screens;
    expect(made).toMatchObject({ kind: 'template', screen: 'valve-a' });
    expect(made?.svg).toContain('viewBox="0 0 48 48"');
  });

  it('is taken as it is where it is a screen already', () => {
    const text = wrap('<g data-symbol="pump" data-asset="P-1"/>');
    expect(take(text).screens[0]?.svg).toBe(text);
  });

  it('is read in the encodings drawing programs write, and with the entities of Illustrator', () => {
    const latin = '<?xml version="1.0" encoding="ISO-8859-1"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 500"><text x="9" y="9">Kühler</text></svg>';
    expect(take(Uint8Array.from(latin, (letter) => letter.charCodeAt(0))).screens[0]?.svg).toContain('Kühler');
    const typed = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 500"><text x="9" y="9">Fan</text></svg>';
    expect(take(typed).screens[0]?.svg).toContain('>Fan<');
    const entity = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd" [ <!ENTITY ns_svg "http://www.w3.org/2000/svg"> ]><svg xmlns="&ns_svg;" viewBox="0 0 1000 500"><text x="9" y="9">Pump</text></svg>';
    expect(take(entity).screens[0]?.svg).toContain('>Pump<');
  });
});

describe('A hostile or broken SVG', () => {
  it.each([
    ['that is no XML', 'hello', /not readable/],
    ['of another language', '<html/>', /no SVG drawing: it begins with <html>/],
    ['with entities made of entities', '<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', /entities that stand for more/],
    ['with an entity from outside', '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>&a;</text></svg>', /never fetched/],
    ['with an entity that grows', `<!DOCTYPE svg [<!ENTITY a "${'x'.repeat(400)}">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>${'&a;'.repeat(9000)}</text></svg>`, /grow beyond/],
    ['nested without end', wrap('<g>'.repeat(300) + '</g>'.repeat(300)), /nested deeper/],
    ['without a size or anything on it', '<svg xmlns="http://www.w3.org/2000/svg"/>', /empty/],
    ['as thin as a thread', wrap('<rect width="9" height="9"/>', 'viewBox="0 0 1 90000"'), /too narrow or too wide/],
    ['compressed, handed over as it is', String.fromCharCode(0x1f, 0x8b, 8), /compressed/],
  ])('%s is refused in a sentence', (_, text, sentence) => {
    const bytes = text.startsWith(String.fromCharCode(0x1f)) ? Uint8Array.from(text, (letter) => letter.charCodeAt(0)) : bytesOf(text);
    expect(() => take(bytes)).toThrow(sentence);
  });

  it('that copies itself a thousand million times ends in bounded steps, and says so', () => {
    const levels = Array.from({ length: 10 }, (_, level) => `<g id="l${level}">${(level === 0 ? '<rect width="5" height="5"/>' : `<use href="#l${level - 1}"/>`).repeat(10)}</g>`).join('');
    const result = take(wrap(`<defs>${levels}</defs><use href="#l9"/><use href="#self" id="self"/>`));
    expect(told(result, 'left-out').some((line) => line.includes('unfolds to more than'))).toBe(true);
    const parsed = parseScreen(result.screens[0]?.svg ?? '');
    expect(parsed.ok && parsed.screen.problems).toEqual([]);
    // Empty groups are nothing to draw, and cost as little.
    const empty = levels.replaceAll('<rect width="5" height="5"/>', '<g/>');
    expect(take(wrap(`<defs>${empty}</defs><use href="#l9"/>`)).report.some(({ why }) => why.includes('unfolds'))).toBe(true);
  });

  it('with numbers beyond all bounds leaves out what they reach, and draws the rest', () => {
    const result = take(wrap('<rect x="1e300" width="1e308" height="9"/><path d="M0 0L1e9 1e9" stroke="black"/><rect width="50" height="50" fill="#ccc" transform="scale(1e200) scale(1e200)"/><rect width="50" height="50" fill="#ccc"/>'));
    expect(result.screens[0]?.svg.match(/<(rect|path)/g)).toHaveLength(1);
    expect(result.screens[0]?.problems).toEqual([]);
  });

  it('with more style rules than can be compared with its elements ends in bounded steps, and says so', () => {
    const rules = Array.from({ length: 2000 }, (_, n) => `g g g path.c${n % 3} { fill: none }`).join('');
    const result = take(wrap(`<style>${rules}</style>${'<path class="c0 c1 c2" d="M0 0L9 9" stroke="black"/>'.repeat(6000)}`));
    expect(told(result, 'left-out')).toContain('1 style rules: there are more of them than can be compared with so many elements');
  });

  it('larger than a screen is simplified until it fits, and what went is counted', () => {
    const many = Array.from({ length: 20_000 }, (_, n) => `<path d="M${n % 1000} ${Math.floor(n / 40)}h${1 + (n % 7)}v3" stroke="black" fill="none"/>`).join('');
    const result = take(wrap(many));
    const parsed = parseScreen(result.screens[0]?.svg ?? '');
    expect(parsed.ok && parsed.screen.problems).toEqual([]);
    expect(told(result, 'changed').some((line) => line.includes('put together to one path each'))).toBe(true);
    const long = `M0 0${Array.from({ length: 60_000 }, (_, n) => `L${n % 1000} ${(n * 7) % 500}`).join('')}`;
    const second = take(wrap(`<path d="${long}" stroke="black" fill="none"/>`));
    expect(second.screens[0]?.problems).toEqual([]);
    expect(Math.max(...[...(second.screens[0]?.svg ?? '').matchAll(/ d="([^"]*)"/g)].map(([, d]) => (d ?? '').length))).toBeLessThan(20_000);
  });

  it('never ends in anything but a screen without problems or a refusal', () => {
    const piece = fc.constantFrom('<g transform="scale(-2)">', '</g>', '<rect width="9" height="9"/>', '<use href="#a"/>', '<g id="a">', '<text x="1">a</text>', '<path d="M0 0a5 5 0 1 1 9 9z" stroke="red"/>', '<path d="M0,0 A 1e5 1 33 0 1 5 5 T 9 9 S 1 1 2 2"/>', '<style>*{fill:none}</style>', '<svg viewBox="0 0 0 0">', '</svg>', '<polyline points="1,2 3"/>', '<text><tspan dy="1em">x</tspan></text>', '<circle r="-5"/>', '<![CDATA[x]]>', '&amp;');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (parts) => {
        try {
          for (const { svg, problems } of take(wrap(parts.join(''))).screens) {
            expect(problems).toEqual([]);
            expect(parseScreen(svg).ok).toBe(true);
          }
        } catch (error) {
          expect((error as Error).constructor.name).toBe('ImportRefused');
        }
      }),
      { numRuns: 600 },
    );
  });
});

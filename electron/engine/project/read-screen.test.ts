import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import { readScreen } from './read-screen.ts';

const head = 'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"';
const drawing = (content = ''): string => `<svg ${head}>${content}</svg>`;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstout-screen-'));
  mkdirSync(join(dir, 'screens'));
  mkdirSync(join(dir, 'templates'));
  writeFileSync(join(dir, 'project.yaml'), 'name: Secret\n');
  writeFileSync(join(dir, 'secret.svg'), drawing());
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const write = (file: string, text: string): void => writeFileSync(join(dir, file), text);

test('gives a screen as it stands in the file', async () => {
  const svg = drawing('<title>Unit 200</title>');
  write('screens/u200.svg', svg);
  expect(await readScreen(dir, 'u200')).toEqual({ ok: true, value: { svg, templates: {} } });
});

test('gives a screen with all templates it is made of, those within templates included, and no others', async () => {
  write('screens/u200.svg', drawing('<g data-template="pair"/><g data-template="gone"/><g data-template="../secret"/>'));
  write('templates/pair.svg', drawing('<g data-template="pump"/><g data-template="pair"/>'));
  write('templates/pump.svg', drawing('<rect width="1" height="1"/>'));
  write('templates/other.svg', drawing());
  const read = await readScreen(dir, 'u200');
  expect(read.ok && Object.keys(read.value.templates)).toEqual(['pair', 'pump']);
});

test('a template that is a link out of the project is not followed', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'firstout-outside-'));
  try {
    writeFileSync(join(outside, 't.svg'), drawing());
    symlinkSync(join(outside, 't.svg'), join(dir, 'templates/t.svg'));
    write('screens/u200.svg', drawing('<g data-template="t"/>'));
    expect(await readScreen(dir, 'u200')).toMatchObject({ ok: true, value: { templates: {} } });
  } finally {
    rmSync(outside, { recursive: true, force: true });
  }
});

test.each(['../secret', 'a/../../secret', '..', '.', '', '/etc/passwd', 'a\0b', 'u200', 'x'.repeat(5000)])(
  'gives nothing for the name %j',
  async (id) => {
    expect(await readScreen(dir, id)).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  },
);

test('a broken screen is refused with its line', async () => {
  write('screens/u200.svg', '<svg>\n<g>\n</svg>');
  expect(await readScreen(dir, 'u200')).toEqual({
    ok: false,
    fault: { code: 'bad-screen', message: 'screens/u200.svg, line 3: The screen is not readable: </svg> closes <g> of line 2.' },
  });
});

test('a screen beyond 4 MB is refused', async () => {
  write('screens/u200.svg', drawing(' '.repeat(4 * 1024 * 1024)));
  expect(await readScreen(dir, 'u200')).toMatchObject({
    ok: false,
    fault: { code: 'bad-screen', message: expect.stringContaining('at most 4.0 MB') },
  });
});

test.each([
  [drawing(), ''],
  [`\uFEFF<?xml version="1.0"?>\n<!-- <g> -->\n<svg ${head} id='"'><title> A &lt; B\n </title><title>C</title></svg>\n`, 'A < B'],
  [drawing('<g><title>inner</title></g>'), ''],
  [drawing('<title></title>'), ''],
  [drawing('<style><![CDATA[ a > b { } & ]]></style><title>T&#176;</title>'), 'T°'],
])('%j is a drawing with the title %j', (text, title) => {
  expect(parseScreen(text)).toMatchObject({ ok: true, screen: { title } });
});

test.each([
  ['', 1, 'there is no element'],
  ['text', 1, 'text stands outside the root element'],
  ['<svg>', 1, '<svg> of line 1 is not closed'],
  ['</svg>', 1, '</svg> closes nothing'],
  ['<svg>\n<g></svg>', 2, '</svg> closes <g> of line 2'],
  ['<svg/><svg/>', 1, 'there is a second root element'],
  ['<svg a=1/>', 1, 'the value of a is not in quotes'],
  ['<svg a="1" a="2"/>', 1, 'attribute a stands twice'],
  ['<svg a="<"/>', 1, 'the value of a has a < in it'],
  ['<svg>a & b</svg>', 1, 'a & stands alone; write &amp;'],
  ['<svg>&nbsp;</svg>', 1, '&nbsp; is not a known entity'],
  ['<svg a="&x;"/>', 1, '&x; is not a known entity'],
  ['<svg>1 < 2</svg>', 1, 'a name was expected after <'],
  ['<svg><!-- </svg>', 1, 'a comment is not closed'],
  ['<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', 1, 'a document type (<!DOCTYPE>) is not allowed; delete the line'],
  ['<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg/>', 1, 'a document type (<!DOCTYPE>) is not allowed; delete the line'],
  [`<svg>${'<g>'.repeat(300)}`, 1, 'elements are nested deeper than 24'],
])('%j is refused', (text, line, message) => {
  expect(parseScreen(text)).toEqual({ ok: false, problem: { line, message: `The screen is not readable: ${message}.` } });
});

test('another document is refused by what it begins with', () => {
  expect(parseScreen('<html/>')).toEqual({ ok: false, problem: { line: 1, message: 'The screen is not an SVG drawing: it begins with <html>.' } });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkScreen, readScreen } from './read-screen.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'firstout-screen-'));
  mkdirSync(join(dir, 'screens'));
  writeFileSync(join(dir, 'project.yaml'), 'name: Secret\n');
  writeFileSync(join(dir, 'secret.svg'), '<svg/>');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('gives a screen as it stands in the file', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><title>Unit 200</title></svg>';
  writeFileSync(join(dir, 'screens/u200.svg'), svg);
  expect(await readScreen(dir, 'u200')).toEqual({ ok: true, value: svg });
});

test.each(['../secret', 'a/../../secret', '..', '.', '', '/etc/passwd', 'a\0b', 'u200', 'x'.repeat(5000)])(
  'gives nothing for the name %j',
  async (id) => {
    expect(await readScreen(dir, id)).toMatchObject({ ok: false, fault: { code: 'not-found' } });
  },
);

test('a broken screen is refused with its line', async () => {
  writeFileSync(join(dir, 'screens/u200.svg'), '<svg>\n<g>\n</svg>');
  expect(await readScreen(dir, 'u200')).toEqual({
    ok: false,
    fault: { code: 'bad-screen', message: 'screens/u200.svg, line 3: </svg> stands where </g> is expected' },
  });
});

test('a screen beyond 4 MB is refused', async () => {
  writeFileSync(join(dir, 'screens/u200.svg'), `<svg>${' '.repeat(4 * 1024 * 1024)}</svg>`);
  expect(await readScreen(dir, 'u200')).toMatchObject({
    ok: false,
    fault: { code: 'bad-screen', message: expect.stringContaining('at most 4.0 MB') },
  });
});

test.each([
  ['<svg/>', null],
  ['\uFEFF<?xml version="1.0"?>\n<!-- <g> -->\n<svg a="1" b=\'"\'><title> A &lt; B\n </title><title>C</title></svg>\n', 'A < B'],
  ['<svg><g><title>inner</title></g></svg>', null],
  ['<svg><title></title></svg>', null],
  ['<svg><style><![CDATA[ a > b { } & ]]></style><title>T&#176;</title></svg>', 'T&#176;'],
])('%j is well-formed', (text, title) => {
  expect(checkScreen(text)).toEqual({ ok: true, title });
});

test.each([
  ['', 1, 'there is no element in the file'],
  ['text', 1, 'there is text outside the drawing'],
  ['<svg>', 1, '<svg> is not closed'],
  ['</svg>', 1, '</svg> closes nothing'],
  ['<svg>\n<g></svg>', 2, '</svg> stands where </g> is expected'],
  ['<svg/><svg/>', 1, 'there is a second element <svg> beside the drawing'],
  ['<svg a=1/>', 1, 'the attributes of <svg> cannot be read; each is written name="value"'],
  ['<svg a="1" a="2"/>', 1, '<svg> has the attribute "a" twice'],
  ['<svg a="<"/>', 1, 'the attributes of <svg> cannot be read; each is written name="value"'],
  ['<svg>a & b</svg>', 1, 'a "&" stands alone; write &amp;'],
  ['<svg>&nbsp;</svg>', 1, 'a "&" stands alone; write &amp;'],
  ['<svg a="&x;"/>', 1, 'the attribute "a" of <svg> has a "&" alone; write &amp;'],
  ['<svg>1 < 2</svg>', 1, 'a "<" stands alone; write &lt;'],
  ['<svg><!-- </svg>', 1, 'a comment, CDATA section or instruction is not closed'],
  ['<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', 1, 'a document type (<!DOCTYPE>) is not allowed; delete the line'],
  ['<html/>', 1, 'an <svg> is expected, found <html>'],
  [`<svg>${'<g>'.repeat(300)}`, 1, 'elements are nested more than 200 deep'],
])('%j is refused', (text, line, message) => {
  expect(checkScreen(text)).toEqual({ ok: false, line, message });
});

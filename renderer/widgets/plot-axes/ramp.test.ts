import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createRamp, rampCss } from './ramp.ts';

const tokens = readFileSync(new URL('../../theme/tokens.css', import.meta.url), 'utf8');
const light = tokens.slice(tokens.indexOf('[data-theme="light"]{'));
const dark = tokens.slice(0, tokens.length - light.length);
const token = (theme: string, name: string): string => new RegExp(`${name}:(#[0-9A-Fa-f]{6})`).exec(theme)?.[1] ?? '';

it.each([
  ['dark', dark, 1],
  ['light', light, -1],
])('the ramp of heat pictures runs one way in lightness, never back, in the %s theme', (_name, theme, way) => {
  const stops = ['--bg-canvas', '--pen-7', '--pen-6'].map((name) => token(theme, name));
  expect(stops.every((stop) => stop.length === 7)).toBe(true);
  const lightness = [...createRamp(stops)].map((pixel) => 0.2126 * (pixel & 255) + 0.7152 * ((pixel >> 8) & 255) + 0.0722 * ((pixel >> 16) & 255));
  for (let at = 1; at < 256; at++) expect(((lightness[at] as number) - (lightness[at - 1] as number)) * way).toBeGreaterThanOrEqual(-0.01);
  expect(Math.abs((lightness[255] as number) - (lightness[0] as number))).toBeGreaterThan(150);
});
it('begins and ends with the colours given, also as CSS, and holds its ends', () => {
  const ramp = createRamp(['#102030', '#ffffff']);
  expect([rampCss(ramp, 0), rampCss(ramp, 1), rampCss(ramp, -3), rampCss(ramp, 7)]).toEqual(['rgb(16 32 48)', 'rgb(255 255 255)', 'rgb(16 32 48)', 'rgb(255 255 255)']);
  expect(ramp[0]).toBe(0xff302010);
});

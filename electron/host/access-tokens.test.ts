import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createVirtualClock } from '../engine/testing/virtual-ports.ts';
import { createLinkAuthenticate, createOneTimeTokens, linkRoles, newToken, readLinkTokens } from './access-tokens.ts';

const folders: string[] = [];
const folder = (): string => {
  folders.push(mkdtempSync(join(tmpdir(), 'firstout-access-')));
  return folders.at(-1)!;
};
afterEach(() => folders.splice(0).forEach((one) => rmSync(one, { recursive: true })));

it('lets a window in once by its token', () => {
  const tokens = createOneTimeTokens(createVirtualClock());
  const token = newToken();
  tokens.announce(token, 'sam', 'engineer');
  expect(tokens.authenticate(newToken())).toBeNull();
  expect(tokens.authenticate(token)).toMatchObject({ user: 'sam', role: 'engineer' });
  expect(tokens.authenticate(token)).toBeNull();
});

it('forgets a window that did not connect within a minute', () => {
  const clock = createVirtualClock();
  const tokens = createOneTimeTokens(clock);
  const token = newToken();
  tokens.announce(token, 'sam', 'engineer');
  clock.advance(60_001);
  expect(tokens.authenticate(token)).toBeNull();
});

it('refuses an empty token', () => {
  expect(createOneTimeTokens(createVirtualClock()).authenticate('')).toBeNull();
  expect(createLinkAuthenticate(readLinkTokens(folder()))('')).toBeNull();
});

it('makes the links of a station once, for its owner only, and two stations share none', () => {
  const first = folder();
  const made = readLinkTokens(first);
  expect(readLinkTokens(first)).toEqual(made);
  if (process.platform !== 'win32') expect(statSync(join(first, 'access.json')).mode & 0o777).toBe(0o600);
  const other = readLinkTokens(folder());
  const all = [...linkRoles.map((role) => made[role]), ...linkRoles.map((role) => other[role])];
  expect(new Set(all).size).toBe(all.length);
});

it('gives each link its role, again and again', () => {
  const made = readLinkTokens(folder());
  const authenticate = createLinkAuthenticate(made);
  for (const role of linkRoles) {
    expect(authenticate(made[role])?.role).toBe(role);
    expect(authenticate(made[role])?.role).toBe(role);
  }
});

it('makes a link for the lead where an earlier version made none, and keeps the others', () => {
  const dir = folder();
  const { lead: _, ...before } = readLinkTokens(dir);
  writeFileSync(join(dir, 'access.json'), JSON.stringify(before));
  const made = readLinkTokens(dir);
  expect(made).toMatchObject(before);
  expect(createLinkAuthenticate(made)(made.lead)?.role).toBe('lead');
  expect(readLinkTokens(dir)).toEqual(made);
});

it('says what is wrong with a damaged access file instead of replacing it', () => {
  const dir = folder();
  writeFileSync(join(dir, 'access.json'), '{"view":"short"}');
  expect(() => readLinkTokens(dir)).toThrow(/damaged.*delete it/);
  expect(readFileSync(join(dir, 'access.json'), 'utf8')).toBe('{"view":"short"}');
});

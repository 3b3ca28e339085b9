import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createMemoryLog } from '../../testing/virtual-ports.ts';
import { loadOpcuaLibrary } from './library.ts';
import { openIdentity } from './pki.ts';

const root = mkdtempSync(join(tmpdir(), 'firstout-pki-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('all devices show their servers the same certificate, and nobody else can read its key', async () => {
  const library = await loadOpcuaLibrary(createMemoryLog());
  const now = Date.UTC(2026, 0, 1);
  const devices = ['PLC-1', 'PLC-2', 'PLC-3'].map((name) => join(root, name));
  const identities = await Promise.all(devices.map((dir) => openIdentity(library, dir, join(root, 'shared'), now)));
  const certificates = identities.map(({ certificateFile }) => readFileSync(certificateFile, 'utf8'));
  expect(new Set(certificates).size).toBe(1);
  expect(certificates[0]).toContain('BEGIN CERTIFICATE');
  for (const dir of devices) expect(statSync(join(dir, 'opcua-pki/own/private/private_key.pem')).mode & 0o077).toBe(0);
  await Promise.all(identities.map(({ manager }) => manager.dispose()));
  const again = await openIdentity(library, devices[0] ?? '', join(root, 'shared'), now);
  expect(readFileSync(again.certificateFile, 'utf8')).toBe(certificates[0]);
  await again.manager.dispose();
});

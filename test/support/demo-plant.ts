import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../source-files.ts';
import { freePorts } from './free-ports.ts';

export type DemoPlant = { readonly projectDir: string; readonly ports: readonly number[]; remove(): void };

const portPattern = /(port: |opc\.tcp:\/\/127\.0\.0\.1:)(\d+)/g;

/**
 * A copy of the demo project whose controllers listen on ports that are free now. The product starts its simulator
 * itself, as on a technician's machine: plant, engine and window come up together.
 */
export async function copyDemoPlant(): Promise<DemoPlant> {
  const folder = mkdtempSync(join(tmpdir(), 'firstout-demo-'));
  const projectDir = join(folder, 'project');
  cpSync(join(root, 'resources/projects/demo'), projectDir, { recursive: true });
  const file = join(projectDir, 'devices/plcs.yaml');
  const text = readFileSync(file, 'utf8');
  const ports = await freePorts([...text.matchAll(portPattern)].length);
  let next = 0;
  writeFileSync(file, text.replace(portPattern, (_all, before: string) => `${before}${ports[next++]}`));
  return { projectDir, ports, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

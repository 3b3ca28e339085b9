import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the parts of the product lie, in the source tree and in a package. */
export type ProgramFiles = {
  /** The pinned Node that runs what Electron's own runtime can't. */
  readonly node: string;
  readonly headlessHost: string;
  readonly utilityHost: string;
  readonly simulator: string;
  /** Folder of the built console. */
  readonly consoleDir: string;
  readonly demoProject: string;
};

/**
 * @param appDir folder that holds package.json: the source tree, or `resources/app` of a package
 * @param resourcesDir `resources` of a package; null in the source tree
 */
export function findProgramFiles(appDir: string, resourcesDir: string | null): ProgramFiles {
  return {
    node: findNode(appDir, resourcesDir),
    headlessHost: join(appDir, 'out/engine/headless.cjs'),
    utilityHost: join(appDir, 'out/engine/engine-utility.cjs'),
    simulator: join(appDir, 'out/engine/simulator.cjs'),
    consoleDir: join(appDir, 'out/renderer'),
    demoProject: join(appDir, 'resources/projects/demo'),
  };
}

function findNode(appDir: string, resourcesDir: string | null): string {
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const places = [
    ...(resourcesDir === null ? [] : [join(resourcesDir, 'node', file)]),
    join(appDir, 'node_modules', `node-${platform}-${process.arch}`, 'bin', file),
  ];
  // macOS has no such package: the Node on the PATH, which then has to be 24 or newer.
  return places.find((place) => existsSync(place)) ?? 'node';
}

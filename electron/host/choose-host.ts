export type HostKind = 'utility' | 'headless';

/** Node-API that better-sqlite3 13 was built for; on an older one loading it ends the process. */
const neededNodeApi = 10;

/**
 * Where the engine runs beside a window: in Electron's own `utilityProcess` where that runtime can load the engine's
 * native code, else in the pinned Node, on loopback. The one place that decides.
 * @param nodeApi `process.versions.napi` of the Electron runtime
 */
export function chooseHost(nodeApi: string | undefined): HostKind {
  return Number(nodeApi ?? 0) >= neededNodeApi ? 'utility' : 'headless';
}

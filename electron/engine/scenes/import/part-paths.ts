import { limits } from './limits.ts';

/** Names of nodes as paths from the root, each different from all others of its file. */
export type PartPaths = {
  /** @param above path of the node above, '' for the root. `fallback`: name of a node without one. */
  path(above: string, name: string | undefined, fallback: string): { readonly name: string; readonly path: string };
};

export function createPartPaths(): PartPaths {
  const taken = new Set<string>();
  /** Which number was last tried for a path: a thousand nodes of one name are not looked through a thousand times each. */
  const lastTried = new Map<string, number>();
  return {
    path(above, given, fallback) {
      // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
      const plain = (given ?? '').replace(/[\0-\x1f\x7f]/g, ' ').trim().slice(0, limits.nameLength).replaceAll(/\p{Surrogate}/gu, '\ufffd');
      const name = plain === '' ? fallback : plain;
      // The stroke parts names in a path; one within a name would make two paths the same.
      const own = name.replaceAll('/', '_');
      const whole = above === '' ? own : `${above}/${own}`;
      const wanted = whole.length > limits.pathLength ? `…/${own}` : whole;
      let path = wanted;
      for (let n = lastTried.get(wanted) ?? 1; taken.has(path); ) {
        n += 1;
        lastTried.set(wanted, n);
        path = `${wanted} (${n})`;
      }
      taken.add(path);
      return { name, path };
    },
  };
}

/** What was read last, by id; beyond `most` the one asked for longest ago is forgotten. */
export function createKeptScreens<Screen>(most: number): { readonly get: (id: string) => Screen | undefined; readonly set: (id: string, screen: Screen) => void } {
  const kept = new Map<string, Screen>();
  const set = (id: string, screen: Screen): void => {
    kept.delete(id);
    kept.set(id, screen);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
  };
  return {
    get(id) {
      const screen = kept.get(id);
      if (screen !== undefined) set(id, screen);
      return screen;
    },
    set,
  };
}

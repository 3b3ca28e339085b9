/** Facts that stand in the database they are about, so that another database has others. */
export type IdentityFacts = { get(name: string): Promise<string | null>; set(name: string, value: string): Promise<void> };

/** What the history server knows this console's database by. A new database file, or one put back to an older state, is another. */
export type DatabaseIdentity = {
  current(): Promise<{ readonly id: string; readonly beganMs: number }>;
  /** Makes it another database to the server. */
  renew(): Promise<void>;
};

const factName = 'history-server.database';

export function databaseIdentity(facts: IdentityFacts, random: () => number, nowMs: () => number): DatabaseIdentity {
  const make = async (): Promise<void> => {
    const id = Array.from({ length: 8 }, () => Math.floor(random() * 65_536).toString(16).padStart(4, '0')).join('');
    await facts.set(factName, JSON.stringify({ id, beganMs: nowMs() }));
  };
  const read = async (): Promise<{ id: string; beganMs: number } | null> => {
    const text = await facts.get(factName);
    if (text === null) return null;
    const { id, beganMs } = JSON.parse(text) as { id: string; beganMs: number };
    return { id, beganMs };
  };
  return {
    async current() {
      if ((await read()) === null) await make();
      const found = await read();
      if (found === null) throw new Error('The identity of the history database could not be written.');
      return found;
    },
    renew: make,
  };
}

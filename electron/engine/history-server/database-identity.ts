/** Facts that stand in the database they are about, so that another database has others. */
export type IdentityFacts = { get(name: string): Promise<string | null>; set(name: string, value: string): Promise<void> };

/** What the history server knows this console's database by. A new database file, or one put back to an older state, is another. */
export type DatabaseIdentity = {
  current(): Promise<DatabaseFacts>;
  /** Makes it another database to the server, whose blocks up to `startSeq` are there already. */
  renew(startSeq: number): Promise<void>;
};

export type DatabaseFacts = {
  readonly id: string;
  readonly beganMs: number;
  /** Blocks up to this number were sent under an earlier name, or are not to be sent. */
  readonly startSeq: number;
};

const factName = 'history-server.database';

export function databaseIdentity(facts: IdentityFacts, random: () => number, nowMs: () => number): DatabaseIdentity {
  const make = async (startSeq: number): Promise<void> => {
    const id = Array.from({ length: 8 }, () =>
      Math.floor(random() * 65_536)
        .toString(16)
        .padStart(4, '0'),
    ).join('');
    await facts.set(factName, JSON.stringify({ id, beganMs: nowMs(), startSeq } satisfies DatabaseFacts));
  };
  const read = async (): Promise<DatabaseFacts | null> => {
    const text = await facts.get(factName);
    return text === null ? null : (JSON.parse(text) as DatabaseFacts);
  };
  return {
    async current() {
      if ((await read()) === null) await make(0);
      const found = await read();
      if (found === null) throw new Error('The identity of the history database could not be written.');
      return found;
    },
    renew: make,
  };
}

import type { ServerSchema } from './schema.ts';
import type { ServerLink } from './server-link.ts';

/** The server's numbers of our tags, by their persistent key here. */
export type ServerTags = {
  /** Numbers of all keys are known afterwards; those the server has none for get one. */
  ensure(link: ServerLink, schema: ServerSchema, station: number, keys: Iterable<number>): Promise<void>;
  /** The server's number of a key that was ensured. */
  numberOf(key: number): number;
};

/** Kept over reconnecting to one server: numbers never change there. */
export function serverTags(tagIds: (keys: readonly number[]) => Promise<readonly (string | null)[]>): ServerTags {
  let numbers = new Int32Array(1024);
  return {
    async ensure(link, schema, station, keys) {
      const missing = new Set<number>();
      for (const key of keys) if (key >= numbers.length || numbers[key] === 0) missing.add(key);
      if (missing.size === 0) return;
      const wanted = [...missing];
      const ids = (await tagIds(wanted)).map((id, at) => id ?? `unknown tag ${wanted[at]}`);
      await link.run(
        `INSERT INTO ${schema.name}.tag (station, id) SELECT $1, id FROM unnest($2::text[]) AS id ON CONFLICT (station, id) DO NOTHING`,
        [station, ids],
      );
      const rows = await link.query(`SELECT id, tag FROM ${schema.name}.tag WHERE station = $1 AND id = ANY($2::text[])`, [station, ids]);
      const numberOf = new Map(rows.map(([id, number]) => [id, Number(number)] as const));
      const most = Math.max(...wanted);
      if (most >= numbers.length) {
        const larger = new Int32Array(Math.max(most + 1, numbers.length * 2));
        larger.set(numbers);
        numbers = larger;
      }
      for (const [at, key] of wanted.entries()) numbers[key] = numberOf.get(ids[at] as string) ?? 0;
    },
    numberOf(key) {
      const number = numbers[key] ?? 0;
      if (number === 0) throw new RangeError(`The history server has no number for the tag with key ${key}.`);
      return number;
    },
  };
}

import type { HistoryColumns } from '../store/store-types.ts';
import { blockMark } from './block-mark.ts';
import { stretchOf, type PartitionKeeper, type Stretch } from './partitions.ts';
import { encodeBlocks, samplesIn } from './sample-codec.ts';
import type { ServerSchema } from './schema.ts';
import type { ServerLink } from './server-link.ts';
import type { ServerTags } from './server-tags.ts';
import { microsOf } from './server-time.ts';
import { ServerTrouble } from './server-trouble.ts';
import type { Station } from './station.ts';

/** Texts that numbers of text tags stand for, in the order of their number; they only ever grow. */
export type ServerTexts = { readonly size: number; slice(from: number): readonly string[] };

type Sending = {
  readonly link: ServerLink;
  readonly schema: ServerSchema;
  readonly station: Station;
  readonly tags: ServerTags;
  readonly keeper: PartitionKeeper;
  readonly blocks: readonly { readonly seq: number; readonly columns: HistoryColumns | null }[];
  /** Number of the last block the server has. */
  readonly after: number;
  readonly texts: ServerTexts;
};

/**
 * One transaction: all samples of the blocks, and the number of the last of them as the last the server has. Where the
 * server stands elsewhere than we think, nothing is written and the trouble says so; whoever sends asks it anew.
 */
export async function sendBlocks({ link, schema, station, tags, keeper, blocks, after, texts }: Sending): Promise<void> {
  const last = blocks.at(-1);
  if (last === undefined) return;
  await tags.ensure(link, schema, station.station, keysOf(blocks));
  await keeper.ensure(stretchesOf(blocks));
  const body = encodeBlocks(blocks, tags.numberOf);
  const rows = blocks.reduce((sum, { columns }) => sum + (columns?.key.length ?? 0), 0);
  await link.run('BEGIN');
  try {
    // First, so that a leftover session of ours that is still at it is waited for, and then seen.
    const moved = await link.run(
      `UPDATE ${schema.name}.origin SET last_seq = $1, samples = samples + $2, last_mark = $5 WHERE origin = $3 AND last_seq = $4`,
      [last.seq, rows, station.origin, after, blockMark(last.columns)],
    );
    if (moved !== 1)
      throw new ServerTrouble('away', 'The history server stands at another block than this console thought, and is asked anew.');
    await sendTexts(link, schema, station, texts);
    const taken = rows === 0 ? 0 : await link.copyIn(`COPY ${schema.name}.sample ${samplesIn} FROM STDIN (FORMAT binary)`, body);
    if (taken !== rows) throw new ServerTrouble('away', `The history server took ${taken} of ${rows} samples; they are sent again.`);
    await link.run('COMMIT');
  } catch (error) {
    if (link.isOpen) await link.run('ROLLBACK').catch(() => 0);
    throw error;
  }
}

async function sendTexts(link: ServerLink, schema: ServerSchema, { origin }: Station, texts: ServerTexts): Promise<void> {
  if (texts.size === 0) return;
  const there = Number(
    (await link.query(`SELECT coalesce(max(number), -1) + 1 FROM ${schema.name}.text WHERE origin = $1`, [origin]))[0]?.[0],
  );
  if (!(there < texts.size)) return;
  // PostgreSQL's text holds everything but the zero character.
  const fresh = texts.slice(there).map((text) => text.replaceAll('\0', '\uFFFD'));
  await link.run(
    `INSERT INTO ${schema.name}.text (origin, number, text) SELECT $1, $2 + place - 1, text FROM unnest($3::text[]) WITH ORDINALITY AS t (text, place) ON CONFLICT DO NOTHING`,
    [origin, there, fresh],
  );
}

function keysOf(blocks: Sending['blocks']): Set<number> {
  const keys = new Set<number>();
  for (const { columns } of blocks) for (const key of columns?.key ?? []) keys.add(key);
  return keys;
}

/** Partitions the samples belong to; most samples are in that of the one before. */
function stretchesOf(blocks: Sending['blocks']): Stretch[] {
  const found = new Map<string, Stretch>();
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  for (const { columns } of blocks) {
    for (const time of columns?.timeMs ?? []) {
      if (time >= fromMs && time < toMs) continue;
      const stretch = stretchOf(microsOf(time));
      fromMs = stretch.fromUs === null ? Number.NEGATIVE_INFINITY : stretch.fromUs / 1000;
      toMs = stretch.toUs === null ? Number.POSITIVE_INFINITY : stretch.toUs / 1000;
      found.set(stretch.table, stretch);
    }
  }
  return [...found.values()];
}

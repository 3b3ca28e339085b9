import { z } from 'zod';
import { TagId } from '../model/ids.ts';
import { eventStream, query, stateStream } from '../rpc/define.ts';
import { SampleColumns } from './columns.ts';

const tagIndex = z.number().int().min(0).max(0xffff_ffff);
/** Dense indices of the directory with this revision; after a reload the stream ends and is opened again. */
const someTags = z.strictObject({ revision: z.number().int(), tags: z.array(tagIndex).max(200_000) });

export const tagsContract = {
  /** Latest value of each tag asked for: a snapshot first, then what changed. Values between two items are conflated. */
  'tags.values': stateStream({ role: 'view', params: someTags, item: SampleColumns }),
  /**
   * Every sample of the tags asked for, from the moment of opening. `lost` counts samples the engine had to leave out
   * before this item because the client was too slow; the reader shows a gap there.
   */
  'tags.samples': eventStream({
    role: 'view',
    params: z.strictObject({ revision: z.number().int(), tags: z.array(tagIndex).max(1000) }),
    item: z.object({ samples: SampleColumns, lost: z.number().int() }),
  }),
  /** Text table: entries from `from` on. The first item is the whole table. */
  'tags.texts': stateStream({
    role: 'view',
    params: z.strictObject({}),
    item: z.object({ from: z.number().int(), texts: z.array(z.string()) }),
  }),
  /** Checks an expression against the tag directory without keeping it. */
  'expression.check': query({
    role: 'view',
    input: z.strictObject({ text: z.string().max(4000) }),
    output: z.object({ resultType: z.enum(['number', 'bool']), inputs: z.array(TagId) }),
    faults: ['bad-expression'],
  }),
};

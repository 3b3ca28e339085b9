import { z } from 'zod';
import { Note } from '../model/history.ts';
import { AssetId, TagId } from '../model/ids.ts';
import { command, query, stateStream } from '../rpc/define.ts';
import { TimeSpan } from './columns.ts';

export const notesContract = {
  /** Notes that touch a span, oldest first, withdrawn ones included. */
  'notes.in': query({
    role: 'view',
    input: z.strictObject({ span: TimeSpan, limit: z.number().int().min(1).max(2000).default(500) }),
    output: z.object({ notes: z.array(Note) }),
    faults: ['history-unavailable'],
  }),
  /** Counts every note written or withdrawn: a console that sees it rise asks again. */
  'notes.version': stateStream({ role: 'view', params: z.strictObject({}), item: z.object({ version: z.number().int() }) }),
  'note.write': command({
    role: 'operate',
    input: z.strictObject({
      fromMs: z.number(),
      toMs: z.number().nullable(),
      text: z.string().trim().min(1).max(2000),
      tags: z.array(TagId).max(24).default([]),
      asset: AssetId.nullable().default(null),
    }),
    output: z.object({ seq: z.number().int() }),
    faults: ['not-found', 'history-unavailable'],
  }),
  'note.withdraw': command({
    role: 'operate',
    input: z.strictObject({ seq: z.number().int() }),
    output: z.object({}),
    faults: ['not-found', 'history-unavailable'],
  }),
};

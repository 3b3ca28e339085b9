import { z } from 'zod';
import { AlarmId, AssetId } from '../model/ids.ts';
import { Runbook, RunbookHead, RunbookId, runbookLimits } from '../model/runbook.ts';
import { command, query } from '../rpc/define.ts';

/** A line of a runbook's text and what is wrong there. An error keeps it from being run. */
export const RunbookProblem = z.object({ line: z.number().int(), message: z.string(), severity: z.enum(['error', 'warning']) });

/** A runbook of the project in a list. */
export const RunbookEntry = RunbookHead.extend({
  /** Below the project folder. */
  file: z.string(),
  /** SHA-256 of its text, hex. */
  hash: z.string(),
  /** False for one with an error: it can be read, and cannot be run. */
  isSound: z.boolean(),
  steps: z.number().int(),
  /** Titles, in order. */
  phases: z.array(z.string()),
});
export type RunbookEntry = z.infer<typeof RunbookEntry>;

/** A runbook and why it is suggested, strongest reason first: "answers PT-2312.LL", "asset K-201", "words: lube in its title". */
export const RunbookSuggestion = z.object({
  entry: RunbookEntry,
  reasons: z.array(z.object({ kind: z.enum(['named', 'alarm', 'tag', 'asset', 'kind', 'words']), text: z.string() })).min(1),
});
export type RunbookSuggestion = z.infer<typeof RunbookSuggestion>;

const words = z.string().max(500);
const limit = z.number().int().min(1).max(100).default(10);
const suggestions = z.object({ suggestions: z.array(RunbookSuggestion) });

/** SHA-256 of a text in UTF-8, hex. */
const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** In UTF-8 it may still be too long: `invalid`. */
const markdown = z.string().min(1).max(runbookLimits.bytes);
/** Why a text is changed; it stands in the audit log. */
const note = z.string().trim().min(1).max(500);
/** Problems are warnings. */
const saved = z.object({ runbook: RunbookId, file: z.string(), hash, problems: z.array(RunbookProblem) });

/** Runbooks as the project has them; their runs are in `runbook-runs.ts`. `project.state` tells when one changed. */
export const runbooksContract = {
  /** In the order of their files. */
  'runbook.list': query({ role: 'view', input: z.strictObject({}), output: z.object({ runbooks: z.array(RunbookEntry) }) }),
  'runbook.get': query({
    role: 'view',
    input: z.strictObject({ runbook: RunbookId }),
    output: z.object({ runbook: Runbook, file: z.string(), text: z.string(), hash: z.string(), isSound: z.boolean(), problems: z.array(RunbookProblem) }),
    faults: ['not-found'],
  }),
  /**
   * Runbooks for what happens, best first, each with its reasons; empty where nothing speaks for one. Only those that can be
   * run. `alarms`: one, or those of a first-out card in its order. `words`: symptoms as a person says them.
   */
  'runbook.suggest': query({
    role: 'view',
    input: z.strictObject({ alarms: z.array(AlarmId).max(20).default([]), asset: AssetId.nullable().default(null), words: words.default(''), limit }),
    output: suggestions,
  }),
  /** By words in titles, symptoms, names and text. */
  'runbook.search': query({ role: 'view', input: z.strictObject({ words, limit }), output: suggestions }),
  /** What a text would be in this project, as it would be loaded; nothing is written. */
  'runbook.check': query({
    role: 'engineer',
    input: z.strictObject({ text: z.string().max(runbookLimits.bytes) }),
    output: z.object({ runbook: Runbook.nullable(), problems: z.array(RunbookProblem) }),
  }),
  /** The text of its file as it is on disk, which may be broken while the last good one stays in force. A save is based on its hash. */
  'runbook.source': query({ role: 'view', input: z.strictObject({ runbook: RunbookId }), output: z.object({ file: z.string(), text: z.string(), hash }), faults: ['not-found', 'unreadable'] }),
  /**
   * Writes a text over the one there, whole or not at all. `basedOn` is the hash of the text it was made from: where another
   * one is there by now nothing is written (`changed-meanwhile`). A text with an error or with another id is `invalid`.
   */
  'runbook.save': command({
    role: 'engineer',
    input: z.strictObject({ runbook: RunbookId, markdown, basedOn: hash, note }),
    output: saved,
    faults: ['not-found', 'changed-meanwhile', 'invalid', 'unwritable'],
  }),
  /** Writes a new runbook in a file by its id; `exists` where its id or its file is taken. */
  'runbook.create': command({ role: 'engineer', input: z.strictObject({ markdown, note }), output: saved, faults: ['exists', 'invalid', 'unwritable'] }),
};

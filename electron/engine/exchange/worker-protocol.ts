import type { ReportFormat } from '#shared/contract/alarm-load.ts';
import type { ExportRequest, ImportMapping } from '#shared/contract/exchange.ts';
import type { DrawingRequest } from '#shared/screen/import/import-model.ts';
import type { Paper, PaperFormat } from '../reports/paper.ts';
import type { GitAnswer } from '../screens/git-history.ts';
import type { Look } from './formats/guess-mapping.ts';
import type { Report } from './formats/report.ts';
import type { ImportBatch, ImportCounts, ImportTag } from './formats/sample-reader.ts';
import type { Cells, ExportedTag, SampleSlice, TableColumn } from './formats/table.ts';

export type WriteTask = {
  readonly kind: 'write';
  readonly path: string;
  readonly format: ExportRequest['format'];
  readonly layout: ExportRequest['layout'];
  readonly tags: readonly ExportedTag[];
};
export type LookTask = { readonly kind: 'look'; readonly path: string; readonly format: 'csv' | 'parquet'; readonly tagIds: readonly string[] };
export type ReadTask = {
  readonly kind: 'read';
  readonly path: string;
  readonly format: 'csv' | 'parquet';
  readonly mapping: ImportMapping;
  readonly tags: readonly ImportTag[];
  /** Newest time that is taken, UTC epoch ms. */
  readonly latestMs: number;
};
export type ReportTask = { readonly kind: 'report'; readonly path: string; readonly format: ReportFormat; readonly report: Report };
/** A paper for people, with pages. */
export type PaperTask = { readonly kind: 'paper'; readonly path: string; readonly format: PaperFormat; readonly paper: Paper };
/** Rows that come as cells already: a journal, a list. */
export type TableTask = { readonly kind: 'table'; readonly path: string; readonly format: 'csv' | 'xlsx'; readonly sheet: string; readonly columns: readonly TableColumn[] };
/** Turns a drawing of another system into screens; the answer is JSON in the file. */
export type DrawingTask = { readonly kind: 'drawing'; readonly path: string; readonly from: string; readonly request: DrawingRequest };
/** Reads the project's git repository: commits of a file, or its text at one of them. Unpacking them takes longer than the engine's thread may stand still. */
export type GitTask = { readonly kind: 'commits'; readonly projectDir: string; readonly file: string } | { readonly kind: 'text-at'; readonly projectDir: string; readonly file: string; readonly oid: string };
/** One thread does one task and ends. */
export type ExchangeTask = WriteTask | TableTask | LookTask | ReadTask | ReportTask | PaperTask | DrawingTask | GitTask;

export type ToWorker =
  | { readonly t: 'slice'; readonly slice: SampleSlice }
  | { readonly t: 'rows'; readonly cells: readonly Cells[] }
  | { readonly t: 'finish' }
  /** The batch is on disk: the next may come. */
  | { readonly t: 'go-on' };

export type FromWorker =
  /** The slice is written: the next may come. */
  | { readonly t: 'ready' }
  | { readonly t: 'batch'; readonly batch: ImportBatch; readonly share: number }
  | { readonly t: 'written' }
  | { readonly t: 'progress'; readonly share: number; readonly sentence: string }
  | { readonly t: 'commits'; readonly answer: GitAnswer }
  | { readonly t: 'text-at'; readonly text: string | null }
  | { readonly t: 'converted'; readonly screens: number; readonly files: number; readonly leftOut: number }
  | { readonly t: 'looked'; readonly look: Look }
  /** `problem`: where the file could not be read to its end. */
  | { readonly t: 'read'; readonly counts: ImportCounts; readonly problem: string | null }
  /** `sentence` null: a bug or a disk, told by `reason`. */
  | { readonly t: 'failed'; readonly sentence: string | null; readonly reason: string };

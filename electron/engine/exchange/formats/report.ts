/** `time`: UTC epoch ms. `seconds`: a duration. `percent`: 12.5 for 12.5 %. */
export type ReportColumn = { readonly name: string; readonly kind: 'text' | 'count' | 'decimal' | 'percent' | 'time' | 'seconds' };
export type ReportCell = string | number | null;

export type ReportSection = {
  readonly title: string;
  /** What stands below the title: a definition, or what is left out; '' for nothing. */
  readonly note: string;
  readonly columns: readonly ReportColumn[];
  /** Cells in the order of the columns; null is empty. */
  readonly rows: readonly (readonly ReportCell[])[];
  /** Thousands of rows to go on working with: left out of pages that are printed. */
  readonly isForSheets?: boolean;
};

/** A report for people: sentences, one chart, tables. */
export type Report = {
  readonly title: string;
  readonly lines: readonly string[];
  readonly chart: {
    readonly title: string;
    readonly fromMs: number;
    readonly stepMs: number;
    readonly values: readonly number[];
    readonly limit: number;
  } | null;
  readonly sections: readonly ReportSection[];
};

/** 2026-11-28 06:10:00, UTC. */
export const reportTime = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ');

export const columnName = ({ name, kind }: ReportColumn): string =>
  kind === 'time' ? `${name} (UTC)` : kind === 'seconds' ? `${name} (s)` : kind === 'percent' ? `${name} (%)` : name;

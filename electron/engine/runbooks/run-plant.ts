import type { CompiledExpression, ExpressionSource } from '#shared/expressions/compiled-expression.ts';
import type { RunbookFile } from '#shared/model/runbook.ts';
import type { TagTable } from '../tags/tag-table.ts';

/** What the things of a step are looked up in: the plant with its values of now, or with those of a moment of the past. */
export type RunView = Pick<RunPlant, 'source' | 'indexOf' | 'idOf' | 'isText' | 'compile'> & { readonly table: Pick<TagTable, 'value' | 'quality' | 'timeMs'> };

/** What runs need of one revision of the project and of its live values. */
export type RunPlant = {
  readonly revision: number;
  readonly table: TagTable;
  readonly source: ExpressionSource;
  /** Its devices are simulators: dry runs may go by its live values. */
  readonly isSimulated: boolean;
  /** Dense index of a tag; undefined where the project has none of this name. */
  indexOf(tag: string): number | undefined;
  idOf(index: number): string;
  isText(index: number): boolean;
  /** A truth ready to run, each compiled once; null where it is none in this project. */
  compile(expression: string): CompiledExpression | null;
  /** `isSound`: it may be run. */
  runbookOf(id: string): (RunbookFile & { readonly isSound: boolean }) | null;
};

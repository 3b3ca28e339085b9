import type { ImportMapping } from '#shared/contract/exchange.ts';

/** Why a mapping cannot be used yet, one sentence; null when it can. */
export function mappingProblem(mapping: ImportMapping, columns: readonly string[]): string | null {
  if (!columns.includes(mapping.timeColumn)) return 'Choose the column that holds the times.';
  if (mapping.layout === 'wide') return columns.length > 1 ? null : 'Besides the times the file has no column.';
  if (mapping.tagColumn === undefined || !columns.includes(mapping.tagColumn)) return 'Choose the column that holds the tags.';
  if (mapping.valueColumn === undefined || !columns.includes(mapping.valueColumn)) return 'Choose the column that holds the values.';
  const chosen = [mapping.timeColumn, mapping.tagColumn, mapping.valueColumn, ...(mapping.qualityColumn === undefined ? [] : [mapping.qualityColumn])];
  return new Set(chosen).size === chosen.length ? null : 'Each column can mean one thing only.';
}

/** What becomes of names that are no tag: how many get one, and how many are left out. */
export function unknownCounts(unknown: readonly string[], mapping: ImportMapping): { readonly renamed: number; readonly leftOut: number } {
  const renamed = unknown.filter((name) => (mapping.rename[name] ?? '') !== '').length;
  return { renamed, leftOut: unknown.length - renamed };
}

/** The first name given to an unknown one that is no tag either, one sentence; null where all are. */
export function renameProblem(unknown: readonly string[], mapping: ImportMapping, isTag: (name: string) => boolean): string | null {
  const wrong = unknown.map((name) => mapping.rename[name] ?? '').find((name) => name !== '' && !isTag(name));
  return wrong === undefined ? null : `The project has no tag ${wrong}.`;
}

/** The mapping with a word for every unknown name: a tag, or '' to leave it out, so that nothing is left out unsaid. */
export const completeMapping = (unknown: readonly string[], mapping: ImportMapping): ImportMapping => ({
  ...mapping,
  rename: { ...mapping.rename, ...Object.fromEntries(unknown.map((name) => [name, mapping.rename[name] ?? ''])) },
});

/** The mapping with a column chosen, or taken away by ''. */
export function withColumn(mapping: ImportMapping, field: 'tagColumn' | 'valueColumn' | 'qualityColumn', column: string): ImportMapping {
  const { [field]: _before, ...rest } = mapping;
  return column === '' ? rest : { ...rest, [field]: column };
}

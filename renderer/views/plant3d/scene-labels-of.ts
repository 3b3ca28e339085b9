import type { SceneLabel } from '#renderer/widgets/scene3d/labels/scene-labels.tsx';
import type { SceneRow } from './scene-rows.ts';

/** The labels of the rows that are worth one, in their order; what is selected comes first, since somebody looks at it. */
export function labelsOf(rows: readonly SceneRow[], selected: string | null): readonly SceneLabel[] {
  const labelled = rows.filter(({ isLabelled }) => isLabelled);
  const isPicked = ({ asset }: SceneRow): boolean => asset !== null && asset === selected;
  return [...labelled.filter(isPicked), ...labelled.filter((row) => !isPicked(row))].map((row): SceneLabel => {
    const { key, anchor, code, words, reading, glyph, flag } = row;
    const isDoubtful = reading !== null && reading.kind !== 'good' && reading.kind !== 'forced' && reading.kind !== 'uncertain';
    return { id: key, anchor, code, words, value: reading === null ? '' : `${reading.mark}${reading.text}`, unit: reading?.unit ?? '', isDoubtful, glyph, flag, isSelected: isPicked(row) };
  });
}

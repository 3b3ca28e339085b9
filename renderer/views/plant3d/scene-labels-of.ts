import { lockSentences } from '#renderer/widgets/lock-words.ts';
import type { LockMark, SceneLabel } from '#renderer/widgets/scene3d/labels/scene-labels.tsx';
import type { SceneBinding } from './scene-binding.ts';
import type { SceneFacts } from './scene-facts.ts';
import type { SceneRow } from './scene-rows.ts';

/** The labels of the rows that are worth one, in their order; what is selected comes first, since somebody looks at it. */
export function labelsOf(rows: readonly SceneRow[], selected: string | null): readonly SceneLabel[] {
  const labelled = rows.filter(({ isLabelled }) => isLabelled);
  const isPicked = ({ asset }: SceneRow): boolean => asset !== null && asset === selected;
  return [...labelled.filter(isPicked), ...labelled.filter((row) => !isPicked(row))].map((row): SceneLabel => {
    const { key, anchor, entity, code, words, reading, glyph, flag, locked } = row;
    const isDoubtful = reading !== null && reading.kind !== 'good' && reading.kind !== 'forced' && reading.kind !== 'uncertain';
    return { id: key, anchor, entity, code, words, value: reading === null ? '' : `${reading.mark}${reading.text}`, unit: reading?.unit ?? '', isDoubtful, glyph, flag, locked, isSelected: isPicked(row) };
  });
}

/** Marks in place for all that is locked out, whether it has a label or not. */
export function lockMarksOf({ locks }: SceneFacts, { assets }: SceneBinding, nowMs: number): readonly LockMark[] {
  return [...locks].flatMap(([position, all]): LockMark[] => {
    const asset = assets[position];
    return asset === undefined ? [] : [{ id: asset.id, anchor: asset.anchor, entity: asset.anchored, words: `${asset.id}\n${lockSentences(all, nowMs)}` }];
  });
}

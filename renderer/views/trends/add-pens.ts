import type { DirectoryIndex } from '../../client/directory-index.ts';
import { named } from './tag-words.ts';
import type { TrendChoiceStore } from './trend-choice.ts';
import { trendPen } from './trend-pens.ts';

/** Whether the tag can be a pen: it is in the project and no text. */
export const isDrawn = (directory: DirectoryIndex, tag: string): boolean => trendPen(directory, { tag, number: 1 }) !== null;

/** Adds what somebody dropped, searched or opened as pens. What could not be taken, and why, is said above the trend. */
export function addAsked(choice: TrendChoiceStore, directory: DirectoryIndex, tags: readonly string[]): void {
  const before = choice.store.getState().pens;
  const drawn = tags.filter((tag) => isDrawn(directory, tag));
  const left = tags.filter((tag) => !drawn.includes(tag));
  choice.add(drawn);
  const there = tags.length === 1 ? before.find(({ tag }) => tag === tags[0]) : undefined;
  if (there !== undefined && drawn.length > 0) {
    choice.select(there.tag);
    return choice.say(`${there.tag} is pen ${there.number} already.`);
  }
  const full = choice.store.getState().notice;
  const said = [...(full === null ? [] : [full]), ...leftWords(directory, left)];
  if (said.length > 0) choice.say(said.join(' '));
}

function leftWords(directory: DirectoryIndex, left: readonly string[]): readonly string[] {
  const texts = left.filter((tag) => directory.tagById(tag) !== undefined);
  const unknown = left.filter((tag) => !texts.includes(tag));
  return [
    ...(texts.length === 0 ? [] : [`${named(texts)}: a text has no line; only numbers and states can be pens.`]),
    ...(unknown.length === 0 ? [] : [`The project has no tag ${named(unknown)}.`]),
  ];
}

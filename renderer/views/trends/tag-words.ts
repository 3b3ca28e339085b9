const namedAtMost = 3;

/** Tags as a list that stays part of a sentence, however many there are. */
export const named = (tags: readonly string[]): string => (tags.length <= namedAtMost ? tags.join(', ') : `${tags.slice(0, namedAtMost).join(', ')} and ${tags.length - namedAtMost} more`);

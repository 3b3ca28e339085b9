import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import type { TagDirectory } from '#shared/expressions/compiled-expression.ts';

const known = new WeakMap<DirectoryIndex, TagDirectory>();

/** The console's directory as expressions want it: an id leads to its index and type. One object for each directory. */
export function tagDirectoryOf(directory: DirectoryIndex): TagDirectory {
  const made = known.get(directory);
  if (made !== undefined) return made;
  const tags: TagDirectory = {
    get(id) {
      const index = directory.indexOf(id);
      const tag = directory.tag(index);
      return tag === undefined ? undefined : { index, type: tag.type };
    },
  };
  known.set(directory, tags);
  return tags;
}

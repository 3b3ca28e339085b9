import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { checkScreen } from '#shared/screen/check-screen.ts';
import { lintScreen } from '#shared/screen/lint-screen.ts';
import type { ScreenModel, ScreenProblem } from '#shared/screen/screen-model.ts';
import { tagDirectoryOf } from '../properties/tag-directory.ts';

/** Everything wrong with what is drawn now: what the parser leaves out, then what cannot be bound, then hints of good practice; errors first. */
export function checkDraft(model: ScreenModel, directory: DirectoryIndex): readonly ScreenProblem[] {
  const tags = tagDirectoryOf(directory);
  const bound = checkScreen(model, {
    directory: tags,
    hasAsset: (id) => directory.asset(id) !== undefined,
    hasScreen: (id) => directory.screens.has(id as never),
    parametersOf: (id) => directory.screens.get(id as never)?.parameters ?? [],
  });
  const all = [...model.problems, ...bound, ...lintScreen(model, tags)];
  return [...all.filter(({ severity }) => severity !== 'warning'), ...all.filter(({ severity }) => severity === 'warning')];
}

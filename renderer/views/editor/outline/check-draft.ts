import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { checkScreen } from '#shared/screen/check-screen.ts';
import type { ScreenModel, ScreenProblem } from '#shared/screen/screen-model.ts';
import { tagDirectoryOf } from '../properties/tag-directory.ts';

/** Everything wrong with what is drawn now: what the parser leaves out, then what cannot be bound, errors before hints. */
export function checkDraft(model: ScreenModel, directory: DirectoryIndex): readonly ScreenProblem[] {
  const bound = checkScreen(model, {
    directory: tagDirectoryOf(directory),
    hasAsset: (id) => directory.asset(id) !== undefined,
    hasScreen: (id) => directory.screens.has(id as never),
    parametersOf: () => null,
  });
  const all = [...model.problems, ...bound];
  return [...all.filter(({ severity }) => severity !== 'warning'), ...all.filter(({ severity }) => severity === 'warning')];
}

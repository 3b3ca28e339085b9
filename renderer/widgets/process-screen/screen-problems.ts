import { checkScreen } from '#shared/screen/check-screen.ts';
import type { ScreenModel, ScreenProblem } from '#shared/screen/screen-model.ts';
import { tagDirectoryOf } from './bindings/compile-screen-binding.ts';
import type { ScreenDirectory } from './screen-context.ts';

/**
 * What of a screen cannot be bound while it runs: all that the check of the project finds, and what the parts themselves told
 * of lines where it found nothing. Hints are left to the lists of those who build screens.
 */
export function screenProblems(
  model: ScreenModel,
  told: readonly ScreenProblem[],
  { directory, hasScreen }: { readonly directory: ScreenDirectory; readonly hasScreen: (id: string) => boolean },
): readonly ScreenProblem[] {
  const found = checkScreen(model, {
    directory: tagDirectoryOf(directory),
    hasAsset: (id) => directory.asset(id) !== undefined,
    hasScreen,
    parametersOf: () => null,
  }).filter(({ severity }) => severity !== 'warning');
  const lines = new Set(found.map(({ line }) => line));
  return [...found, ...told.filter(({ line }) => !lines.has(line))];
}

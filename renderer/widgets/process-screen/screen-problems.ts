import { checkScreen } from '#shared/screen/check-screen.ts';
import type { ScreenModel, ScreenProblem } from '#shared/screen/screen-model.ts';
import { tagDirectoryOf } from './bindings/compile-screen-binding.ts';
import type { ScreenDirectory } from './screen-context.ts';

/**
 * What of a screen cannot be bound while it runs: all that the check of the project finds, and what the parts themselves told
 * of lines where it found nothing; and that it shows samples where it does. Hints are left to the lists of those who build
 * screens.
 */
export function screenProblems(
  model: ScreenModel,
  told: readonly ScreenProblem[],
  { directory, hasScreen }: { readonly directory: ScreenDirectory; readonly hasScreen: (id: string) => boolean },
): readonly ScreenProblem[] {
  const around = { directory: tagDirectoryOf(directory), hasAsset: (id: string) => directory.asset(id) !== undefined, hasScreen, parametersOf: () => null };
  // Bindings were compiled when they were drawn, and told of then.
  const found = checkScreen(model, around, { withoutBindings: true }).filter(({ severity }) => severity !== 'warning');
  const lines = new Set(found.map(({ line }) => line));
  const samples = Object.entries(model.parameters).map(([name, sample]) => `${name} ${sample}`);
  const sample: readonly ScreenProblem[] = model.isSample
    ? [{ line: null, message: `It is shown with its samples (${samples.join(', ')}); opened from a part that gives others it shows those.`, severity: 'warning' }]
    : [];
  return [...found, ...told.filter(({ line, message }) => !lines.has(line) || message.includes('data-bind-')), ...sample];
}

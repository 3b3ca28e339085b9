import type { TagDirectory } from '#shared/expressions/compiled-expression.ts';
import { compileBinding, type CompiledBinding } from '#shared/screen/compile-binding.ts';
import type { ScreenBinding } from '#shared/screen/screen-binding.ts';
import { partWords, type ScreenNode } from '#shared/screen/screen-model.ts';
import type { ScreenContext, ScreenDirectory } from '../screen-context.ts';

/** The console's directory as expressions look tags up in it. */
export const tagDirectoryOf = (directory: ScreenDirectory): TagDirectory => ({
  get(id) {
    const index = directory.indexOf(id);
    const type = directory.tag(index)?.type;
    return type === undefined ? undefined : { index, type };
  },
});

/** The binding ready to run over the console's directory; null where it has a mistake, which is reported. */
export function compileScreenBinding({ directory, report }: ScreenContext, node: ScreenNode, binding: ScreenBinding): CompiledBinding | null {
  const compiled = compileBinding(binding, tagDirectoryOf(directory));
  if (compiled.ok) return compiled.value;
  report(node.line, `${partWords(node)}: data-bind-${binding.target}: ${compiled.fault.message}.`);
  return null;
}

import { compileExpression } from '../expressions/compile-expression.ts';
import type { CompiledExpression, TagDirectory } from '../expressions/compiled-expression.ts';
import { ok, refused, type Result } from '../model/fault.ts';
import type { TagType } from '../model/tag.ts';
import type { BindingTarget, ScreenBinding } from './screen-binding.ts';

/** A binding checked once against a tag directory. */
export type CompiledBinding =
  /** One bare tag: its own words, decimals and unit apply, and its text where it is one. */
  | { readonly kind: 'tag'; readonly binding: ScreenBinding; readonly id: string; readonly index: number; readonly type: TagType }
  | { readonly kind: 'expression'; readonly binding: ScreenBinding; readonly expression: CompiledExpression };

const bareTag = /^\s*\{([^{}\n]{1,200})\}\s*$/;
/** What a target takes, in words; `any` takes all. */
const expects: Readonly<Record<BindingTarget, 'number' | 'bool' | 'any'>> = {
  text: 'any',
  state: 'any',
  visible: 'bool',
  enabled: 'bool',
  level: 'number',
  x: 'number',
  y: 'number',
  width: 'number',
  height: 'number',
  rotate: 'number',
  scale: 'number',
  opacity: 'number',
};

/** A binding ready to run, or one sentence that says what is wrong with it and at which character. */
export function compileBinding(binding: ScreenBinding, directory: TagDirectory): Result<CompiledBinding, 'bad-binding'> {
  const { target, expression } = binding;
  const id = bareTag.exec(expression)?.[1]?.trim();
  if (id !== undefined && (target === 'text' || target === 'state')) {
    const tag = directory.get(id);
    if (tag === undefined) return refused('bad-binding', `there is no tag "${id}" in the project`);
    if (target === 'state' && tag.type === 'text') return refused('bad-binding', `tag ${id} is a text; a state needs a whole number, true or false`);
    return ok({ kind: 'tag', binding, id, ...tag });
  }
  const compiled = compileExpression(expression, directory);
  if (!compiled.ok) return refused('bad-binding', compiled.fault.message);
  const found = compiled.value.resultType;
  const expected = expects[target];
  if (expected === 'any' || expected === found) return ok({ kind: 'expression', binding, expression: compiled.value });
  return refused(
    'bad-binding',
    expected === 'bool' ? 'it gives a number; true or false is expected, as of a comparison' : 'it gives true or false; a number is expected, as of "… ? 1 : 0"',
  );
}

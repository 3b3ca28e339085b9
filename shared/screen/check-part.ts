import { compileExpression } from '../expressions/compile-expression.ts';
import type { PartKey } from './part-entry.ts';
import { readPoints } from './part-points.ts';
import { readPairs } from './screen-binding.ts';
import type { ScreenData } from './screen-model.ts';
import type { ScreenSurroundings } from './screen-surroundings.ts';

/** Something wrong with the data of a part. A warning is drawn all the same. */
export type PartFault = { readonly message: string; readonly severity: 'error' | 'warning' };

const error = (message: string): PartFault => ({ message, severity: 'error' });
const warning = (message: string): PartFault => ({ message, severity: 'warning' });
const numberText = /^-?(?:\d+\.?\d*|\.\d+)$/;

/** What is wrong with the `data-` keys of a part or of one of its items, against what the catalogue says of them. */
export function checkKeys(data: ScreenData, keys: readonly PartKey[], around: ScreenSurroundings): readonly PartFault[] {
  const faults: PartFault[] = [];
  const known = new Set(keys.map(({ name }) => name));
  for (const name of Object.keys(data)) if (!known.has(name)) faults.push(warning(`data-${name} is not one of its keys and does nothing`));
  for (const key of keys) {
    const text = data[key.name];
    if (text === undefined) {
      if (key.isNeeded === true) faults.push(error(`data-${key.name} is missing`));
      continue;
    }
    faults.push(...checkKey(key, text, around));
  }
  return faults;
}

function checkKey(key: PartKey, text: string, around: ScreenSurroundings): readonly PartFault[] {
  const name = `data-${key.name}`;
  const shown = text.slice(0, 60);
  switch (key.kind) {
    case 'tag': {
      const tag = around.directory.get(text);
      if (tag === undefined) return [error(`there is no tag "${shown}" in the project (${name})`)];
      return key.types === undefined || key.types.includes(tag.type) ? [] : [error(`${name} takes a tag of type ${key.types.join(' or ')}; ${shown} is of type ${tag.type}`)];
    }
    case 'tags':
      return text
        .split(/\s+/)
        .filter((id) => id !== '' && id !== key.hole && around.directory.get(id) === undefined)
        .map((id) => error(`there is no tag "${id.slice(0, 60)}" in the project (${name})`));
    case 'asset':
      return around.hasAsset(text) ? [] : [error(`there is no asset "${shown}" in the project (${name})`)];
    case 'screen':
      return around.hasScreen(text) ? [] : [error(`there is no screen "${shown}" in the project (${name})`)];
    case 'number': {
      const value = numberText.test(text.trim()) ? Number(text) : NaN;
      return value >= key.min && value <= key.max ? [] : [warning(`${name}="${shown}" is not a number from ${key.min} to ${key.max}`)];
    }
    case 'choice':
      return key.choices.some(({ value }) => value === text) ? [] : [warning(`${name}="${shown}" is none of ${key.choices.map(({ value }) => value).join(', ')}`)];
    case 'words':
      return text
        .split(/\s+/)
        .filter((word) => word !== '' && !key.choices.some(({ value }) => value === word))
        .map((word) => warning(`${name}: "${word.slice(0, 40)}" is none of ${key.choices.map(({ value }) => value).join(', ')}`));
    case 'flag':
      return text === key.on ? [] : [warning(`${name}="${shown}" does nothing; it is written ${name}="${key.on}"`)];
    case 'expression': {
      const compiled = compileExpression(text, around.directory);
      return compiled.ok ? [] : [error(`${name}: ${compiled.fault.message}`)];
    }
    case 'states':
      return readPairs(text) === null ? [error(`${name} is written "0:off 1:on"`)] : [];
    case 'points':
      return readPoints(text).length > 0 ? [] : [error(`${name} is written "x,y x,y", numbers in pairs`)];
    case 'text':
      return [];
  }
}

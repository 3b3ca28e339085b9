import { readValue, type ValueReading } from '../../value-reading.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import type { CompiledBinding } from '#shared/screen/compile-binding.ts';
import type { ScreenDirectory, ScreenLive } from '../screen-context.ts';
import { type BoundValue, createBoundValue } from './bound-value.ts';

/** The words of a bound text at the moment: mark, number or word, unit, and what is said of its quality. */
export type BoundText = {
  readonly value: BoundValue;
  readonly tag: TagDefinition;
  read(nowMs: number): ValueReading;
};

export function createBoundText(compiled: CompiledBinding, directory: ScreenDirectory, live: ScreenLive): BoundText {
  const value = createBoundValue(compiled, live);
  const tag = formatOf(compiled, directory);
  const text = (index: number): string => live.text(index);
  return {
    value,
    tag,
    read(nowMs) {
      value.read();
      return readValue({ tag, value: value.value, quality: value.quality, timeMs: value.timeMs, nowMs, isLinkLost: live.isLinkLost, text });
    },
  };
}

/** An expression is written like a tag of one decimal and no unit; its name is never shown. */
const standIn: TagDefinition = {
  id: 'EXPRESSION' as TagDefinition['id'],
  name: 'Expression',
  asset: 'SCREEN' as TagDefinition['asset'],
  type: 'float',
  use: 'measurement',
  unit: '',
  decimals: 1,
  deadband: 0,
  writable: false,
};

/** How it is written: as its own tag says, or as a number or a truth, and what the binding says otherwise. */
function formatOf({ binding, ...compiled }: CompiledBinding, directory: ScreenDirectory): TagDefinition {
  const known = compiled.kind === 'tag' ? directory.tag(compiled.index) : undefined;
  const type = compiled.kind === 'expression' && compiled.expression.resultType === 'bool' ? 'bool' : 'float';
  const own: TagDefinition = known ?? { ...standIn, type };
  const hasWords = binding.words.size > 0;
  return {
    ...own,
    // Words stand for whole numbers of any type; a number without one is written as it is.
    ...(hasWords ? { type: own.type === 'bool' ? 'bool' : 'enum', states: Object.fromEntries([...binding.words].map(([number, word]) => [String(number), word])) } : {}),
    ...(binding.decimals === null ? {} : { decimals: binding.decimals }),
    ...(binding.unit === null ? (hasWords ? { unit: '' } : {}) : { unit: binding.unit }),
  };
}

/** One line of a reading: "? 12.4 bar", "BAD was 24 µm", "12.4 bar FORCED". Empty only where the value is an empty text. */
export function readingLine({ mark, text, unit, note, badge }: ValueReading): string {
  const value = `${mark === '' ? '' : `${mark} `}${text}${unit === '' ? '' : ` ${unit}`}`;
  const said = note === '' ? badge : note;
  return said === '' ? value : `${value} ${said}`;
}

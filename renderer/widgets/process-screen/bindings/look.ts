import type { StateLook } from '#shared/screen/screen-binding.ts';

/** The look of a value; a number without one is as unknown as a bad one, not off. */
export function lookOf(states: ReadonlyMap<number, StateLook>, value: number): StateLook | 'unknown' {
  return states.get(value) ?? 'unknown';
}

/** The same in the words of the symbols: the values of their `data-state`. */
export const symbolStates = {
  on: 'running',
  off: 'stopped',
  moving: 'moving',
  fault: 'tripped',
  'out-of-service': 'out-of-service',
  plain: 'plain',
  unknown: 'no-link',
} as const satisfies Readonly<Record<StateLook | 'unknown', string>>;

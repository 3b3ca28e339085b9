import { rotatingSymbols } from './library/rotating.ts';
import { unitSymbols } from './library/units.ts';
import { valveSymbols } from './library/valves.ts';
import { vesselSymbols } from './library/vessels.ts';
import type { SymbolSpec } from './symbol-spec.ts';

/** Every equipment symbol of the console by its name, which is also the `kind` of an asset and `data-symbol` of a screen. */
export const symbolLibrary: ReadonlyMap<string, SymbolSpec> = new Map(
  [...rotatingSymbols, ...valveSymbols, ...vesselSymbols, ...unitSymbols].map((spec) => [spec.name, spec]),
);

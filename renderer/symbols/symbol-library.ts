import { columnSymbols } from './library/columns.ts';
import { electricalSymbols } from './library/electrical.ts';
import { heatSymbols } from './library/heat.ts';
import { instrumentSymbols } from './library/instruments.ts';
import { pumpSymbols } from './library/pumps.ts';
import { rotatingSymbols } from './library/rotating.ts';
import { solidsSymbols } from './library/solids.ts';
import { unitSymbols } from './library/units.ts';
import { valveSymbols } from './library/valves.ts';
import { vesselSymbols } from './library/vessels.ts';
import type { SymbolSpec } from './symbol-spec.ts';

/** Every equipment symbol of the console by its name, which is also the `kind` of an asset and `data-symbol` of a screen. */
export const symbolLibrary: ReadonlyMap<string, SymbolSpec> = new Map(
  [
    ...rotatingSymbols,
    ...pumpSymbols,
    ...valveSymbols,
    ...vesselSymbols,
    ...columnSymbols,
    ...unitSymbols,
    ...heatSymbols,
    ...solidsSymbols,
    ...electricalSymbols,
    ...instrumentSymbols,
  ].map((spec) => [spec.name, spec]),
);

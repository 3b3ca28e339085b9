import { isBad, Q } from '#shared/model/quality.ts';
import type { SampleBatch } from '#shared/model/sample-batch.ts';
import type { TagTable } from '../tags/tag-table.ts';

export type Scales = Pick<TagTable, 'gain' | 'offset' | 'isOutside'>;

/** Past samples in device units to engineering units, in place, judged as the tag table judges live ones; the table is only read. */
export function toEngineering({ length, tag, value, quality }: SampleBatch, { gain, offset, isOutside }: Scales): void {
  for (let row = 0; row < length; row++) {
    const index = tag[row] as number;
    let q = quality[row] as number;
    let v = Number.NaN;
    if (!isBad(q)) {
      v = (value[row] as number) * (gain[index] as number) + (offset[index] as number);
      if (!Number.isFinite(v)) {
        q = Q.badOutOfRange;
        v = Number.NaN;
      } else if (q === Q.good && isOutside(index, v)) q = Q.uncertainEngineeringUnitsExceeded;
    }
    value[row] = v;
    quality[row] = q;
  }
}

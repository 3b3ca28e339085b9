import { useMemo } from 'react';
import { isBad } from '#shared/model/quality.ts';
import { useDirectory, useLiveText } from '../../client/use-client.ts';
import { AnalogIndicator } from '../../widgets/analog-indicator-view.tsx';
import { indicatorScale } from '../../widgets/indicator-scale.ts';
import type { IndexedTag } from './asset-tags.ts';

/** The measured value among its limits, with the new setpoint where it would be. */
export function WriteIndicator({ one: { index, tag }, setpoint }: { readonly one: IndexedTag; readonly setpoint: number }) {
  const directory = useDirectory();
  const { value, quality } = useLiveText(index);
  const scale = useMemo(() => indicatorScale(tag, directory?.alarmsOfTag(index) ?? []), [tag, index, directory]);
  const reading = useMemo(() => ({ value, isUsable: !isBad(quality), setpoint, alarm: null }), [value, quality, setpoint]);
  return scale === null ? null : (
    <div className="write-dialog-indicator" title={`${tag.id} ${tag.name}; the triangle is the new setpoint`}>
      <AnalogIndicator scale={scale} length={430} thickness={9} reading={reading} />
    </div>
  );
}

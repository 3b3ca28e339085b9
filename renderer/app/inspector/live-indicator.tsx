import { useEffect, useMemo, useRef } from 'react';
import { isBad, isNoLink } from '#shared/model/quality.ts';
import { repaintDelayMs } from '../../client/repaint-gate.ts';
import { useClient, useDirectory } from '../../client/use-client.ts';
import { AnalogIndicator, type AnalogIndicatorHandle } from '../../widgets/analog-indicator-view.tsx';
import { indicatorScale } from '../../widgets/indicator-scale.ts';
import type { IndexedTag } from './asset-tags.ts';

/** The analog indicator of one tag, fed past React at most four times a second. */
export function LiveIndicator({ one: { index, tag }, setpointIndex, length = 104 }: { readonly one: IndexedTag; readonly setpointIndex: number; readonly length?: number }) {
  const client = useClient();
  const directory = useDirectory();
  const handle = useRef<AnalogIndicatorHandle>(null);
  const scale = useMemo(() => indicatorScale(tag, directory?.alarmsOfTag(index) ?? []), [tag, index, directory]);
  useEffect(() => {
    if (scale === null) return undefined;
    const { live } = client;
    let lastMs = -Infinity;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const paint = (): void => {
      timer = null;
      lastMs = performance.now();
      const quality = live.quality[index] ?? 0;
      const worst = client.alarms.getState().byTag.get(tag.id)?.[0]?.priority ?? null;
      const setpointQuality = live.quality[setpointIndex] ?? 0x8000_0000;
      handle.current?.set({
        value: live.value[index] ?? NaN,
        isUsable: !isBad(quality) && !isNoLink(quality),
        setpoint: setpointIndex < 0 || isBad(setpointQuality) ? NaN : (live.value[setpointIndex] ?? NaN),
        alarm: worst,
      });
    };
    const changed = (): void => {
      if (timer !== null) return;
      const waitMs = repaintDelayMs(lastMs, performance.now());
      if (waitMs === 0) paint();
      else timer = setTimeout(paint, waitMs);
    };
    const stops = [live.watch(setpointIndex < 0 ? [index] : [index, setpointIndex], changed), client.alarms.subscribe(changed)];
    changed();
    return () => {
      for (const stop of stops) stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [client, directory, index, setpointIndex, scale, tag]);
  return scale === null ? <span /> : <AnalogIndicator ref={handle} scale={scale} length={length} thickness={6} />;
}

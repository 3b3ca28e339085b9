import { useMemo } from 'react';
import { isBad, isNoLink } from '#shared/model/quality.ts';
import { useAlarmBook, useClient, useDirectory, useLiveText } from '#renderer/client/use-client.ts';
import { useNow } from '#renderer/client/use-now.ts';
import { AnalogIndicator } from '#renderer/widgets/analog-indicator-view.tsx';
import { indicatorScale } from '#renderer/widgets/indicator-scale.ts';
import { dragsTags } from '#renderer/widgets/tag-drag/tag-drag.ts';
import { readingCause, readValue } from '#renderer/widgets/value-reading.ts';

/** A tag's value at the moment shown with its quality in mark and words, as on a process screen. */
export function LiveReading({ tag: id, isLarge = false }: { readonly tag: string; readonly isLarge?: boolean }) {
  const client = useClient();
  const directory = useDirectory();
  const index = directory?.indexOf(id) ?? -1;
  const { value, quality, timeMs } = useLiveText(index);
  const nowMs = useNow(1000);
  const tag = directory?.tag(index);
  if (tag === undefined) return <span className="live-cell num tx-3">{directory === null ? '----' : `${id} is no tag of this project`}</span>;
  const reading = readValue({ tag, value, quality, timeMs, nowMs, isLinkLost: client.live.isLinkLost, text: client.live.text });
  return (
    <span className={`live-cell num ${isLarge ? 'is-large' : ''}`} title={[`${id} ${tag.name}`, readingCause(quality)].filter(Boolean).join(': ')} {...dragsTags([id])}>
      <span className="live-cell-number" data-quality={reading.kind}>
        {reading.mark}
        {reading.text}
      </span>
      {reading.unit === '' ? null : <span className="live-cell-unit">{reading.unit}</span>}
      {reading.note === '' ? null : <span className="live-cell-unit">{reading.note}</span>}
    </span>
  );
}

/** The analog indicator of a tag with its limits; nothing for one without a scale. */
export function LiveIndicatorOf({ tag: id }: { readonly tag: string }) {
  const client = useClient();
  const directory = useDirectory();
  const index = directory?.indexOf(id) ?? -1;
  const { value, quality } = useLiveText(index);
  const tag = directory?.tag(index);
  const scale = useMemo(() => (tag === undefined ? null : indicatorScale(tag, directory?.alarmsOfTag(index) ?? [])), [tag, index, directory]);
  const worst = useAlarmBook((book) => book.byTag.get(id as never)?.[0]?.priority ?? null);
  const isUsable = !isBad(quality) && !isNoLink(quality) && !client.live.isLinkLost;
  const reading = useMemo(() => ({ value, isUsable, setpoint: Number.NaN, alarm: worst }), [value, isUsable, worst]);
  return scale === null ? null : <AnalogIndicator scale={scale} length={220} thickness={8} reading={reading} />;
}

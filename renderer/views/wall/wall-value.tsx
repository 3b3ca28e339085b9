import { useMemo } from 'react';
import { useAlarmBook, useClient, useDirectory, useLink, useLiveText } from '#renderer/client/use-client.ts';
import { useNow } from '#renderer/client/use-now.ts';
import { AlarmGlyph } from '#renderer/widgets/alarm-glyph.tsx';
import { AnalogIndicator } from '#renderer/widgets/analog-indicator-view.tsx';
import { indicatorScale } from '#renderer/widgets/indicator-scale.ts';
import { readValue } from '#renderer/widgets/value-reading.ts';
import { isBad, isNoLink } from '#shared/model/quality.ts';

/** Length and thickness of the indicator's bar in its own units; the picture is scaled to its room. */
const bar = { length: 122, thickness: 6.5 } as const;
const wideBar = { length: 290, thickness: 10 } as const;

/** One value of the wall: its name, the number with its unit or the word in its place, and where it stands between its limits. */
export function WallValue({ tagIndex, label, isWide = false }: { readonly tagIndex: number; readonly label: string; readonly isWide?: boolean }) {
  const client = useClient();
  const directory = useDirectory();
  const { value, quality, timeMs } = useLiveText(tagIndex);
  const tag = directory?.tag(tagIndex);
  const setpointIndex = tag?.setpoint === undefined ? -1 : (directory?.indexOf(tag.setpoint) ?? -1);
  const setpoint = useLiveText(setpointIndex);
  const alarm = useAlarmBook((book) => (tag === undefined ? null : (book.byTag.get(tag.id)?.[0] ?? null)));
  const scale = useMemo(() => (tag === undefined ? null : indicatorScale(tag, directory?.alarmsOfTag(tagIndex) ?? [])), [tag, tagIndex, directory]);
  const isLinkLost = useLink().state !== 'live';
  const now = useNow(1000);
  const priority = alarm?.priority ?? null;
  const target = setpointIndex < 0 || isBad(setpoint.quality) ? NaN : setpoint.value;
  const isUsable = !Number.isNaN(value) && !isBad(quality) && !isNoLink(quality) && !isLinkLost;
  const reading = useMemo(() => ({ value, isUsable, setpoint: target, alarm: priority }), [value, isUsable, target, priority]);
  if (tag === undefined) return <div className="wall-value" />;
  const words = readValue({ tag, value, quality, timeMs, nowMs: now, isLinkLost, text: (entry) => client.live.text(entry) });
  return (
    <div className="wall-value" data-quality={words.kind} role="group" aria-label={`${label}, ${tag.id}: ${words.text} ${words.unit} ${words.note}`}>
      <div className="wall-label">
        {alarm === null ? null : <AlarmGlyph priority={alarm.priority} state={alarm.standing.state} />}
        <span>{label}</span>
      </div>
      <div className="wall-number num">
        {words.mark === '' ? null : <i>{words.mark}</i>}
        <b>{words.text}</b>
        <small>{words.unit}</small>
        {words.note === '' && words.badge === '' ? null : <em>{words.shortNote === '' ? words.badge : words.shortNote}</em>}
      </div>
      {scale === null ? null : <AnalogIndicator scale={scale} {...(isWide ? wideBar : bar)} reading={reading} />}
    </div>
  );
}

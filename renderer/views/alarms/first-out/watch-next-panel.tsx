import { useEffect, useMemo, useRef } from 'react';
import type { FirstOutGroup } from '#shared/model/first-out.ts';
import { isBad, isNoLink } from '#shared/model/quality.ts';
import { isActive } from '../../../client/alarm-rows.ts';
import { LiveCell } from '../../../client/live-cell.tsx';
import { repaintDelayMs } from '../../../client/repaint-gate.ts';
import { useClient, useDirectory, useSelectionStore } from '../../../client/use-client.ts';
import { useSlowBook } from '../../../client/use-slow-book.ts';
import { AnalogIndicator, type AnalogIndicatorHandle } from '../../../widgets/analog-indicator-view.tsx';
import { indicatorScale } from '../../../widgets/indicator-scale.ts';
import { dragsTags } from '../../../widgets/tag-drag/tag-drag.ts';
import { watchNext } from '../../../client/watch-next.ts';

const most = 6;

/** Values the burst may reach next, by the plant's topology, each with its limits. */
export function WatchNextPanel({ group, isVisible }: { readonly group: FirstOutGroup; readonly isVisible: boolean }) {
  const directory = useDirectory();
  const selection = useSelectionStore();
  const book = useSlowBook();
  const tags = useMemo(
    () =>
      directory === null
        ? []
        : watchNext(group, directory, (alarm) => {
            const standing = book.byAlarm.get(alarm)?.standing;
            return standing !== undefined && (isActive(standing.state) || standing.isConditionTrue === true);
          }, most),
    [group, directory, book],
  );
  return (
    <section className="first-out-side-part" aria-label="Watch next">
      <header>
        <b>Watch next</b>
        <span className="tx-3">downstream in the topology</span>
      </header>
      {tags.length === 0 ? <p className="tx-3 first-out-none">{directory?.directory.logic.connections.length === 0 ? 'The project says nothing about what feeds what (logic/).' : 'No value with limits stands downstream that is not in alarm already.'}</p> : null}
      <ul>
        {tags.map(({ tagIndex }) => {
          const tag = directory?.tag(tagIndex);
          if (tag === undefined) return null;
          return (
            <li key={tag.id}>
              <button type="button" className="first-out-watch" title={tag.name} onClick={() => selection.getState().select({ asset: tag.asset, tag: tag.id })} {...dragsTags([tag.id])}>
                <span className="mono">{tag.id}</span>
                <span className="tx-2 first-out-cut">{tag.name}</span>
                {isVisible ? <LiveCell tagIndex={tagIndex} withUnit /> : null}
                {isVisible ? <LiveBar tagIndex={tagIndex} /> : null}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The indicator of one value, painted past React at most four times a second. */
function LiveBar({ tagIndex }: { readonly tagIndex: number }) {
  const client = useClient();
  const directory = useDirectory();
  const handle = useRef<AnalogIndicatorHandle>(null);
  const tag = directory?.tag(tagIndex);
  const scale = useMemo(() => (tag === undefined ? null : indicatorScale(tag, directory?.alarmsOfTag(tagIndex) ?? [])), [tag, tagIndex, directory]);
  useEffect(() => {
    if (scale === null) return undefined;
    const { live } = client;
    let lastMs = -Infinity;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const paint = (): void => {
      timer = null;
      lastMs = performance.now();
      const quality = live.quality[tagIndex] ?? 0;
      handle.current?.set({ value: live.value[tagIndex] ?? NaN, isUsable: !isBad(quality) && !isNoLink(quality), setpoint: NaN, alarm: null });
    };
    const changed = (): void => {
      if (timer !== null) return;
      const waitMs = repaintDelayMs(lastMs, performance.now());
      if (waitMs === 0) paint();
      else timer = setTimeout(paint, waitMs);
    };
    const stop = live.watch([tagIndex], changed);
    changed();
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [client, tagIndex, scale]);
  return scale === null ? <span /> : <AnalogIndicator ref={handle} scale={scale} length={64} thickness={6} />;
}

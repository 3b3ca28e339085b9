import { useEffect, useRef } from 'react';
import { isBad } from '#shared/model/quality.ts';
import { LiveCell } from '../../client/live-cell.tsx';
import { useClient, useLink, useTimeline } from '../../client/use-client.ts';
import { createSparkline, sparkColumns, sparkSpanMs } from '../../widgets/sparkline.ts';
import { dragsTags } from '../../widgets/tag-drag/tag-drag.ts';
import type { AssetTags, IndexedTag } from './asset-tags.ts';

const mostLines = 8;
const width = 300;
const height = 46;

/** The last 30 minutes of the asset's numbers, each line on its own scale; the trend view has axes, limits and cursors. */
export function TrendTab({ tags }: { readonly tags: AssetTags }) {
  const lines = (tags.pv === null ? tags.values : [tags.pv, ...tags.values]).slice(0, mostLines);
  if (lines.length === 0) return <p className="panel-note">This asset has no numbers to draw.</p>;
  return (
    <div className="inspector-section">
      <h4>
        Last 30 minutes<span className="inspector-aside">each on its own scale</span>
      </h4>
      {lines.map((one) => (
        <TrendLine key={one.index} one={one} />
      ))}
    </div>
  );
}

function TrendLine({ one: { index, tag } }: { readonly one: IndexedTag }) {
  const client = useClient();
  const { state } = useLink();
  const seeks = useTimeline((now) => now.seeks);
  const host = useRef<SVGSVGElement>(null);
  const isLive = state === 'live';
  useEffect(() => {
    const { live } = client;
    const line = createSparkline({ width, height, band: tag.normal === undefined ? null : { low: tag.normal[0], high: tag.normal[1] } });
    host.current?.append(line.element);
    let isCurrent = true;
    const take = (): void => line.push(live.timeMs[index] ?? NaN, isBad(live.quality[index] ?? 0) ? NaN : (live.value[index] ?? NaN));
    const stop = isLive ? live.watch([index], take) : () => undefined;
    const nowMs = client.nowMs();
    void client.call('history.decimated', { tags: [tag.id], span: { fromMs: nowMs - sparkSpanMs, toMs: nowMs }, width: sparkColumns }).then((answer) => {
      const pen = answer.ok ? answer.value.pens[0] : undefined;
      if (!isCurrent || pen === undefined) return;
      line.load(pen);
      line.paint(client.nowMs());
    });
    const timer = setInterval(() => line.paint(client.nowMs()), 1000);
    return () => {
      isCurrent = false;
      stop();
      clearInterval(timer);
      line.element.remove();
    };
    // `seeks`: a line drawn for another moment is of no use.
  }, [client, index, tag, isLive, seeks]);
  return (
    <div className="inspector-trend" {...dragsTags([tag.id])}>
      <span title={tag.id}>{tag.name}</span>
      <LiveCell tagIndex={index} withUnit />
      <svg ref={host} width={width + 8} height={height + 6} viewBox={`-4 -3 ${width + 8} ${height + 6}`} role="img" aria-label={`${tag.name}, last 30 minutes`} />
    </div>
  );
}

import { buildSvg, label, path, rect, svg } from '#renderer/symbols/svg-node.ts';
import { isHiddenState, type Priority } from '#shared/model/alarm.ts';
import type { SymbolNode } from '#shared/screen/screen-model.ts';
import { alarmGlyph } from '../../alarm-glyph.tsx';
import { alarmStateWords } from '../../alarm-glyph-markup.ts';
import { formatClock } from '../../format-time.ts';
import { textStyles } from '../overlay/text-styles.ts';
import type { Binding, ScreenAlarmRow, ScreenContext, ScreenDirectory, ScreenTarget } from '../screen-context.ts';
import { returnedWords } from '../screen-alarms.ts';
import { watchLink } from '../watch-link.ts';
import { setAttribute, setText } from '../write.ts';
import { fitText } from './fit-text.ts';
import { partOptions } from './part-options.ts';

const priorities: readonly Priority[] = [1, 2, 3, 4];
const headHeight = 32;
const pitch = 28;
/** Wide enough for letters that grow on a small scale. */
const columns = { time: 32, tag: 110, message: 214 };

/** Whether an asset is `root` or below it, by the tree of the directory. A ring of parents ends. */
export function isBelow(directory: Pick<ScreenDirectory, 'asset'>, root: string): (asset: string) => boolean {
  const known = new Map<string, boolean>([[root, true]]);
  const look = (asset: string, depth: number): boolean => {
    const answer = known.get(asset);
    if (answer !== undefined) return answer;
    const parent = directory.asset(asset)?.parent;
    const isIn = parent !== undefined && depth < 40 && look(parent, depth + 1);
    known.set(asset, isIn);
    return isIn;
  };
  return (asset) => look(asset, 0);
}

/**
 * What stands in alarm at an asset and below it: exact counts by priority, what is hidden, and the first rows in the order an
 * operator is told, with how many more there are. Rows are text of the drawing: alarms change seldom. Origin: upper left.
 */
export function createAlarmSummary(context: ScreenContext, node: SymbolNode): SVGElement {
  const { directory, alarms, live } = context;
  const id = node.data['asset'] ?? '';
  const asset = directory.asset(id);
  const options = partOptions('alarm-summary', node.data);
  const width = options.number('width');
  const rowCount = Math.round(options.number('rows'));
  const name = options.text('label') ?? asset?.name ?? id;
  const screen = node.data['screen'] ?? asset?.screen ?? null;
  const element = buildSvg(
    svg(
      'g',
      { class: 'pt-alarms' },
      rect('pt-panel', 0, 0, width, headHeight + Math.max(0, rowCount) * pitch + (rowCount > 0 ? 24 : 0), 4),
    ),
  );
  const head = buildSvg(svg('g', {}, rect('ps-row-hit', 2, 2, width - 4, headHeight - 4, 3), label('heading', 12, 21, name)));
  const counters = head.appendChild(buildSvg(svg('g', {})));
  const said = textOf(head, 'label', width - 12, 'end');
  element.append(head);
  let headName = name;
  context.addTarget(head, {
    asset: id,
    tag: null,
    screen: screen !== null && context.hasScreen(screen) ? screen : null,
    name: () => headName,
  });
  if (rowCount > 0) element.append(buildSvg(path('rule', `M0 ${headHeight}H${width}`)));
  const rows = Array.from({ length: rowCount }, (_, row) => createRow(context, element, row, width));
  const more = rowCount > 0 ? textOf(element, 'note', 12, 'start', headHeight + rowCount * pitch + 16) : null;
  const empty = rowCount > 0 ? textOf(element, 'note', 12, 'start', headHeight + 18) : null;
  const isMeant = isBelow(directory, id);
  let countKey = '';
  const binding: Binding = {
    tags: [],
    paint() {
      const counts = alarms.countsBelow(id);
      const returned = alarms.returnedBelow(id);
      const hidden = alarms.hiddenBelow(id);
      // Without a link nobody knows what stands: none that is known is not none.
      const isLost = live.isLinkLost;
      const { rows: standing, total } = alarms.standing(isMeant, rowCount);
      rows.forEach((row, at) => row.set(standing[at] ?? null));
      if (more !== null) setText(more, total > standing.length ? `and ${total - standing.length} more` : '');
      if (empty !== null) setText(empty, total > 0 ? '' : isLost ? 'what stands in alarm is not known' : 'nothing stands in alarm');
      const key = `${priorities.map((priority) => counts[priority]).join(' ')} ${returned} ${hidden} ${isLost}`;
      if (key === countKey) return;
      countKey = key;
      const present = priorities.filter((priority) => counts[priority] > 0);
      const words = [
        ...(present.length > 0 ? [] : [isLost ? 'alarms not known' : returned > 0 ? returnedWords(returned) : 'no active alarms']),
        ...(hidden === 0 ? [] : [`${hidden} hidden`]),
        ...(isLost && present.length > 0 ? ['not confirmed'] : []),
      ].join(', ');
      setText(said, words);
      const start = width - 12 - context.overlay.width(textStyles.words, words) - (words === '' ? 0 : 14) - present.length * 54;
      counters.replaceChildren(
        ...present.flatMap((priority, at) => [
          alarmGlyph({ priority, state: 'active-acked', size: 22, x: start + at * 54 + 12, y: 16 }),
          buildSvg(label('pt-count', start + at * 54 + 28, 21, String(counts[priority]))),
        ]),
      );
      headName = `${name}: ${present.map((priority) => `${counts[priority]} of priority ${priority}`).join(', ')}${present.length > 0 && returned > 0 ? `, ${returnedWords(returned)}` : ''}${present.length > 0 && words !== '' ? ', ' : ''}${words}`;
    },
  };
  context.addBinding(binding);
  watchLink(context, () => binding.paint(context.nowMs()));
  context.overlay.add(element, {
    layer: 'text',
    paint: () => undefined,
    // Letters have another size: all rows are cut anew.
    restyle() {
      countKey = '';
      for (const row of rows) row.forget();
      binding.paint(context.nowMs());
    },
  });
  return element;
}

function textOf(host: SVGElement, className: string, x: number, anchor: 'start' | 'end', y = 21): Text {
  const element = host.appendChild(buildSvg(label(className, x, y, '', anchor)));
  const text = document.createTextNode('');
  element.replaceChildren(text);
  return text;
}

function createRow(
  context: ScreenContext,
  host: SVGElement,
  at: number,
  width: number,
): { set(row: ScreenAlarmRow | null): void; forget(): void } {
  const top = headHeight + at * pitch;
  const element = buildSvg(
    svg(
      'g',
      { class: 'pt-alarm-row', display: 'none', transform: `translate(0 ${top})` },
      rect('ps-row-hit', 2, 1, width - 4, pitch - 2, 3),
    ),
  );
  host.append(element);
  const glyphs = element.appendChild(buildSvg(svg('g', {})));
  const time = textOf(element, 'pt-time', columns.time, 'start', 18);
  const tag = textOf(element, 'pt-tag', columns.tag, 'start', 18);
  const message = textOf(element, 'pt-message', columns.message, 'start', 18);
  let shown: ScreenAlarmRow | null = null;
  let key = '';
  const target: ScreenTarget = {
    get asset() {
      return shown?.asset ?? null;
    },
    get tag() {
      return shown?.tag ?? null;
    },
    screen: null,
    name: () =>
      shown === null
        ? ''
        : `${shown.tag ?? ''} ${shown.message}, priority ${shown.priority}, ${alarmStateWords(shown.state).toLowerCase()}, ${formatClock(shown.raisedMs)}`,
  };
  context.addTarget(element, target);
  return {
    forget: () => void (key = ''),
    set(row) {
      const next = row === null ? '' : `${row.priority} ${row.state} ${row.raisedMs} ${row.tag} ${row.message}`;
      shown = row;
      if (next === key) return;
      key = next;
      if (row === null) return setAttribute(element, 'display', 'none');
      setAttribute(element, 'display', 'inline');
      setAttribute(element, 'class', row.state.endsWith('-unacked') || isHiddenState(row.state) ? 'pt-alarm-row' : 'pt-alarm-row is-acked');
      glyphs.replaceChildren(alarmGlyph({ priority: row.priority, state: row.state, size: 21, x: 17, y: pitch / 2 }));
      setText(time, formatClock(row.raisedMs));
      setText(tag, fitText(context.overlay, textStyles.tag, row.tag ?? '', columns.message - columns.tag - 8));
      setText(message, fitText(context.overlay, textStyles.words, row.message, width - columns.message - 12));
    },
  };
}

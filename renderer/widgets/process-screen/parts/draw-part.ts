import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import type { SymbolNode } from '#shared/screen/screen-model.ts';
import type { ScreenContext } from '../screen-context.ts';
import { createAlarmSummary } from './alarm-summary.ts';
import { createBarGroup } from './bar-group.ts';
import { createCounter } from './counter.ts';
import { createLoopBlock } from './loop-block.ts';
import { createLamp, createMultiState } from './multi-state.ts';
import { createStarfish } from './starfish.ts';
import { createTextValue } from './text-value.ts';
import { createTrend } from './trend.ts';
import { createValueTable } from './value-table.ts';
import { createXy } from './xy.ts';
import './parts.css';

/** Parts of one tag, those of an asset, and those that name what they show in items or keys of their own. */
const ofTag = ['lamp', 'multi-state', 'counter', 'text-value'] as const;
const ofAsset = ['alarm-summary'] as const;
const ofItems = ['bar-group', 'starfish', 'value-table', 'trend', 'loop', 'xy'] as const;

export type DrawnPart = (typeof ofTag)[number] | (typeof ofAsset)[number] | (typeof ofItems)[number];

export const isDrawnPart = (symbol: string): symbol is DrawnPart =>
  ([...ofTag, ...ofAsset, ...ofItems] as readonly string[]).includes(symbol);

/**
 * A live part by its name. Where its tag or asset does not exist, or is of a type it cannot show, `unknown` draws the mark
 * that says so.
 */
export function drawPart(
  context: ScreenContext,
  symbol: DrawnPart,
  node: SymbolNode,
  unknown: (what: string, sentence: string) => SVGElement,
): SVGElement {
  const { directory } = context;
  const { data, line } = node;
  switch (symbol) {
    case 'alarm-summary': {
      const asset = data['asset'] ?? '';
      return directory.asset(asset) === undefined
        ? unknown(`unknown asset ${asset}`, `Asset ${asset} does not exist in the project.`)
        : createAlarmSummary(context, node);
    }
    case 'bar-group':
      return createBarGroup(context, node);
    case 'starfish':
      return createStarfish(context, node);
    case 'value-table':
      return createValueTable(context, node);
    case 'trend':
      return createTrend(context, node);
    case 'loop':
      return createLoopBlock(context, node);
    case 'xy':
      return createXy(context, node);
    case 'lamp':
    case 'multi-state':
    case 'counter':
    case 'text-value': {
      const id = data['tag'];
      const index = id === undefined ? -1 : directory.indexOf(id);
      const tag = directory.tag(index);
      if (tag === undefined)
        return unknown(
          `unknown tag ${id ?? ''}`,
          id === undefined ? `Symbol ${symbol} names no tag.` : `Tag ${id} does not exist in the project.`,
        );
      const key = partCatalogue.get(symbol)?.keys.find(({ name }) => name === 'tag');
      if (key?.kind === 'tag' && key.types !== undefined && !key.types.includes(tag.type)) {
        return unknown(
          `${tag.id} is ${tag.type}`,
          `Symbol ${symbol} cannot show tag ${tag.id}: it is of type ${tag.type}, not ${key.types.join(' or ')}.`,
        );
      }
      if (symbol === 'lamp') return createLamp(context, index, tag, data);
      if (symbol === 'multi-state') return createMultiState(context, index, tag, data);
      if (symbol === 'counter') return createCounter(context, { index, tag, data, line });
      return createTextValue(context, index, tag, data);
    }
  }
}

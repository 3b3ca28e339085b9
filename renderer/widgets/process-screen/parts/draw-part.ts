import type { TagDefinition } from '#shared/model/tag.ts';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import type { SymbolNode } from '#shared/screen/screen-model.ts';
import type { ScreenContext } from '../screen-context.ts';
import { createAlarmSummary } from './alarm-summary.ts';
import { createBarGroup } from './bar-group.ts';
import { tagSource } from './cell.ts';
import { createCounter } from './counter.ts';
import { expressionSource } from './expression-source.ts';
import { createLoopBlock } from './loop-block.ts';
import { createLamp, createMultiState } from './multi-state.ts';
import { readStates } from './part-options.ts';
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

/** Why a part is not drawn: what its mark says, and the sentence for the list of problems. */
export type PartRefusal = { readonly what: string; readonly sentence: string };

/** A live part by its name; refused where its tag or asset does not exist, or is of a type it cannot show. */
export function drawPart(context: ScreenContext, symbol: DrawnPart, node: SymbolNode): SVGElement | PartRefusal {
  const { directory } = context;
  switch (symbol) {
    case 'alarm-summary': {
      const asset = node.data['asset'] ?? '';
      if (directory.asset(asset) !== undefined) return createAlarmSummary(context, node);
      return { what: `unknown asset ${asset}`, sentence: `Asset ${asset} does not exist in the project.` };
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
      return drawState(context, symbol, node);
    case 'counter':
    case 'text-value': {
      const found = findPartTag(context, symbol, node);
      if ('sentence' in found) return found;
      const { index, tag } = found;
      return symbol === 'counter'
        ? createCounter(context, { index, tag, data: node.data, line: node.line })
        : createTextValue(context, index, tag, node.data);
    }
  }
}

/** Lamps and states hang on a tag, or on an expression where the screen gives one. */
function drawState(context: ScreenContext, symbol: 'lamp' | 'multi-state', node: SymbolNode): SVGElement | PartRefusal {
  const draw = symbol === 'lamp' ? createLamp : createMultiState;
  const expression = node.data['value'];
  if (expression !== undefined) {
    const source = expressionSource(context, node, expression, readStates(node.data['words']));
    // Its mistake was named; the mark needs a sentence all the same.
    return source === null
      ? { what: 'broken expression', sentence: `Symbol ${symbol} is not drawn: its data-value cannot be read.` }
      : draw(context, { source, tag: null }, node.data);
  }
  const found = findPartTag(context, symbol, node);
  return 'sentence' in found ? found : draw(context, { source: tagSource(context, found.index, found.tag), tag: found.tag }, node.data);
}

function findPartTag(
  { directory }: ScreenContext,
  symbol: DrawnPart,
  { data }: SymbolNode,
): { readonly index: number; readonly tag: TagDefinition } | PartRefusal {
  const id = data['tag'];
  const index = id === undefined ? -1 : directory.indexOf(id);
  const tag = directory.tag(index);
  if (tag === undefined)
    return {
      what: `unknown tag ${id ?? ''}`,
      sentence: id === undefined ? `Symbol ${symbol} names no tag.` : `Tag ${id} does not exist in the project.`,
    };
  const key = partCatalogue.get(symbol)?.keys.find(({ name }) => name === 'tag');
  const types = key?.kind === 'tag' ? key.types : undefined;
  if (types === undefined || types.includes(tag.type)) return { index, tag };
  return {
    what: `${tag.id} is ${tag.type}`,
    sentence: `Symbol ${symbol} cannot show tag ${tag.id}: it is of type ${tag.type}, not ${types.join(' or ')}.`,
  };
}

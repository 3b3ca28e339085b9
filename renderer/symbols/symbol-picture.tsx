import { createElement, type ReactNode } from 'react';
import type { SvgNode } from './svg-node.ts';
import { symbolLibrary } from './symbol-library.ts';
import './symbols.css';

/**
 * The symbol of an asset kind as a small picture for lists and headers; `state` as in `data-state`. Kinds the library does
 * not know give a plain box, so a header keeps its layout.
 */
export function SymbolPicture({
  kind,
  state = 'plain',
  width,
  height,
}: {
  readonly kind: string | undefined;
  readonly state?: string;
  readonly width: number;
  readonly height: number;
}) {
  const spec = symbolLibrary.get(kind ?? '');
  const drawing = spec?.draw({});
  const box = drawing?.box ?? { x: -20, y: -14, width: 40, height: 28 };
  return (
    <svg
      className="symbol-picture"
      width={width}
      height={height}
      viewBox={`${box.x - 2} ${box.y - 2} ${box.width + 4} ${box.height + 4}`}
      role="img"
      aria-label={spec?.title ?? kind ?? 'Asset'}
    >
      <g className="sy" data-state={state}>
        {drawing === undefined ? (
          <rect className="sy-body" x={-18} y={-12} width={36} height={24} rx={3} />
        ) : (
          [...drawing.nodes, ...(drawing.front ?? [])].map(toReact)
        )}
      </g>
    </svg>
  );
}

const reactNames: Readonly<Record<string, string>> = {
  class: 'className',
  'text-anchor': 'textAnchor',
  'stroke-dasharray': 'strokeDasharray',
};

function toReact(node: SvgNode | string, key: number): ReactNode {
  if (typeof node === 'string') return node;
  const attributes = Object.fromEntries(Object.entries(node.attributes).map(([name, value]) => [reactNames[name] ?? name, value]));
  return createElement(node.name, { ...attributes, key }, ...node.children.map(toReact));
}

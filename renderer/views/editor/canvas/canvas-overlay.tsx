import { useStore } from 'zustand';
import { elementAt } from '#shared/screen/edit/draft.ts';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import { type EditorContext, pageBox } from '../commands/editor-context.ts';
import { type Box, centreOf, grownBox, unionOf } from '../geometry/box.ts';
import { handleIds, handlePoint } from '../geometry/handles.ts';
import { pathThrough } from '../geometry/route.ts';
import { boxToPixels, type Sight, toPixels } from '../geometry/view-box.ts';

/** Half the side of a handle as drawn, and of what takes the press around it, pixels. */
const handleHalf = 4;
const handleReach = 8;
/** How far outside the box handles sit: what is as small as a pump must still be moved by its middle. */
const handleOut = 6;
const turnAbove = 26;
/** Least pixels between the dots of the grid; it grows coarser below. */
const leastGrid = 9;

/** What stands above the drawing while it is edited: page, grid, selection with its handles, guides, marquee, what is being drawn. In pixels of the canvas. */
export function CanvasOverlay({ context }: { readonly context: EditorContext }) {
  const { sight, window, boxes, stretched, turned, guides, marquee, drawn, dropTarget } = useStore(context.canvas);
  const { isGridShown, grid, tool } = useStore(context.tools);
  useStore(context.session.store, (now) => now.model);
  const picked = useStore(context.session.store, (now) => now.picked);
  const page = boxToPixels(sight, pageBox(context.session));
  const whole = stretched ?? unionOf(boxes);
  const wholePixels = whole === null ? null : boxToPixels(sight, whole);
  return (
    <svg className="editor-overlay" width={window.width} height={window.height} aria-hidden="true">
      {isGridShown && grid > 0 ? <Grid id={`${context.id}grid`} sight={sight} grid={grid} page={page} /> : null}
      <path
        className="editor-off-page"
        fillRule="evenodd"
        d={`M0 0H${window.width}V${window.height}H0ZM${page.x} ${page.y}v${page.height}h${page.width}v${-page.height}Z`}
      />
      <rect className="editor-page" x={page.x} y={page.y} width={page.width} height={page.height} />
      {dropTarget === null ? null : <Outline className="editor-drop-target" box={boxToPixels(sight, dropTarget)} />}
      {guides.map((guide, at) => {
        const ends =
          guide.axis === 'x'
            ? ([
                { x: guide.at, y: guide.from },
                { x: guide.at, y: guide.to },
              ] as const)
            : ([
                { x: guide.from, y: guide.at },
                { x: guide.to, y: guide.at },
              ] as const);
        const [a, b] = [toPixels(sight, ends[0]), toPixels(sight, ends[1])];
        return (
          <line key={at} className={guide.kind === 'gap' ? 'editor-guide is-gap' : 'editor-guide'} x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
        );
      })}
      {marquee === null ? null : <Outline className="editor-marquee" box={boxToPixels(sight, marquee)} />}
      {drawn.length < 2 ? null : <Drawn sight={sight} context={context} />}
      <g
        transform={
          turned === 0 || wholePixels === null ? undefined : `rotate(${turned} ${centreOf(wholePixels).x} ${centreOf(wholePixels).y})`
        }
      >
        {boxes.map((box, at) => (
          <Outline key={at} className="editor-picked" box={grown(boxToPixels(sight, box))} />
        ))}
        {wholePixels !== null && picked.length > 0 && tool.kind === 'select' ? (
          <Handles box={grown(wholePixels, handleOut)} isSizable={isSizable(context)} />
        ) : null}
      </g>
    </svg>
  );
}

/** A line of no height is still to be seen and pressed. */
const grown = (box: Box, by = 2): Box => grownBox(box, by);

const Outline = ({ box, className }: { readonly box: Box; readonly className: string }) => (
  <rect className={className} x={box.x} y={box.y} width={box.width} height={box.height} />
);

/** False when nothing of the selection has a size of its own: values and words are as large as they read. */
function isSizable({ session }: EditorContext): boolean {
  const { draft, picked } = session.store.getState();
  return picked.some((path) => {
    const element = elementAt(draft, path);
    if (element === null || element.name === 'text') return false;
    const symbol = element.attributes.get('data-symbol');
    return symbol === undefined ? !element.attributes.has('data-template') : (partCatalogue.get(symbol)?.sizeKeys.length ?? 0) > 0;
  });
}

function Handles({ box, isSizable }: { readonly box: Box; readonly isSizable: boolean }) {
  const top = handlePoint(box, 'n');
  return (
    <>
      <line className="editor-turn-stem" x1={top.x} y1={top.y} x2={top.x} y2={top.y - turnAbove + 5} />
      <circle className="editor-turn" cx={top.x} cy={top.y - turnAbove} r={5} />
      <circle className="editor-handle-hit" data-handle="turn" cx={top.x} cy={top.y - turnAbove} r={handleReach + 2} />
      {isSizable
        ? handleIds.map((id) => {
            const { x, y } = handlePoint(box, id);
            return (
              <g key={id}>
                <rect className="editor-handle" x={x - handleHalf} y={y - handleHalf} width={2 * handleHalf} height={2 * handleHalf} />
                <rect
                  className="editor-handle-hit"
                  data-handle={id}
                  x={x - handleReach}
                  y={y - handleReach}
                  width={2 * handleReach}
                  height={2 * handleReach}
                />
              </g>
            );
          })
        : null}
    </>
  );
}

function Grid({ id, sight, grid, page }: { readonly id: string; readonly sight: Sight; readonly grid: number; readonly page: Box }) {
  let step = grid;
  while (step * sight.zoom < leastGrid) step *= step === grid * 2 ? 2.5 : 2;
  const pixels = step * sight.zoom;
  const origin = toPixels(sight, { x: 0, y: 0 });
  return (
    <>
      <pattern id={id} width={pixels} height={pixels} x={origin.x - 0.5} y={origin.y - 0.5} patternUnits="userSpaceOnUse">
        <rect className="editor-grid-dot" width={1} height={1} />
      </pattern>
      <rect x={page.x} y={page.y} width={page.width} height={page.height} fill={`url(#${id})`} />
    </>
  );
}

function Drawn({ sight, context }: { readonly sight: Sight; readonly context: EditorContext }) {
  const { drawn } = context.canvas.getState();
  const { tool } = context.tools.getState();
  const points = drawn.map((point) => toPixels(sight, point));
  const box = unionOf(points.map((point) => ({ ...point, width: 0, height: 0 })));
  if (box === null) return null;
  if (tool.kind === 'draw' && tool.shape === 'ellipse')
    return (
      <ellipse className="editor-drawn" cx={box.x + box.width / 2} cy={box.y + box.height / 2} rx={box.width / 2} ry={box.height / 2} />
    );
  if (tool.kind === 'draw' && tool.shape === 'rect') return <Outline className="editor-drawn" box={box} />;
  return <path className="editor-drawn" d={pathThrough(points)} />;
}

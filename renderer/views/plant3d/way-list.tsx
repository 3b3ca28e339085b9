import { TriangleAlert } from 'lucide-react';
import type { Isolation } from '#shared/model/scene.ts';
import { LiveCell } from '#renderer/client/live-cell.tsx';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { type WayIn, wayWords } from './way-in.ts';

const kinds: Readonly<Record<Isolation['kind'], string>> = { valve: 'Valve', breaker: 'Breaker', drain: 'Drain', vent: 'Vent', blind: 'Blind', switch: 'Lock' };

/** How to get there and where its energy is shut off, as a list: the same numbers stand in the picture. */
export function WayList({ way, asset, directory, onGo }: { readonly way: WayIn; readonly asset: string; readonly directory: DirectoryIndex; readonly onGo: (isolation: Isolation) => void }) {
  return (
    <section aria-label={`Way to ${asset}`}>
      <h3 className="plant3d-heading">Way to {asset}</h3>
      {way.ways.length === 0 ? <p className="plant3d-note tx-2">No way to it is drawn in this scene. Add one under routes in its file.</p> : null}
      {way.ways.map(({ route, lengthM }) => (
        <div key={route.id} className="plant3d-way">
          <b>{route.name}</b>
          <span className="num tx-2">{wayWords(lengthM)}</span>
          {route.notice === undefined ? null : (
            <span className="plant3d-notice">
              <TriangleAlert size={14} strokeWidth={1.75} aria-hidden="true" />
              {route.notice}
            </span>
          )}
        </div>
      ))}
      <h3 className="plant3d-heading">
        Points of isolation <span className="num tx-3">{way.isolations.length}</span>
      </h3>
      {way.isolations.length === 0 ? <p className="plant3d-note tx-2">None is drawn in this scene.</p> : <p className="plant3d-note tx-3">A position shown here never stands for trying.</p>}
      <ol className="plant3d-rows">
        {way.isolations.map((one, i) => {
          const tag = one.tag === undefined ? -1 : directory.indexOf(one.tag);
          return (
            <li key={one.id}>
              <button type="button" className="plant3d-row" title="Flies there" onClick={() => onGo(one)}>
                <span className="plant3d-row-mark plant3d-number num">{i + 1}</span>
                <span className="plant3d-row-text">
                  <b>{one.label}</b>
                  <span className="tx-2">
                    {kinds[one.kind]}, holds back {one.energy}
                  </span>
                </span>
                {tag < 0 ? null : (
                  <span className="plant3d-row-value">
                    <LiveCell tagIndex={tag} withUnit />
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

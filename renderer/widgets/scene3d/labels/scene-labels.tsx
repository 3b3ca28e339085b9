import { Lock } from 'lucide-react';
import { type Ref, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import type { AlarmState, Priority } from '#shared/model/alarm.ts';
import type { Point } from '#shared/model/scene.ts';
import { AlarmGlyph } from '../../alarm-glyph.tsx';
import { RankFlag } from '../../rank-flag.tsx';
import type { SceneSurface } from '../scene-surface.ts';
import { type LabelPicture, type LabelWish, placeLabels } from './place-labels.ts';
import './scene-labels.css';

/** A label of something in the scene. */
export type SceneLabel = {
  readonly id: string;
  readonly anchor: Point;
  /** What it stands at, and goes with where that is moved apart; −1: at its place alone. */
  readonly entity: number;
  readonly code: string;
  readonly words: string;
  readonly value: string;
  readonly unit: string;
  /** The value is bad, stale or not known: hatched. */
  readonly isDoubtful: boolean;
  readonly glyph: { readonly priority: Priority; readonly state: AlarmState } | null;
  readonly flag: string | null;
  /** What keeps it locked out, in words; empty where nothing is known to. */
  readonly locked: string;
  readonly isSelected: boolean;
};

/** Something that is locked out, marked in place by a padlock, with or without a label. */
export type LockMark = Pick<SceneLabel, 'id' | 'anchor' | 'entity'> & { readonly words: string };

/** How many labels have no card for want of room, how many are out of sight, the ids of those whose part is cut away, and how many padlocks are. */
export type LeftLabels = { readonly grouped: number; readonly outOfSight: number; readonly cut: readonly string[]; readonly cutLocks: number };
export const nothingLeft: LeftLabels = { grouped: 0, outOfSight: 0, cut: [], cutLocks: 0 };

export type SceneLabelsHandle = { /** Places them anew; after every frame in which the eye moved. */ readonly place: () => void };

const most = 8;
/** So many are looked at; what is behind is in the list. */
const mostWishes = 60;
const margin = 12;
const gap = 8;

/**
 * Cards at the margins of a scene, each with a line to a ring on what it tells of, the most important eight; marks in place for
 * the alarms that found no room. What is out of sight or has no card is told by number.
 */
export function SceneLabels(props: {
  readonly labels: readonly SceneLabel[];
  readonly locks: readonly LockMark[];
  readonly surface: SceneSurface | null;
  readonly onPick: (id: string) => void;
  /** What has no card; told anew when it is other. */
  readonly onLeft: (left: LeftLabels) => void;
  readonly ref?: Ref<SceneLabelsHandle>;
}) {
  const { labels, locks, surface, onPick, onLeft, ref } = props;
  const host = useRef<HTMLDivElement>(null);
  const before = useRef<LabelPicture | null>(null);
  const [glyphed, setGlyphed] = useState<readonly string[]>([]);
  const told = useRef('');
  const wishes = labels.slice(0, mostWishes);
  const latest = useRef({ wishes, labels, locks, surface, onLeft });
  latest.current = { wishes, labels, locks, surface, onLeft };

  const place = useCallback((): void => {
    const element = host.current;
    const { wishes: all, locks: locked, surface: on, labels: whole, onLeft: tell } = latest.current;
    if (element === null || on === null || element.clientWidth === 0) return;
    const cards = new Map<string, HTMLElement>();
    for (const card of element.querySelectorAll<HTMLElement>('[data-label]')) cards.set(card.dataset['label'] ?? '', card);
    const at = anchorsOf(all, on, element.clientWidth, element.clientHeight);
    const sized = all.flatMap(({ id }): LabelWish[] => {
      const [anchor, card] = [at.get(id), cards.get(id)];
      return anchor === undefined || card === undefined ? [] : [{ id, x: anchor[0], y: anchor[1], width: card.offsetWidth, height: card.offsetHeight }];
    });
    const picture = placeLabels(sized, { width: element.clientWidth, height: element.clientHeight, margin, gap, most }, before.current);
    before.current = picture;
    const placed = new Map(picture.placed.map((label) => [label.id, label]));
    for (const { id } of all) {
      const [card, to, anchor] = [cards.get(id), placed.get(id), at.get(id)];
      const line = element.querySelector<SVGElement>(`[data-line="${CSS.escape(id)}"]`);
      card?.classList.toggle('is-placed', to !== undefined);
      line?.classList.toggle('is-placed', to !== undefined);
      if (to === undefined || anchor === undefined || card === undefined || line === null) continue;
      card.style.transform = `translate(${Math.round(to.left)}px, ${Math.round(to.top)}px)`;
      const [path, ring] = [line.children[0], line.children[1]];
      path?.setAttribute('d', `M${to.fromX} ${to.fromY}L${anchor[0]} ${anchor[1]}`);
      ring?.setAttribute('transform', `translate(${anchor[0]} ${anchor[1]})`);
    }
    for (const mark of element.querySelectorAll<HTMLElement>('[data-mark]')) {
      const anchor = at.get(mark.dataset['mark'] ?? '');
      if (anchor !== undefined) mark.style.transform = `translate(${anchor[0] - 9}px, ${anchor[1] - 9}px)`;
    }
    const lockAt = anchorsOf(locked, on, element.clientWidth, element.clientHeight);
    for (const mark of element.querySelectorAll<HTMLElement>('[data-lock]')) {
      const anchor = lockAt.get(mark.dataset['lock'] ?? '');
      mark.classList.toggle('is-placed', anchor !== undefined);
      // Beside the ring or glyph that stands at the same point.
      if (anchor !== undefined) mark.style.transform = `translate(${anchor[0] + 10}px, ${anchor[1] - 9}px)`;
    }
    const marks = picture.grouped.filter((id) => all.some((one) => one.id === id && one.glyph !== null));
    setGlyphed((known) => (known.length === marks.length && known.every((one, i) => one === marks[i]) ? known : marks));
    const isCut = ({ anchor, entity }: Pick<SceneLabel, 'anchor' | 'entity'>): boolean => on.uncut(anchor, entity) === null;
    const cut = whole.filter(isCut).map(({ id }) => id);
    const left: LeftLabels = { grouped: picture.grouped.length, outOfSight: whole.length - sized.length - cut.length, cut, cutLocks: locked.filter(isCut).length };
    const words = JSON.stringify(left);
    if (words !== told.current) {
      told.current = words;
      tell(left);
    }
  }, []);

  useImperativeHandle(ref, () => ({ place }), [place]);
  useLayoutEffect(place);
  useEffect(() => {
    if (host.current === null) return undefined;
    const watching = new ResizeObserver(place);
    watching.observe(host.current);
    return () => watching.disconnect();
  }, [place]);

  return (
    <div ref={host} className="scene-labels">
      <svg aria-hidden="true">
        {wishes.map(({ id, glyph, isSelected }) => (
          <g key={id} data-line={id} className={`scene-label-line ${glyph === null ? '' : `p${glyph.priority}`} ${isSelected ? 'is-selected' : ''}`}>
            <path />
            <g>
              <circle r="5.5" />
              <circle r="2" className="scene-label-dot" />
            </g>
          </g>
        ))}
      </svg>
      {locks.map(({ id, words }) => (
        <button key={`lock ${id}`} type="button" tabIndex={-1} data-lock={id} className="scene-label-lock" title={words} aria-label={words} onClick={() => onPick(id)}>
          <Lock size={13} aria-hidden="true" />
        </button>
      ))}
      {wishes.map((label) => (
        <LabelCard key={label.id} label={label} onPick={onPick} />
      ))}
      {wishes.map(({ id, glyph }) =>
        glyph === null || !glyphed.includes(id) ? null : (
          <button key={`mark ${id}`} type="button" tabIndex={-1} data-mark={id} className="scene-label-mark" aria-label={id} onClick={() => onPick(id)}>
            <AlarmGlyph priority={glyph.priority} state={glyph.state} size={18} />
          </button>
        ),
      )}
    </div>
  );
}

function LabelCard({ label, onPick }: { readonly label: SceneLabel; readonly onPick: (id: string) => void }) {
  const { id, code, words, value, unit, glyph, flag, locked, isSelected, isDoubtful } = label;
  return (
    <button
      type="button"
      tabIndex={-1}
      data-label={id}
      title={locked === '' ? undefined : locked}
      className={`scene-label ${glyph === null ? '' : `p${glyph.priority} is-alarm`} ${isSelected ? 'is-selected' : ''}`}
      onClick={() => onPick(id)}
    >
      {flag === null ? null : (
        <span className="scene-label-flag">
          <RankFlag flag={flag} size={16} />
        </span>
      )}
      {glyph === null ? null : <AlarmGlyph priority={glyph.priority} state={glyph.state} size={24} />}
      <span className="scene-label-text">
        <b className="mono">
          {code}
          {locked === '' ? null : <Lock className="scene-label-locked" size={12} role="img" aria-label="locked out" />}
        </b>
        <span>{words}</span>
      </span>
      {value === '' ? null : (
        <span className={`scene-label-value num ${isDoubtful ? 'is-doubtful' : ''}`}>
          {value}
          {unit === '' ? null : <small> {unit}</small>}
        </span>
      )}
    </button>
  );
}

/** Where anchors are seen, px; those behind the eye, beyond the edges or cut away are absent. */
function anchorsOf(labels: readonly Pick<SceneLabel, 'id' | 'anchor' | 'entity'>[], surface: SceneSurface, width: number, height: number): ReadonlyMap<string, readonly [number, number]> {
  const out = new Float64Array(3);
  return new Map(
    labels.flatMap(({ id, anchor, entity }) => {
      const place = surface.uncut(anchor, entity);
      if (place === null) return [];
      const [east, north, up] = place;
      if (!surface.project(east, north, up, out, entity)) return [];
      const [x, y] = [out[0] as number, out[1] as number];
      return x < 0 || y < 0 || x > width || y > height ? [] : [[id, [x, y] as const] as const];
    }),
  );
}

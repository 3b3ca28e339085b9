import { formatNumber } from '#shared/model/format-value.ts';
import { phases, type InkSprites, type Sprite } from './ink-sprites.ts';
import { column, laneColumns, type LaneNumber, type LanePointer, layOutNumber, layOutPointer, newSpriteSets, pointerPixel } from './lane-columns.ts';
import type { PixelSheet } from './pixel-sheet.ts';

export type LaneOptions = { readonly decimals: number; readonly number: LaneNumber; readonly pointer: LanePointer | null };

/** Where lanes paint: the sheet of ink, once there is one. */
export type LaneGround = { readonly sheet: Pick<PixelSheet, 'wipe' | 'lay' | 'damage' | 'isHeld'>; readonly sprites: Pick<InkSprites, 'faceOf' | 'stamp'> };

/**
 * The short way of a number of which only the digits change. What a value shows is spread over some forty objects, and to
 * look at all of them costs more than to paint it; a lane keeps what the next digits need in columns. It is offered after a
 * value was painted whole, begins with the next one if nothing else is in its rectangles, and is closed before anything
 * else is painted there: then its parts are told what it showed, and are what they would be without it.
 */
export type InkLanes = {
  open(options: LaneOptions): number;
  /** Until it is closed only the value will be another: quality, alarm, setpoint and all that is said in words stay. */
  offer(lane: number): void;
  /** Shows this value. False where it must be painted whole; then nothing was painted. */
  paint(lane: number, value: number): boolean;
  close(lane: number): void;
  closeAll(): void;
  useGround(ground: LaneGround): void;
  /** Lanes begun and not closed. */
  readonly running: number;
};

/** After a lane could not begin, so many values are painted whole before it is tried again. */
const patience = 8;
/** A number this near to the middle of two is left to `toFixed`, which knows on which side of it it is. */
const tie = 1e-6;
const [isClosed, isOffered, isRunning] = [0, 1, 2];

/** `request` has the sheet handed over soon. */
export function createInkLanes(request: () => void): InkLanes {
  const lanes: LaneOptions[] = [];
  let ground: LaneGround | null = null;
  let columns = new Float64Array(0);
  let state = new Uint8Array(0);
  let refused = new Uint8Array(0);
  let running = 0;
  let sets = newSpriteSets();

  const layOut = (lane: number): boolean => {
    const { decimals, number, pointer } = lanes[lane] as LaneOptions;
    const at = lane * laneColumns;
    const own = ground === null ? null : number.handle.ground();
    if (ground === null || own === null || !layOutNumber(columns, at, number, decimals, own, ground.sprites, sets)) return false;
    if (!withBounds(at + column.left, number.handle.isFree)) return false;
    columns[at + column.length] = 0;
    if (pointer === null) return true;
    const bar = pointer.handle.ground();
    return bar !== null && layOutPointer(columns, at, pointer, bar, ground.sprites, sets) && withBounds(at + column.barLeft, pointer.handle.isFree);
  };
  const withBounds = <T>(at: number, call: (x0: number, y0: number, x1: number, y1: number) => T): T =>
    call(columns[at] as number, columns[at + 1] as number, columns[at + 2] as number, columns[at + 3] as number);
  const begin = (lane: number): void => {
    const { number, pointer } = lanes[lane] as LaneOptions;
    state[lane] = isRunning;
    running++;
    const at = lane * laneColumns;
    withBounds(at + column.left, (...bounds) => number.handle.lend(lane, ...bounds));
    if (pointer !== null) withBounds(at + column.barLeft, (...bounds) => pointer.handle.lend(lane, ...bounds));
    columns[at + column.shown] = NaN;
    columns[at + column.along] = NaN;
  };
  const close = (lane: number): void => {
    const was = state[lane];
    state[lane] = isClosed;
    if (was !== isRunning) return;
    running--;
    const at = lane * laneColumns;
    const { decimals, number, pointer } = lanes[lane] as LaneOptions;
    number.handle.takeBack();
    pointer?.handle.takeBack();
    number.follow(formatNumber((columns[at + column.shown] as number) / (columns[at + column.factor] as number), decimals));
    pointer?.follow((columns[at + column.along] as number) / 4);
  };
  const setOf = (at: number): readonly Sprite[] => sets.list[columns[at] as number]?.sprites as readonly Sprite[];
  const putNumber = (at: number, n: number, { sheet }: LaneGround): void => {
    sheet.wipe(columns[at + column.left] as number, columns[at + column.top] as number, columns[at + column.right] as number, columns[at + column.bottom] as number);
    const row = columns[at + column.row] as number;
    let cell = at + column.figures;
    let rest = Math.abs(n) | 0;
    for (let left = columns[at + column.digits] as number; left > 0; left--, cell += 2) {
      const tenth = (rest / 10) | 0;
      sheet.lay(setOf(cell + 1)[rest - tenth * 10] as Sprite, columns[cell] as number, row);
      rest = tenth;
    }
    for (let left = columns[at + column.signs] as number; left > 0; left--, cell += 2) sheet.lay(setOf(cell + 1)[0] as Sprite, columns[cell] as number, row);
  };
  /** Takes the pointer away, or puts it, where it stands along the bar. */
  const putPointer = (at: number, { sheet }: LaneGround, isTaken: boolean): void => {
    const q = pointerPixel(columns, at, columns[at + column.along] as number);
    const sprite = setOf(at + column.pointer)[q & (phases - 1)] as Sprite;
    const isUpright = columns[at + column.isUpright] === 1;
    const across = columns[at + column.across] as number;
    const x = isUpright ? across : q >> 2;
    const y = isUpright ? q >> 2 : across;
    const left = x + sprite.left;
    const top = y + sprite.top;
    if (isTaken) return sheet.wipe(left, top, left + sprite.width, top + sprite.height);
    sheet.lay(sprite, x, y);
    sheet.damage(left, top, left + sprite.width, top + sprite.height);
  };
  return {
    open(options) {
      const lane = lanes.push(options) - 1;
      if (lane >= state.length) {
        const room = Math.max(64, 2 * state.length);
        const [oldColumns, oldState, oldRefused] = [columns, state, refused];
        [columns, state, refused] = [new Float64Array(room * laneColumns), new Uint8Array(room), new Uint8Array(room)];
        columns.set(oldColumns);
        state.set(oldState);
        refused.set(oldRefused);
      }
      return lane;
    },
    offer(lane) {
      if (state[lane] === isClosed) state[lane] = isOffered;
    },
    paint(lane, value) {
      if (state[lane] === isClosed || ground === null || !ground.sheet.isHeld()) return false;
      const at = lane * laneColumns;
      if (state[lane] === isOffered) {
        if ((refused[lane] as number) > 0) {
          refused[lane] = (refused[lane] as number) - 1;
          return false;
        }
        if (!layOut(lane)) {
          refused[lane] = patience;
          return false;
        }
      }
      const exact = Math.abs(value) * (columns[at + column.factor] as number);
      const size = Math.floor(exact + 0.5);
      const n = value < 0 ? -size : size;
      if (!(n >= (columns[at + column.least] as number) && n <= (columns[at + column.most] as number)) || size - exact > 0.5 - tie || exact - size > 0.5 - tie) return false;
      if (state[lane] === isOffered) begin(lane);
      if (n !== columns[at + column.shown]) {
        columns[at + column.shown] = n;
        putNumber(at, n, ground);
      }
      const length = columns[at + column.length] as number;
      if (length > 0) {
        const fraction = Math.min(1, Math.max(0, (value - (columns[at + column.low] as number)) / (columns[at + column.span] as number)));
        const along = Math.round(length * (columns[at + column.isUpright] === 1 ? 1 - fraction : fraction) * 4);
        const was = columns[at + column.along] as number;
        if (along !== was) {
          if (!Number.isNaN(was)) putPointer(at, ground, true);
          columns[at + column.along] = along;
          putPointer(at, ground, false);
        }
      }
      request();
      return true;
    },
    close,
    closeAll() {
      if (running > 0) for (let lane = 0; lane < lanes.length; lane++) if (state[lane] === isRunning) close(lane);
      // Colours, fonts and sizes may be others.
      sets = newSpriteSets();
    },
    useGround: (next) => void (ground = next),
    get running() {
      return running;
    },
  };
}

import { mostWindows } from '#shared/model/layout.ts';
import { type Role, roleCovers } from '#shared/rpc/define.ts';
import type { ArrangedWindow, Arrangement, LayoutInForce, LeaveQuestion, WindowContent, WindowOrder, WindowPicture } from '#shared/model/window-order.ts';
import { displayUnder, findDisplay, type HomedWindow, type NumberedDisplay, numberDisplays, type PlacedWindow, placeFrom, placeWindows, type Rect, refOf, type ShownDisplay } from './place-windows.ts';

/** A window of the system, as the board moves and asks it. */
export type BoardWindow = {
  place(placed: PlacedWindow, isKiosk: boolean): void;
  /** Loads the page anew with other content. */
  load(name: string, content: WindowContent): void;
  tell(picture: WindowPicture): void;
  ask(question: LeaveQuestion): void;
  focus(): void;
  /** Closes it without a question. */
  close(): void;
  /** Loads its page anew, as it is. */
  reload(): void;
  state(): { readonly bounds: Rect; readonly isMaximised: boolean };
};

export type KeptBoard = { readonly current: Arrangement; readonly before: Arrangement | null };

export type BoardParts = {
  readonly displays: () => readonly ShownDisplay[];
  readonly open: (entry: Pick<ArrangedWindow, 'name' | 'content'>, placed: PlacedWindow, isKiosk: boolean) => BoardWindow;
  readonly after: (ms: number, call: () => void) => () => void;
  readonly keep: (board: KeptBoard) => void;
  readonly keepAwake: (isWanted: boolean) => void;
  /** Ends the product with all its windows. */
  readonly quit: () => void;
  readonly say: (sentence: string) => void;
  /** A word of small letters and digits that no window had before: what a page keeps under its name is not another's. */
  readonly newWord: () => string;
};

type Entry = Pick<ArrangedWindow, 'name' | 'content' | 'kiosk'> &
  HomedWindow & {
    readonly window: BoardWindow;
    readonly isHome: boolean;
    readonly shownOn: number;
    readonly wantsAwake: boolean;
    readonly isGranted: boolean;
    /** In which its page acts towards the engine, as the engine's host said; null until it has a line. */
    readonly role: Role | null;
    /** Where it was put last; what the system makes of that by a px or two is nobody's wish. */
    readonly putAt: Rect;
  };

const firstSize = { width: 1920, height: 1080 } as const;
const openedSize = { width: 1280, height: 800 } as const;
const cascadePx = 48;
/** Monitors come and go in several events, ms. */
const settleMs = 300;
/** After them the system moves windows by itself: what moves so soon was moved by nobody, ms. */
const ownMovesMs = 2000;
const moveMs = 400;
/** A page that does not take up a question in this time can't: its window closes, ms. */
const answerMs = 3000;
/** Who may end what is meant to stay open. */
const leaveRole: Role = 'lead';

const isNear = (a: Rect, b: Rect): boolean => [a.x - b.x, a.y - b.y, a.width - b.width, a.height - b.height].every((by) => Math.abs(by) <= 2);

export type WindowBoard = ReturnType<typeof createWindowBoard>;

/**
 * Which windows there are, on which display each belongs, and where it stands now. Windows of a display that was unplugged
 * come to another and go back when theirs returns; what somebody moves by hand belongs where it was put. The arrangement is
 * kept and is there again after a restart.
 */
export function createWindowBoard(parts: BoardParts) {
  let entries: readonly Entry[] = [];
  let layout: LayoutInForce | null = null;
  let before: Arrangement | null = null;
  let isFresh = false;
  let isEnding = false;
  let isSettling = false;
  let cancelSettle = (): void => undefined;
  let cancelOwnMoves = (): void => undefined;
  const moves = new Map<string, () => void>();
  const questions = new Map<string, () => void>();

  const displays = (): readonly NumberedDisplay[] => numberDisplays(parts.displays());
  const find = (name: string): Entry | undefined => entries.find((entry) => entry.name === name);
  const change = (name: string, to: Partial<Entry>): void => {
    entries = entries.map((entry) => (entry.name === name ? { ...entry, ...to } : entry));
  };
  const arranged = (): Arrangement => ({ layout, windows: entries.map(({ name, content, display, place, kiosk }) => ({ name, content, display, place, kiosk })) });
  const tell = (): void => {
    const shown = displays().map((display) => ({ ...refOf(display), isPrimary: display.isPrimary }));
    const windows = entries.map(({ name, content, display, place, kiosk, isHome }) => ({ name, content, display, place, kiosk, isHome }));
    for (const { name, shownOn, window } of entries) window.tell({ displays: shown, windows, self: name, display: shownOn, layout, canGoBack: before !== null, isFresh });
    parts.keepAwake(entries.some(({ kiosk, content, wantsAwake }) => kiosk || content.kind === 'wall' || wantsAwake));
  };
  const keep = (): void => {
    if (entries.length > 0 && !isEnding) parts.keep({ current: arranged(), before });
    tell();
  };
  /** Puts every window, or those of these names, where it belongs now. */
  const putInPlace = (only?: ReadonlySet<string>): void => {
    const placed = placeWindows(entries, displays());
    for (const entry of placed === null ? [] : entries) {
      const where = placed?.get(entry.name);
      if (where === undefined) continue;
      const isPut = only === undefined || only.has(entry.name) || where.isHome !== entry.isHome;
      if (isPut) entry.window.place(where, entry.kiosk);
      change(entry.name, { ...(isPut ? { putAt: where.bounds } : {}), isHome: where.isHome, shownOn: where.display.number, homeId: where.isHome ? where.display.id : entry.homeId });
    }
  };
  const open = (wanted: ArrangedWindow): void => {
    const all = displays();
    const homed = { ...wanted, homeId: findDisplay(wanted.display, all)?.id ?? null };
    const placed = placeWindows([...entries, homed], all)?.get(wanted.name);
    if (placed === undefined) return parts.say('No display is connected, so no window can be opened.');
    const window = parts.open(wanted, placed, wanted.kiosk);
    entries = [...entries, { ...homed, window, isHome: placed.isHome, shownOn: placed.display.number, wantsAwake: false, isGranted: false, role: null, putAt: placed.bounds }];
  };
  const openAnother = (from: Entry, content: WindowContent, number: number | undefined): void => {
    if (entries.length >= mostWindows) return parts.say(`There are ${mostWindows} windows already; close one first.`);
    const all = displays();
    const target = all.find((display) => display.number === (number ?? from.shownOn)) ?? all[0];
    if (target === undefined) return;
    const isWall = content.kind === 'wall';
    const count = entries.filter(({ shownOn }) => shownOn === target.number).length;
    const beside = { x: target.workArea.x + cascadePx * count, y: target.workArea.y + cascadePx * count, ...openedSize };
    const place = isWall ? 'full-screen' : number === undefined ? placeFrom(beside, target) : 'maximised';
    open({ name: `${(content.view ?? content.kind).slice(0, 24)}-${parts.newWord()}`, content, display: refOf(target), place, kiosk: isWall });
  };
  const arrange = (asker: string, wanted: Arrangement): void => {
    before = arranged();
    layout = wanted.layout;
    isFresh = false;
    const kind = find(asker)?.content.kind;
    // The window that asks goes on under the first name of its kind, so that nobody's page is closed under his hands.
    const heir = wanted.windows.some(({ name }) => name === asker) ? undefined : wanted.windows.find(({ name, content }) => content.kind === kind && find(name) === undefined)?.name;
    if (heir !== undefined) change(asker, { name: heir });
    for (const entry of entries) {
      const next = wanted.windows.find(({ name }) => name === entry.name);
      if (next === undefined) {
        entries = entries.filter(({ name }) => name !== entry.name);
        entry.window.close();
        continue;
      }
      const isOther = next.content.kind !== entry.content.kind || (entry.name === heir && next.content.kind === 'wall');
      change(entry.name, { content: next.content, display: next.display, place: next.place, kiosk: next.kiosk, homeId: null });
      if (isOther) entry.window.load(entry.name, next.content);
    }
    const stayed = new Set(entries.map(({ name }) => name));
    for (const window of wanted.windows) if (!stayed.has(window.name)) open(window);
    putInPlace(stayed);
    keep();
  };
  const settle = (): void => {
    putInPlace(new Set(entries.map(({ name }) => name)));
    tell();
    cancelOwnMoves = parts.after(ownMovesMs, () => (isSettling = false));
  };
  const record = (name: string): void => {
    moves.delete(name);
    const entry = find(name);
    if (entry === undefined || entry.kiosk || isSettling) return;
    const { bounds, isMaximised } = entry.window.state();
    const display = displayUnder(bounds, displays());
    if (display === null || (!isMaximised && isNear(bounds, entry.putAt))) return;
    change(name, { display: refOf(display), homeId: display.id, isHome: true, shownOn: display.number, place: isMaximised ? 'maximised' : placeFrom(bounds, display) });
    keep();
  };
  /** Why the page of this window may not end a kiosk; null where it may. A page says what it likes: its role comes from the engine's host. */
  const refusalOf = ({ role }: Entry): string | null => {
    if (role === null) return `Closing this window needs the role ${leaveRole}, and it is not known who is here until the engine answers.`;
    return roleCovers(role, leaveRole) ? null : `Closing this window needs the role ${leaveRole}; this console has ${role}.`;
  };
  const questionOf = (entry: Entry): LeaveQuestion | null => {
    if (entry.kiosk) return { reason: 'kiosk', refusal: refusalOf(entry) };
    const isLastConsole = entry.content.kind === 'console' && !entries.some(({ name, content }) => name !== entry.name && content.kind === 'console');
    if (!isLastConsole || entries.length === 1) return null;
    return { reason: 'others', others: entries.length - 1, refusal: entries.some(({ kiosk }) => kiosk) ? refusalOf(entry) : null };
  };

  return {
    /** Opens the windows of the last run; at the first start one console. */
    start(kept: KeptBoard | null): void {
      const [primary] = displays().toSorted((a, b) => Number(b.isPrimary) - Number(a.isPrimary));
      if (primary === undefined) return parts.say('No display is connected, so no window can be opened.');
      isFresh = kept === null;
      layout = kept?.current.layout ?? null;
      before = kept?.before ?? null;
      for (const window of kept?.current.windows ?? []) open(window);
      // Views alone have no way to the rest of the console; a wall or a kiosk is meant to be alone.
      if (!entries.some(({ content, kiosk }) => content.kind !== 'view' || kiosk)) {
        const { workArea } = primary;
        const centred = { x: workArea.x + Math.max(0, (workArea.width - firstSize.width) / 2), y: workArea.y + Math.max(0, (workArea.height - firstSize.height) / 2), ...firstSize };
        open({ name: 'console', content: { kind: 'console' }, display: refOf(primary), place: placeFrom(centred, primary), kiosk: false });
      }
      tell();
    },
    order(name: string, order: WindowOrder): void {
      const entry = find(name);
      if (entry === undefined) return;
      switch (order.t) {
        case 'open':
          openAnother(entry, order.content, order.display);
          return keep();
        case 'move': {
          const display = displays().find(({ number }) => number === order.display);
          if (display === undefined) return parts.say(`There is no display ${order.display}.`);
          change(name, { display: refOf(display), homeId: display.id });
          putInPlace(new Set([name]));
          return keep();
        }
        case 'arrange':
        case 'back': {
          const wanted = order.t === 'arrange' ? order.arrangement : before;
          // Out of a kiosk another arrangement is a way as closing is; a console beside it changes what stands on the displays.
          const refusal = entry.kiosk ? refusalOf(entry) : null;
          if (refusal !== null) return parts.say(refusal);
          return wanted === null ? undefined : arrange(name, wanted);
        }
        case 'awake':
          change(name, { wantsAwake: order.isWanted });
          return tell();
        case 'asking':
          return questions.get(name)?.();
        case 'leave': {
          const endsKiosk = order.scope === 'all' ? entries.some(({ kiosk }) => kiosk) : entry.kiosk;
          const refusal = endsKiosk ? refusalOf(entry) : null;
          if (refusal !== null) return parts.say(refusal);
          if (order.scope === 'all') return parts.quit();
          change(name, { isGranted: true });
          return entry.window.close();
        }
      }
    },
    /** The window has a line to the engine, in this role. */
    signedIn(name: string, role: Role): void {
      change(name, { role });
    },
    /** The window's page is ready to be told. */
    asked: tell,
    /** Monitors came, went or changed. */
    displaysChanged(): void {
      isSettling = true;
      for (const cancel of moves.values()) cancel();
      moves.clear();
      cancelOwnMoves();
      cancelSettle();
      cancelSettle = parts.after(settleMs, settle);
    },
    /** The window was moved, sized or maximised, by hand or by the system. */
    moved(name: string): void {
      if (isSettling) return;
      moves.get(name)?.();
      moves.set(name, parts.after(moveMs, () => record(name)));
    },
    /** Whether the window may close now; where not, its page asks first. */
    mayClose(name: string): boolean {
      const entry = find(name);
      const question = entry === undefined || isEnding || entry.isGranted ? null : questionOf(entry);
      if (entry === undefined || question === null) return true;
      if (questions.has(name)) return false;
      const cancel = parts.after(answerMs, () => {
        questions.delete(name);
        const now = find(name);
        const refusal = now?.kiosk === true ? refusalOf(now) : null;
        if (refusal === null) {
          parts.say(`The page of the window ${name} does not answer; it is closed.`);
          return entry.window.close();
        }
        parts.say(`The page of the window ${name} does not answer and is loaded again. ${refusal}`);
        entry.window.reload();
      });
      questions.set(name, () => {
        cancel();
        questions.delete(name);
      });
      entry.window.ask(question);
      return false;
    },
    /** The window is gone. The last one is kept for the next start. */
    closed(name: string): void {
      questions.get(name)?.();
      moves.get(name)?.();
      moves.delete(name);
      const isLast = entries.length === 1;
      if (isEnding || find(name) === undefined) return;
      if (isLast) parts.keep({ current: arranged(), before });
      entries = entries.filter((entry) => entry.name !== name);
      if (!isLast) keep();
    },
    focus(): void {
      (entries.find(({ content }) => content.kind === 'console') ?? entries[0])?.window.focus();
    },
    /** The product ends: windows close without questions, and the arrangement stays as it is. */
    end(): void {
      if (isEnding) return;
      if (entries.length > 0) parts.keep({ current: arranged(), before });
      isEnding = true;
      cancelSettle();
      cancelOwnMoves();
      for (const cancel of [...moves.values(), ...questions.values()]) cancel();
    },
  };
}

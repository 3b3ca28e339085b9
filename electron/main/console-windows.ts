import { randomBytes } from 'node:crypto';
import { powerSaveBlocker, screen } from 'electron';
import type { EngineLine } from './engine-process.ts';
import { type ConsoleWindow, openConsoleWindow } from './console-window.ts';
import { keepBoard, readKeptBoard } from './kept-board.ts';
import { createLineHandOver, type LineHandOver } from './line-hand-over.ts';
import { listenToPages } from './page-messages.ts';
import type { ShownDisplay } from './place-windows.ts';
import { createWindowBoard } from './window-board.ts';

export type ConsoleWindows = {
  /** An engine is up, or ended: each window has a line of its own. */
  engineUp(): void;
  engineEnded(): void;
  focus(): void;
  /** A link was opened on this machine: a console takes it. */
  linkOpened(): void;
  /** From here on windows close without a question, and what stands is kept. */
  end(): void;
};

export type ConsoleWindowsOptions = {
  /** Where the arrangement is kept. */
  readonly file: string;
  /** Opens a line to the engine that runs; null where none does. */
  readonly openLine: () => Promise<EngineLine | null>;
  readonly quit: () => void;
  /** The link that was opened and no page has taken yet. */
  readonly takeLink: () => string | null;
  readonly say: (sentence: string) => void;
};

/** The windows of the console on the displays there are. Call when the app is ready. */
export function openConsoleWindows({ file, openLine, quit, takeLink, say }: ConsoleWindowsOptions): ConsoleWindows {
  const lines = new Set<LineHandOver>();
  const consoles = new Set<ConsoleWindow>();
  let isUp = false;
  let blocker: number | null = null;
  const board = createWindowBoard({
    displays: (): readonly ShownDisplay[] => {
      const primary = screen.getPrimaryDisplay().id;
      // The name is missing in older runtimes.
      return screen.getAllDisplays().map(({ id, label, bounds, workArea }) => ({ id, label: (label as string | undefined) ?? '', bounds, workArea, isPrimary: id === primary }));
    },
    open(entry, placed, isKiosk) {
      // A window keeps its page when an arrangement gives it another name.
      let self = entry.name;
      const line = createLineHandOver(async () => {
        const opened = await openLine();
        if (opened === null) return false;
        board.signedIn(self, opened.role);
        window.give(opened);
        return true;
      });
      const window = openConsoleWindow({
        ...entry,
        placed,
        isKiosk,
        say,
        onAsked: line.ask,
        onWindowsAsked: board.asked,
        onOrder: (order) => board.order(self, order),
        // Of one view alone, or the wall, there is no way to another moment with a board beside it.
        onLinkAsked: () => entry.content.kind === 'console' && giveLink(window),
        mayClose: () => board.mayClose(self),
        onMoved: () => board.moved(self),
        onClosed() {
          lines.delete(line);
          consoles.delete(window);
          board.closed(self);
        },
      });
      lines.add(line);
      if (entry.content.kind === 'console') consoles.add(window);
      if (isUp) line.engineUp();
      return {
        ...window,
        tell(picture) {
          self = picture.self;
          window.tell(picture);
        },
      };
    },
    after(ms, call) {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    keep: (kept) => keepBoard(file, kept, say),
    keepAwake(isWanted) {
      if (isWanted) blocker ??= powerSaveBlocker.start('prevent-display-sleep');
      else if (blocker !== null) {
        powerSaveBlocker.stop(blocker);
        blocker = null;
      }
    },
    quit,
    say,
    newWord: () => randomBytes(4).toString('hex'),
  });
  const giveLink = (window: ConsoleWindow): void => {
    const link = takeLink();
    if (link !== null) window.showLink(link);
  };
  listenToPages(say);
  screen.on('display-added', board.displaysChanged);
  screen.on('display-removed', board.displaysChanged);
  screen.on('display-metrics-changed', board.displaysChanged);
  board.start(readKeptBoard(file));
  return {
    engineUp() {
      isUp = true;
      for (const line of lines) line.engineUp();
    },
    engineEnded() {
      isUp = false;
      for (const line of lines) line.engineEnded();
    },
    focus: board.focus,
    linkOpened() {
      const [first] = consoles;
      if (first !== undefined) giveLink(first);
    },
    end: board.end,
  };
}

import { app } from 'electron';

const scheme = 'firstout';
const mostLetters = 4000;

/** The link among the words of a command line, as the system hands it over; null where there is none. What it means the page finds out. */
export const linkAmong = (words: readonly string[]): string | null => words.find((word) => word.startsWith(`${scheme}://`) && word.length <= mostLetters) ?? null;

export type OpenedLinks = {
  /** A page asks for the link that was opened before it was there; each link is handed over once. */
  take(): string | null;
};

/**
 * Links that people open elsewhere on this machine, handed to the console: the one it was started with, and those of later starts,
 * which the first one gets. Registered for the person where the package itself does not say it to the system.
 */
export function followLinks(words: readonly string[], onLink: () => void): OpenedLinks {
  let waiting = linkAmong(words);
  const open = (link: string | null): void => {
    if (link === null) return;
    waiting = link;
    onLink();
  };
  if (app.isPackaged && process.platform === 'win32') app.setAsDefaultProtocolClient(scheme);
  app.on('second-instance', (_event, later) => open(linkAmong(later)));
  // macOS tells by an event.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    open(linkAmong([url]));
  });
  return {
    take() {
      const link = waiting;
      waiting = null;
      return link;
    },
  };
}

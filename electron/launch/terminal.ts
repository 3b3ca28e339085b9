import type { Terminal } from './history-command-work.ts';

/** Sentences on stderr; progress over one line where it is a terminal, else a line each ten per cent. */
export function createTerminal(): Terminal & { end(): void } {
  const { stderr } = process;
  let isOpen = false;
  let shown = '';
  const end = (): void => {
    if (isOpen) stderr.write('\n');
    isOpen = false;
  };
  return {
    say(sentence) {
      end();
      stderr.write(`${sentence}\n`);
    },
    progress(sentence) {
      if (stderr.isTTY) {
        stderr.write(`\r\u001B[K${sentence.slice(0, stderr.columns - 1)}`);
        isOpen = true;
        return;
      }
      const step = sentence.slice(0, 2);
      if (step === shown) return;
      shown = step;
      stderr.write(`${sentence}\n`);
    },
    end,
  };
}

import type { ConsoleClient } from '#renderer/client/console-client.ts';
import { parseScreen } from '#shared/screen/parse-screen.ts';
import type { ScreenResult } from '#shared/screen/screen-model.ts';
import { refOf } from './drawing-ref.ts';

export type TemplateShelf = {
  /** The screen of a text with the templates known so far; those it names and nobody has read yet are asked for. */
  parse(text: string): ScreenResult;
  /** Parameters a template takes, with their samples; null when there is none of that name, as far as is known. */
  parametersOf(name: string): Readonly<Record<string, string>> | null;
  /** Forgets all texts: the project's files changed. */
  renew(): void;
};

/**
 * Texts of the templates a draft uses, read one by one from the engine when a draft first names them. `onRead` is called
 * when the same text would now draw something else.
 */
export function createTemplateShelf(call: ConsoleClient['call'], onRead: () => void): TemplateShelf {
  const texts = new Map<string, string>();
  let asked = new Set<string>();
  let age = 0;
  const want = (names: readonly string[]): void => {
    for (const name of names) {
      if (asked.has(name)) continue;
      asked.add(name);
      const then = age;
      void call('screens.read', refOf('template', name)).then((answer) => {
        if (then !== age) return;
        if (answer.ok) {
          texts.set(name, answer.value.svg);
          onRead();
        } else if (answer.fault.code === 'disconnected') asked.delete(name);
      });
    }
  };
  return {
    parse(text) {
      const parsed = parseScreen(text, { templates: texts });
      if (parsed.ok) want(parsed.screen.templates);
      return parsed;
    },
    parametersOf(name) {
      want([name]);
      const text = texts.get(name);
      if (text === undefined) return null;
      const parsed = parseScreen(text, { templates: texts });
      return parsed.ok ? parsed.screen.parameters : null;
    },
    renew() {
      age++;
      asked = new Set();
      texts.clear();
      onRead();
    },
  };
}

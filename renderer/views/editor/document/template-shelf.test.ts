import { describe, expect, it } from 'vitest';
import type { ConsoleClient } from '#renderer/client/console-client.ts';
import { createTemplateShelf } from './template-shelf.ts';

const head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"';
const texts: Readonly<Record<string, string>> = {
  outer: `${head} data-param-n="7"><g data-template="inner"/></svg>`,
  inner: `${head}><rect class="body" x="0" y="0" width="5" height="5"/></svg>`,
};

function shelf() {
  const asked: string[] = [];
  let reads = 0;
  const call = ((_name: string, { screen }: { screen: string }) => {
    asked.push(screen);
    const svg = texts[screen];
    return Promise.resolve(
      svg === undefined ? { ok: false, fault: { code: 'not-found', message: '' } } : { ok: true, value: { svg, hash: 'h' } },
    );
  }) as unknown as ConsoleClient['call'];
  return { asked, reads: () => reads, shelf: createTemplateShelf(call, () => void reads++) };
}
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
};
const use = `${head}><title>T</title><g data-template="outer" data-with-n="1"/></svg>`;

describe('templates a draft uses', () => {
  it('are read when a draft first names them, those within them too, each once', async () => {
    const { asked, reads, shelf: made } = shelf();
    made.parse(use);
    made.parse(use);
    await turns();
    const parsed = made.parse(use);
    await turns();
    expect(asked).toEqual(['outer', 'inner']);
    expect(reads()).toBe(2);
    const again = made.parse(use);
    expect(parsed.ok && again.ok && again.screen.problems).toEqual([]);
    expect(made.parametersOf('outer')).toEqual({ n: '7' });
  });

  it('that do not exist are asked for once and have no parameters', async () => {
    const { asked, shelf: made } = shelf();
    expect(made.parametersOf('none')).toBeNull();
    await turns();
    expect(made.parametersOf('none')).toBeNull();
    expect(asked).toEqual(['none']);
  });

  it('are read anew when the project’s files changed', async () => {
    const { asked, shelf: made } = shelf();
    made.parse(use);
    await turns();
    made.renew();
    made.parse(use);
    await turns();
    expect(asked.filter((name) => name === 'outer')).toHaveLength(2);
  });
});

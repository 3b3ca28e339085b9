import { createStore } from 'zustand/vanilla';
import type { ConsoleClient } from './console-client.ts';
import { faultText, notify } from './notices.ts';

/** A file of the project's documents, as it was read. */
export type ShownDocument = { readonly path: string; readonly type: string; readonly body: Uint8Array<ArrayBuffer> };

/** The document that is shown over the console; null while none is. */
export const shownDocument = createStore<{ readonly document: ShownDocument | null }>(() => ({ document: null }));

/** Shows a file below the project's `documents/`; a path may begin with that word. Says so where there is none. */
export async function openDocument({ call }: Pick<ConsoleClient, 'call'>, path: string): Promise<void> {
  const below = path.replace(/^documents\//, '');
  const answer = await call('project.document', { path: below });
  if (!answer.ok) return notify(faultText(answer.fault), 'failed');
  shownDocument.setState({ document: { path: below, type: answer.value.type, body: new Uint8Array(answer.value.body) } });
}

export const closeDocument = (): void => shownDocument.setState({ document: null });

import type { Completion, CompletionSource } from '@codemirror/autocomplete';
import { type Runbook, stepsOf } from '#shared/model/runbook.ts';
import { leafNames } from '#shared/runbook/read-item.ts';
import { roleWords } from '#shared/runbook/runbook-roles.ts';
import { type Findable, findByWords } from '#renderer/widgets/find-list/find-words.ts';
import { type Completion as Place, completionAt, listAround } from './complete-word.ts';
import type { Things } from './use-things.ts';

const most = 50;
/** The settings stand at the top: no list of them is looked for below. */
const headLines = 400;

/** Fills in ids of the project, steps of the text and names of parts while they are typed; found by id or name, as everywhere in the console. */
export function textCompletions(things: () => Things, runbook: () => Runbook | null): CompletionSource {
  return ({ state, pos, explicit }) => {
    const line = state.doc.lineAt(pos);
    const listOf = line.number > headLines ? null : listAround(linesTo(state.doc, line.number), line.number);
    const place = completionAt(line.text, pos - line.from, listOf);
    if (place === null) return null;
    const typed = line.text.slice(place.from, pos - line.from);
    if (typed === '' && !explicit && place.what !== 'braced-tag' && place.what !== 'part') return null;
    const options = findByWords(itemsOf(place, things(), runbook()), typed, most).map(
      ({ id, name }): Completion => ({ label: id, detail: name.slice(0, 60), ...(place.what === 'braced-tag' && line.text[pos - line.from] !== '}' ? { apply: `${id}}` } : {}) }),
    );
    // What is found by a name does not hold the letters typed: it is asked for again with each of them, and never filtered.
    return { from: line.from + place.from, options, filter: false };
  };
}

function linesTo(doc: { line(number: number): { readonly text: string }; readonly lines: number }, last: number): readonly string[] {
  return Array.from({ length: Math.min(Math.max(last, 2) + 60, doc.lines) }, (_, at) => doc.line(at + 1).text);
}

function itemsOf({ what, scene }: Place, things: Things, runbook: Runbook | null): readonly Findable[] {
  switch (what) {
    case 'braced-tag':
      return things.tag;
    case 'view':
      return scene === undefined ? [] : things.viewsOf(scene);
    case 'step':
      return runbook === null ? [] : stepsOf(runbook).map(({ id, title }) => ({ id, name: title }));
    case 'part':
      return leafNames.map((id) => ({ id, name: '' }));
    case 'role':
      return roleWords.map((id) => ({ id, name: '' }));
    default:
      return things[what];
  }
}

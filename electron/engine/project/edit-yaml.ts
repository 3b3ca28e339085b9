import { randomUUID } from 'node:crypto';
import { open, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isNode, isScalar, stringify, type YAMLMap } from 'yaml';

type Edit = { readonly from: number; readonly to: number; readonly text: string };

/** The file's text with these settings of one map put in, replaced or, where null, taken out: only their own characters change. */
export function edited(text: string, entry: YAMLMap, settings: Readonly<Record<string, unknown>>): string {
  const edits: Edit[] = [];
  const added: string[] = [];
  const write = entry.flow === true ? inlineInFlow : inline;
  for (const [setting, value] of Object.entries(settings)) {
    const pair = entry.items.find(({ key }) => isScalar(key) && key.value === setting);
    const key = isScalar(pair?.key) ? pair.key.range : null;
    const place = isNode(pair?.value) ? pair.value.range : null;
    if (pair === undefined || key === null || key === undefined || place === null || place === undefined) {
      if (value !== null) added.push(`${write(setting)}: ${write(value)}`);
    } else if (value !== null) {
      edits.push({ from: place[0], to: placeEnd(text, place), text: write(value) });
    } else if (entry.flow === true) {
      const comma = /^\s*,\s*/.exec(text.slice(place[1]))?.[0].length ?? 0;
      edits.push({ from: key[0], to: place[1] + comma, text: '' });
    } else {
      const lineEnd = text.indexOf('\n', placeEnd(text, place));
      edits.push({ from: text.lastIndexOf('\n', key[0]) + 1, to: lineEnd < 0 ? text.length : lineEnd + 1, text: '' });
    }
  }
  const last = entry.items.at(-1)?.value;
  const range = entry.range;
  if (added.length > 0 && isNode(last) && last.range && range) {
    const end = placeEnd(text, last.range);
    if (entry.flow === true) edits.push({ from: end, to: end, text: added.map((one) => `, ${one}`).join('') });
    else {
      const lineEnd = text.indexOf('\n', end);
      const at = lineEnd < 0 ? text.length : lineEnd;
      const indent = ' '.repeat(range[0] - text.lastIndexOf('\n', range[0] - 1) - 1);
      edits.push({ from: at, to: at, text: added.map((one) => `\n${indent}${one}`).join('') });
    }
  }
  return edits.sort((a, b) => b.from - a.from).reduce((done, { from, to, text: by }) => done.slice(0, from) + by + done.slice(to), text);
}

/** Where a value's text ends, without the blank lines that belong to a block of text. */
export const placeEnd = (text: string, [from, to]: readonly [number, number, number]): number => from + text.slice(from, to).trimEnd().length;

/** A value on one line, as YAML writes it. */
export const inline = (value: unknown): string => stringify(value, { lineWidth: 0, collectionStyle: 'flow', blockQuote: false }).trimEnd();

/** The same between the braces or brackets of others: what holds a comma or a bracket is quoted. */
export const inlineInFlow = (value: unknown): string =>
  stringify([value], { lineWidth: 0, collectionStyle: 'flow', blockQuote: false, flowCollectionPadding: false }).trimEnd().slice(1, -1);

/** Writes a file aside, synced, and moves it over the one there, so that a reader sees the old or the new one whole. */
export async function replaceFile(path: string, text: string): Promise<void> {
  // Where the entry is a link to a file of the project, that file is replaced, not the link.
  const real = await realpath(path);
  // Hidden while it is written: the watcher and the loader pass it over.
  const aside = join(dirname(real), `.${randomUUID()}.new`);
  try {
    const file = await open(aside, 'wx');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, real);
  } finally {
    await rm(aside, { force: true });
  }
}

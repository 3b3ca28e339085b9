/** What fits at a place of a line, and from which column on it replaces what is typed. */
export type Completion = { readonly from: number; readonly what: 'tag' | 'braced-tag' | 'screen' | 'scene' | 'view' | 'trend' | 'runbook' | 'step' | 'part' | 'alarm' | 'asset' | 'role'; /** The scene a view is of. */ readonly scene?: string };

const attributes: Readonly<Record<string, Completion['what']>> = { tag: 'tag', screen: 'screen', scene: 'scene', view: 'view', trend: 'trend', runbook: 'runbook', to: 'step', next: 'step', role: 'role' };
const lists: Readonly<Record<string, Completion['what']>> = { alarms: 'alarm', tags: 'tag', assets: 'asset' };

/**
 * What can be filled in at a column of a line, from 0; null where only words fit. `listOf`: the setting of the head whose
 * list the line is an entry of, null elsewhere.
 */
export function completionAt(line: string, column: number, listOf: string | null): Completion | null {
  const before = line.slice(0, column);
  if (listOf !== null) {
    const what = lists[listOf];
    const typed = /(?:^|[-[,]\s*)([^\s,[\]]*)$/.exec(before);
    return what === undefined || typed === null ? null : { from: column - (typed[1] as string).length, what };
  }
  const name = /^\s*::([a-z]*)$/.exec(before);
  if (name !== null) return { from: column - (name[1] as string).length, what: 'part' };
  if (!/^\s*::/.test(line)) {
    const step = /\]\(#([a-z0-9-]*)$/.exec(before);
    return step === null ? null : { from: column - (step[1] as string).length, what: 'step' };
  }
  const brace = /[{!(\s"&|<>=+*/-]\{([^{}\s"]*)$/.exec(before) ?? /expr="\{([^{}\s"]*)$/.exec(before);
  if (brace !== null && /(?:expr|when)="[^"]*$/.test(before)) return { from: column - (brace[1] as string).length, what: 'braced-tag' };
  const attribute = /[{\s]([a-z]+)="?([^\s"{}=]*)$/.exec(before);
  const what = attribute === null ? undefined : attributes[attribute[1] as string];
  if (attribute === null || what === undefined) return null;
  const from = column - (attribute[2] as string).length;
  const scene = /[{\s]scene=("?)([^\s"{}]+)\1/.exec(line)?.[2];
  return what === 'view' ? { from, what, ...(scene === undefined ? {} : { scene }) } : { from, what };
}

/** The setting of the head whose list a line belongs to: on its own line in brackets, or on the lines with dashes below. From 1; null elsewhere. */
export function listAround(lines: readonly string[], line: number): string | null {
  if (lines[0]?.trimEnd() !== '---') return null;
  const end = lines.findIndex((text, at) => at > 0 && text.trimEnd() === '---');
  if (line < 2 || (end >= 0 && line > end)) return null;
  const own = /^([a-z]+):\s*\[/.exec(lines[line - 1] ?? '');
  if (own !== null) return own[1] as string;
  if (!/^\s+-/.test(lines[line - 1] ?? '')) return null;
  for (let at = line - 2; at > 0; at--) {
    const key = /^([a-z]+):\s*$/.exec(lines[at] as string);
    if (key !== null) return key[1] as string;
    if (!/^\s+-/.test(lines[at] as string)) return null;
  }
  return null;
}

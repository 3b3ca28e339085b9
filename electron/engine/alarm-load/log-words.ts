export const logKinds = ['raised', 'returned', 'acknowledged'] as const;
export type LogKind = (typeof logKinds)[number];

const words: Readonly<Record<LogKind | 'other', ReadonlySet<string>>> = {
  raised: new Set([
    'act',
    'active',
    'alm',
    'alarm',
    'raised',
    'raise',
    'set',
    'on',
    'true',
    '1',
    'unack',
    'unacknowledged',
    'unackalm',
    'activeunacked',
    'in',
    'kommt',
    'gekommen',
    'k',
    'come',
    'start',
    'new',
    'occurred',
  ]),
  returned: new Set([
    'nr',
    'rtn',
    'ret',
    'ok',
    'clr',
    'clear',
    'cleared',
    'normal',
    'norm',
    'nrm',
    'inactive',
    'return',
    'returned',
    'recovered',
    'recover',
    'off',
    'false',
    '0',
    'gone',
    'geht',
    'gegangen',
    'g',
    'end',
    'out',
    'returntonormal',
    'reset',
    'unackrtn',
    'ackrtn',
  ]),
  acknowledged: new Set(['ack', 'acked', 'acknowledged', 'acknowledge', 'ackalm', 'quittiert', 'q']),
  /** Rows of a journal that are no transition of an alarm. */
  other: new Set([
    'shelved',
    'unshelved',
    'suppressed',
    'unsuppressed',
    'disabled',
    'enabled',
    'disable',
    'enable',
    'inhibit',
    'inhibited',
    'change',
    'operator',
    'comment',
    'login',
    'logout',
    'system',
    'event',
    'silence',
    'silenced',
    'info',
  ]),
};

/**
 * What a state cell says: `H` raises the condition H, `H NR` returns it, `ACT`, `RTN`, `ACK`, `1` and `0` have no condition of their
 * own. Null for a row that is no transition of an alarm. A word nobody knows is taken for the name of a condition.
 */
export function readLogState(cell: string): { readonly kind: LogKind; readonly condition: string } | null {
  const text = cell.trim();
  const bare = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const whole = kindOf(bare);
  if (whole === 'other') return null;
  if (whole !== null) return { kind: whole, condition: '' };
  const parts = text.split(/[\s/_|:-]+/).filter((part) => part !== '');
  const last = parts.length < 2 ? null : kindOf((parts.at(-1) ?? '').toLowerCase());
  if (last === 'other') return null;
  if (last !== null) return { kind: last, condition: parts.slice(0, -1).join(' ') };
  return { kind: 'raised', condition: text };
}

function kindOf(word: string): LogKind | 'other' | null {
  for (const kind of ['raised', 'returned', 'acknowledged', 'other'] as const) if (words[kind].has(word)) return kind;
  return null;
}

const priorityWords: readonly (readonly [RegExp, 1 | 2 | 3 | 4])[] = [
  [/urgent|emergency|critical|crit|very high|life/, 1],
  [/high|hoch|major/, 2],
  [/medium|med|warn|mittel|minor/, 3],
  [/low|journal|info|diag|niedrig|advis/, 4],
];

/**
 * Priority 1 to 4 of a cell: P1 to P4, 1 to 4, or a word. Numbers from 5 on are taken as severities of OPC UA, 1 to 1000, in four parts: more than
 * 800, 600, 400, the rest (Part 5 leaves the parts to the system; these are ours). Null where it says nothing.
 */
export function readLogPriority(cell: string): 1 | 2 | 3 | 4 | null {
  const text = cell.trim().toLowerCase();
  if (text === '') return null;
  const digits = /^p?\s*(\d{1,4})$/.exec(text)?.[1];
  if (digits !== undefined) {
    const number = Number(digits);
    if (number >= 1 && number <= 4) return number as 1 | 2 | 3 | 4;
    if (number < 1 || number > 1000) return null;
    return number > 800 ? 1 : number > 600 ? 2 : number > 400 ? 3 : 4;
  }
  return priorityWords.find(([form]) => form.test(text))?.[1] ?? null;
}

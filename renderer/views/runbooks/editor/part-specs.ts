import { assertNever } from '#shared/model/fault.ts';
import { runbookGates } from '#shared/model/runbook.ts';
import { printDirective } from '#shared/runbook/directive-line.ts';
import { roleWords } from '#shared/runbook/runbook-roles.ts';

/** Kinds of parts the insert menu offers, in its order. */
export const partKinds = ['phase', 'step', 'value', 'check', 'reading', 'note', 'photo', 'sign', 'gate', 'action', 'branch', 'link-screen', 'link-scene', 'link-trend', 'link-document', 'link-runbook'] as const;
export type PartKind = (typeof partKinds)[number];

/** What a field of a part is filled with: words, one of a few, or something of the project found by its name. */
export type PartField = {
  readonly key: string;
  readonly label: string;
  readonly fill: 'words' | 'truth' | 'number' | 'time' | 'yes' | 'unit' | 'tag' | 'writable' | 'step' | 'screen' | 'scene' | 'view' | 'trend' | 'runbook' | { readonly oneOf: readonly string[] };
  readonly isNeeded: boolean;
  readonly start?: string;
  readonly hint?: string;
};

type PartSpec = { readonly title: string; readonly says: string; readonly fields: readonly PartField[] };

const words = (label: string, isNeeded = false): PartField => ({ key: 'words', label, fill: 'words', isNeeded });
const required: PartField = { key: 'required', label: 'The step cannot be confirmed without', fill: 'yes', isNeeded: false };

/** What the dialog of each kind asks for. */
export const partSpecs: Readonly<Record<PartKind, PartSpec>> = {
  phase: { title: 'Phase', says: 'A heading, as Isolation or Return to service. Hazards come first.', fields: [words('Title', true)] },
  step: {
    title: 'Step',
    says: 'Something to be done and confirmed.',
    fields: [
      words('What is to be done', true),
      { key: 'id', label: 'Short name', fill: 'words', isNeeded: true, hint: 'Small letters, digits and -; branches lead to it.' },
      { key: 'role', label: 'Who confirms it', fill: { oneOf: roleWords }, isNeeded: true, start: 'operator' },
      { key: 'time', label: 'How long it should take', fill: 'time', isNeeded: false, hint: 'As 30s, 5m or 1h.' },
    ],
  },
  value: { title: 'Live value', says: 'A tag’s value as it is while the step is worked on.', fields: [{ key: 'tag', label: 'Tag', fill: 'tag', isNeeded: true }, words('What it is called here')] },
  check: {
    title: 'Check',
    says: 'Ticks itself while the truth holds, on good data only.',
    fields: [words('What must be so'), { key: 'expr', label: 'Truth', fill: 'truth', isNeeded: true, hint: 'As {PT-1} > 2 && !{P-1.TRIP}' }, { key: 'for', label: 'Must hold for', fill: 'time', isNeeded: false, hint: 'As 10s; empty: at once.' }],
  },
  reading: {
    title: 'Reading',
    says: 'A number read on the spot and entered. Outside its limits the step does not pass.',
    fields: [words('What is read', true), { key: 'unit', label: 'Unit', fill: 'unit', isNeeded: false }, { key: 'min', label: 'At least', fill: 'number', isNeeded: false }, { key: 'max', label: 'At most', fill: 'number', isNeeded: false }],
  },
  note: { title: 'Note', says: 'Words to be written down.', fields: [words('What is to be written down', true), required] },
  photo: { title: 'Photo', says: 'A picture to be taken.', fields: [words('What is to be seen', true), required] },
  sign: {
    title: 'Sign-off',
    says: 'Signatures of different people.',
    fields: [words('What is signed for'), { key: 'role', label: 'Role, or above', fill: { oneOf: roleWords }, isNeeded: true, start: 'operator' }, { key: 'count', label: 'How many people', fill: { oneOf: ['1', '2', '3'] }, isNeeded: true, start: '1' }],
  },
  gate: { title: 'Safety gate', says: 'Nothing goes on before the lock or the permit is confirmed, with its number.', fields: [words('What must be there', true), { key: 'kind', label: 'Kind', fill: { oneOf: runbookGates }, isNeeded: true, start: 'lockout' }, { key: 'locks', label: 'Locks out', fill: 'words', isNeeded: false, hint: 'Assets, parted by commas; of a lockout.' }, { key: 'frees', label: 'Frees again', fill: 'words', isNeeded: false, hint: 'Assets whose locks are off, parted by commas.' }] },
  action: {
    title: 'Action',
    says: 'A write by the guarded way, as from a faceplate.',
    fields: [words('What it does'), { key: 'tag', label: 'Tag', fill: 'writable', isNeeded: true }, { key: 'value', label: 'Value', fill: 'words', isNeeded: true, hint: 'A number, or the word of a state.' }, { key: 'optional', label: 'Only if it is needed', fill: 'yes', isNeeded: false }],
  },
  branch: {
    title: 'Branch',
    says: 'Another way on; the data may point to it, and a person chooses.',
    fields: [words('When it is taken', true), { key: 'to', label: 'Leads to', fill: 'step', isNeeded: true }, { key: 'when', label: 'Suggested while', fill: 'truth', isNeeded: false }],
  },
  'link-screen': { title: 'Link to a screen', says: 'Opens a process graphic.', fields: [{ key: 'screen', label: 'Screen', fill: 'screen', isNeeded: true }, words('Words')] },
  'link-scene': { title: 'Link to a 3D view', says: 'Flies to a view of the plant.', fields: [{ key: 'scene', label: 'Scene', fill: 'scene', isNeeded: true }, { key: 'view', label: 'View', fill: 'view', isNeeded: false }, words('Words')] },
  'link-trend': { title: 'Link to a trend', says: 'Opens a saved trend.', fields: [{ key: 'trend', label: 'Trend', fill: 'trend', isNeeded: true }, words('Words')] },
  'link-document': { title: 'Link to a document', says: 'Names a file below documents of the project.', fields: [{ key: 'document', label: 'Path below documents', fill: 'words', isNeeded: true }, words('Words')] },
  'link-runbook': { title: 'Link to a runbook', says: 'Opens another runbook.', fields: [{ key: 'runbook', label: 'Runbook', fill: 'runbook', isNeeded: true }, words('Words')] },
};

export type PartValues = Readonly<Record<string, string>>;

/** What is missing before a part can be written, one sentence; null when nothing is. What the project takes is for the checker to say. */
export function missingOfPart(kind: PartKind, values: PartValues): string | null {
  const empty = partSpecs[kind].fields.find(({ key, isNeeded }) => isNeeded && (values[key] ?? '').trim() === '');
  return empty === undefined ? null : `${empty.label}: this is needed.`;
}

/** The lines of a part as they are written into the text; a step with an empty line to go on in. */
export function linesOfPart(kind: PartKind, values: PartValues): readonly string[] {
  const of = (key: string): string | undefined => {
    const value = (values[key] ?? '').trim().replace(/\s+/g, ' ');
    return value === '' || value === 'false' ? undefined : value;
  };
  const line = (name: string, ...keys: readonly string[]): readonly string[] => [printDirective(name, of('words') ?? '', null, keys.map((key) => [key, of(key)] as const))];
  switch (kind) {
    case 'phase':
      return [`## ${of('words') ?? ''}`];
    case 'step':
      return [printDirective('step', of('words') ?? '', of('id') ?? null, [['role', of('role')], ['time', of('time')]], true), '', ':::'];
    case 'value':
      return line('value', 'tag');
    case 'check':
      return line('check', 'expr', 'for');
    case 'reading':
      return line('reading', 'unit', 'min', 'max');
    case 'note':
    case 'photo':
      return line(kind, 'required');
    case 'sign':
      return [printDirective('sign', of('words') ?? '', null, [['role', of('role')], ['count', of('count') === '1' ? undefined : of('count')]])];
    case 'gate':
      return line('gate', 'kind', 'locks', 'frees');
    case 'action':
      return line('action', 'tag', 'value', 'optional');
    case 'branch':
      return line('branch', 'when', 'to');
    case 'link-screen':
      return line('link', 'screen');
    case 'link-scene':
      return line('link', 'scene', 'view');
    case 'link-trend':
      return line('link', 'trend');
    case 'link-document':
      return line('link', 'document');
    case 'link-runbook':
      return line('link', 'runbook');
    default:
      return assertNever(kind, 'part of a step');
  }
}

/** A short name for a step out of its words, as a start: `Start P-231B` gives `start-p-231b`. */
export const shortName = (words: string): string => words.toLowerCase().normalize('NFD').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 30).replace(/-+$/, '');

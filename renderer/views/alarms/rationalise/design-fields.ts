import type { DesignSetting, DesignValue, DesignValues } from '#shared/contract/alarm-design.ts';
import type { AlarmDefinition, AlarmGuidance } from '#shared/model/alarm.ts';
import type { AssetDefinition } from '#shared/model/asset.ts';
import type { DirectoryIndex } from '../../../client/directory-index.ts';

/** How a setting is entered: `seconds` is kept in ms, `lines` is a list with an entry a line. */
export type FieldForm = 'text' | 'long' | 'lines' | 'number' | 'seconds' | 'truth' | 'priority' | 'direction' | 'class' | 'screen' | 'states';
export type DesignField = { readonly setting: DesignSetting; readonly label: string; readonly form: FieldForm; readonly unit?: string };
export type FieldGroup = { readonly title: string; readonly fields: readonly DesignField[] };

/** What is typed, by setting; empty where nothing is. */
export type Draft = Readonly<Partial<Record<DesignSetting, string>>>;

const guidance: readonly DesignField[] = [
  { setting: 'class', label: 'Class', form: 'class' },
  { setting: 'respondWithinMin', label: 'Time to respond', form: 'number', unit: 'min' },
  { setting: 'cause', label: 'Cause', form: 'long' },
  { setting: 'consequence', label: 'Consequence', form: 'long' },
  { setting: 'action', label: 'Corrective action', form: 'long' },
  { setting: 'screen', label: 'Screen', form: 'screen' },
  { setting: 'runbook', label: 'Runbook', form: 'text' },
  { setting: 'documents', label: 'Documents', form: 'lines' },
];
const delays: readonly DesignField[] = [
  { setting: 'onDelayMs', label: 'On-delay', form: 'seconds', unit: 's' },
  { setting: 'offDelayMs', label: 'Off-delay', form: 'seconds', unit: 's' },
  { setting: 'latching', label: 'Latching', form: 'truth' },
];
const handling: readonly DesignField[] = [
  { setting: 'reAlarmMin', label: 'Alarm again after', form: 'number', unit: 'min' },
  { setting: 'maxShelveMin', label: 'Shelved at most', form: 'number', unit: 'min' },
  { setting: 'suppressIn', label: 'Suppressed in plant states', form: 'states' },
  { setting: 'suppressWhen', label: 'Suppressed while', form: 'long' },
];

/** Settings that can be given to many alarms at once. */
export const fieldsOfMany: readonly DesignField[] = [
  { setting: 'priority', label: 'Priority', form: 'priority' },
  ...guidance.filter(({ setting }) => setting === 'class' || setting === 'respondWithinMin'),
  ...handling.filter(({ form }) => form === 'number'),
];

/** Everything that can be changed of an alarm of this kind, in the order a person judges it. `unit` is that of its tag. */
export function fieldsOf(alarm: AlarmDefinition, unit: string): readonly FieldGroup[] {
  return [
    { title: 'Alarm', fields: [{ setting: 'priority', label: 'Priority', form: 'priority' }, { setting: 'message', label: 'Message', form: 'text' }] },
    { title: 'Condition', fields: [...conditionFields(alarm, unit), ...delays] },
    { title: 'Response', fields: guidance },
    { title: 'Handling', fields: handling },
  ];
}

function conditionFields(alarm: AlarmDefinition, unit: string): readonly DesignField[] {
  const number = (setting: DesignSetting, label: string, of = unit): DesignField => ({ setting, label, form: 'number', unit: of });
  const deadband = number('deadband', 'Deadband');
  switch (alarm.kind) {
    case 'high-high':
    case 'high':
    case 'low':
    case 'low-low':
      return [number('limit', 'Limit'), deadband];
    case 'deviation':
      return [number('low', 'Below by'), number('high', 'Above by'), deadband];
    case 'rate-of-change':
      return [number('limit', 'Change'), number('perS', 'per', 's'), { setting: 'overMs', label: 'Measured over', form: 'seconds', unit: 's' }, { setting: 'direction', label: 'Direction', form: 'direction' }, deadband];
    case 'frozen':
    case 'stuck':
      return [number('band', 'Band'), { setting: 'withinMs', label: 'Within', form: 'seconds', unit: 's' }];
    default:
      return [];
  }
}

/** What the alarm says now, as it is typed. */
export function draftOf(alarm: AlarmDefinition, fields: readonly DesignField[]): Draft {
  return Object.fromEntries(fields.map(({ setting, form }) => [setting, textOf(valueOf(alarm, setting), form)]));
}

export type DraftChange = { readonly change: DesignValues; readonly before: DesignValues } | { readonly refusal: string };

/** What the draft changes of the alarm and what stood there, or why it cannot be sent. Nothing typed takes a setting out. */
export function changeOf(draft: Draft, alarm: AlarmDefinition, fields: readonly DesignField[]): DraftChange {
  const change: DesignValues = {};
  const before: DesignValues = {};
  for (const { setting, label, form } of fields) {
    const text = draft[setting];
    if (text === undefined || text === textOf(valueOf(alarm, setting), form)) continue;
    const value = readValue(text, form);
    if (value === undefined) return { refusal: `${label}: “${text}” is not a number.` };
    change[setting] = value;
    before[setting] = valueOf(alarm, setting);
  }
  return { change, before };
}

/** The same for one alarm of many: only what was typed counts, and what is so already is not sent. */
export function changeOfMany(draft: Draft, alarm: AlarmDefinition): DraftChange {
  const typed = fieldsOfMany.filter(({ setting }) => (draft[setting] ?? '') !== '');
  return changeOf(draft, alarm, typed);
}

export const isChange = (made: DraftChange): made is Extract<DraftChange, { change: DesignValues }> => 'change' in made;

function valueOf(alarm: AlarmDefinition, setting: DesignSetting): DesignValue {
  return (alarm as Partial<Record<DesignSetting, DesignValue>>)[setting] ?? null;
}

function textOf(value: DesignValue, form: FieldForm): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.join('\n');
  if (form === 'truth') return value === true ? 'yes' : 'no';
  return form === 'seconds' ? String((value as number) / 1000) : String(value);
}

/** Undefined where a number is wanted and there is none. */
function readValue(text: string, form: FieldForm): DesignValue | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (form === 'truth') return trimmed === 'yes';
  if (form === 'lines' || form === 'states') return trimmed.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  if (form !== 'number' && form !== 'seconds' && form !== 'priority') return trimmed;
  const number = Number(trimmed.replace(',', '.').replace('\u2212', '-'));
  if (!Number.isFinite(number)) return undefined;
  return form === 'seconds' ? Math.round(number * 1000) : number;
}

export type Inherited = { readonly value: string; readonly from: AssetDefinition };

/** What an alarm without a word of its own takes from its asset or the nearest parent that has one. */
export function inheritedOf(directory: DirectoryIndex, alarm: AlarmDefinition, { setting, form }: DesignField): Inherited | null {
  const asset = directory.assetOfAlarm(alarm);
  if (asset === null) return null;
  for (const from of directory.pathOf(asset).toReversed()) {
    const value = from.alarms?.[setting as keyof AlarmGuidance];
    if (value !== undefined) return { value: textOf(value, form), from };
  }
  return null;
}

/** Names of what an operator would miss: neither the alarm nor its assets say it. */
export function missingOf(directory: DirectoryIndex, alarm: AlarmDefinition): readonly string[] {
  const wanted: readonly DesignSetting[] = ['class', 'respondWithinMin', 'cause', 'consequence', 'action'];
  return guidance.filter((field) => wanted.includes(field.setting) && valueOf(alarm, field.setting) === null && inheritedOf(directory, alarm, field) === null).map(({ label }) => label.toLowerCase());
}

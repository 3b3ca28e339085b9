import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';
import type { DesignValues } from '#shared/contract/alarm-design.ts';
import { AlarmDefinition, type Rationalised } from '#shared/model/alarm.ts';
import { ok, refused, type Result } from '#shared/model/fault.ts';
import { edited, replaceFile } from './edit-yaml.ts';
import { issueSentences } from './issue-sentences.ts';
import { findProjectFiles, readText } from './project-files.ts';

export type AlarmChange = {
  readonly alarm: string;
  readonly change: DesignValues;
  /** The settings changed as the person saw them; null for one that was not there. */
  readonly before: DesignValues;
  readonly note: Rationalised;
};

type Written = Result<null, 'not-found' | 'changed-meanwhile' | 'invalid' | 'unwritable'>;

/**
 * Writes settings into the entry of one alarm below `alarms/`. Only the lines of that entry change, comments and the
 * order of everything else stay; the file is written aside and moved over, so that a reader sees the old or the new one
 * whole. What would not load as an alarm is refused. Call it one at a time.
 */
export async function writeAlarm(dir: string, wish: AlarmChange): Promise<Written> {
  const { alarms } = await findProjectFiles(dir, []);
  for (const file of alarms) {
    const text = await readText(dir, file);
    if (typeof text !== 'string' || !text.includes(wish.alarm)) continue;
    const found = entryOf(text, wish.alarm);
    if (found === null) continue;
    const changed = changedText(text, found, wish);
    if (!changed.ok) return changed;
    try {
      await replaceFile(join(dir, file), changed.value);
      return ok(null);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const why = code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'the project folder cannot be written' : code === 'ENOSPC' ? 'the disk is full' : message;
      return refused('unwritable', `The alarm ${wish.alarm} was not changed in ${file}: ${why}.`, 'Check the rights and the free space of the project folder.');
    }
  }
  return refused('not-found', `No file of the project's alarms holds ${wish.alarm}.`, 'Alarms that the console or a device brings along have no entry to change.');
}

type Found = { readonly entry: YAMLMap; /** All that the file says. */ readonly all: unknown };

/** The entry of an alarm in a list file; null where the file does not hold it or is no list. */
function entryOf(text: string, alarm: string): Found | null {
  const document = parseDocument(text);
  const list = document.errors.length > 0 ? null : document.get('alarms');
  if (!isSeq(list)) return null;
  for (const item of list.items) if (isMap(item) && item.get('id') === alarm) return { entry: item, all: document.toJSON() };
  return null;
}

function changedText(text: string, { entry, all }: Found, { alarm, change, before, note }: AlarmChange): Result<string, 'changed-meanwhile' | 'invalid'> {
  const was = entry.toJSON() as Record<string, unknown>;
  // What a setting is without a word on it (a deadband of 0) counts as seen, too.
  const parsed = AlarmDefinition.safeParse(was);
  for (const [setting, seen] of Object.entries(before)) {
    const now = was[setting] ?? null;
    const implied = parsed.success ? ((parsed.data as Record<string, unknown>)[setting] ?? null) : null;
    if (!isDeepStrictEqual(now, seen) && !isDeepStrictEqual(implied, seen)) {
      return refused('changed-meanwhile', `${alarm} was not changed: its ${setting} is another by now.`, 'Look at it again, then change it.');
    }
  }
  const made: Record<string, unknown> = { ...was, rationalised: note };
  for (const [setting, value] of Object.entries(change)) {
    if (value === null) delete made[setting];
    else made[setting] = value;
  }
  const checked = AlarmDefinition.safeParse(made);
  if (!checked.success) {
    const [first] = issueSentences(checked.error.issues, made, Object.keys(was));
    return refused('invalid', `${alarm} was not changed: ${first?.message ?? 'it would be no alarm any more'}.`);
  }
  const next = edited(text, entry, { ...change, rationalised: note });
  // A file laid out in a way the edit does not fit is left alone rather than spoilt.
  if (!isDeepStrictEqual(jsonOf(next), withEntry(all, alarm, made))) {
    return refused('invalid', `${alarm} was not changed: the layout of its entry cannot be kept.`, 'Change it in the file by hand.');
  }
  return ok(next);
}

const jsonOf = (text: string): unknown => parseDocument(text).toJSON();

function withEntry(all: unknown, alarm: string, made: unknown): unknown {
  const { alarms, ...rest } = all as { alarms: readonly { id?: unknown }[] };
  let isDone = false;
  return {
    ...rest,
    alarms: alarms.map((one) => {
      if (isDone || one.id !== alarm) return one;
      isDone = true;
      return made;
    }),
  };
}

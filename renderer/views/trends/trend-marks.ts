import type { AlarmEvent } from '#shared/model/alarm.ts';
import type { Note } from '#shared/model/history.ts';
import type { DirectoryIndex } from '../../client/directory-index.ts';
import type { TrendMark } from '../../widgets/trend-chart/trend-frame.ts';

export type OperatorAction = { readonly seq: number; readonly timeMs: number; readonly user: string; readonly action: string; readonly subject: string; readonly result: string | null };

/** What is on the assets of these tags; a tag of no asset stands for itself. */
export type MarkScope = { readonly assets: ReadonlySet<string>; readonly tags: ReadonlySet<string> };

export function markScope(directory: DirectoryIndex, tags: readonly string[]): MarkScope {
  return { tags: new Set(tags), assets: new Set(tags.flatMap((tag) => directory.tagById(tag)?.asset ?? [])) };
}

/** Alarms raised on the assets of the pens. */
export function alarmMarks(directory: DirectoryIndex, events: readonly AlarmEvent[], { assets }: MarkScope): readonly TrendMark[] {
  return events.flatMap((event): TrendMark[] => {
    if (event.kind !== 'raised') return [];
    const alarm = directory.alarm(event.alarm);
    const asset = alarm === undefined ? null : directory.assetOfAlarm(alarm);
    if (alarm === undefined || asset === null || !assets.has(asset)) return [];
    return [{ kind: 'alarm', timeMs: event.timeMs, toMs: null, priority: alarm.priority, text: alarm.message, subject: alarm.id, count: 1 }];
  });
}

/** What people did to the tags of the pens, their assets' tags and alarms; refused writes are told as such. */
export function actionMarks(directory: DirectoryIndex, actions: readonly OperatorAction[], { assets, tags }: MarkScope): readonly TrendMark[] {
  return actions.flatMap(({ timeMs, user, action, subject, result }): TrendMark[] => {
    const alarm = directory.alarm(subject);
    const asset = alarm === undefined ? directory.tagById(subject)?.asset : directory.assetOfAlarm(alarm);
    if (!tags.has(subject) && (asset == null || !assets.has(asset))) return [];
    const words = actionWords[action] ?? action;
    const ended = result === null ? ', end not known' : result.startsWith('done') ? '' : /^(unconfirmed|in-doubt|failed|not-sent):/.test(result) ? `, ${result}` : `, refused (${result})`;
    return [{ kind: 'action', timeMs, toMs: null, priority: 0, text: `${user}: ${words} ${subject}${ended}`, subject: '', count: 1 }];
  });
}

const actionWords: Readonly<Record<string, string>> = { 'tag.write': 'wrote', 'alarm.acknowledge': 'acknowledged', 'alarm.reset': 'reset' };

/** Notes on the pens, on their assets, or on nothing but the time; withdrawn ones are left out. */
export function noteMarks(notes: readonly Note[], { assets, tags }: MarkScope): readonly TrendMark[] {
  return notes.flatMap((note): TrendMark[] => {
    if (note.withdrawn !== null) return [];
    const isOfAll = note.tags.length === 0 && note.asset === null;
    if (!isOfAll && !note.tags.some((tag) => tags.has(tag)) && (note.asset === null || !assets.has(note.asset))) return [];
    return [{ kind: 'note', timeMs: note.fromMs, toMs: note.toMs, priority: 0, text: `${note.user}: ${note.text}`, subject: String(note.seq), count: 1 }];
  });
}

/** Marks up to a moment, their stretches cut off there; the same array where none lies later. */
export function marksUpTo(marks: readonly TrendMark[], atMs: number): readonly TrendMark[] {
  const isLater = ({ timeMs, toMs }: TrendMark): boolean => timeMs > atMs || (toMs !== null && toMs > atMs);
  if (!marks.some(isLater)) return marks;
  return marks.flatMap((mark) => (!isLater(mark) ? [mark] : mark.timeMs > atMs ? [] : [{ ...mark, toMs: atMs }]));
}

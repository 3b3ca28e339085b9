import type { AlarmDefinition, Priority } from '#shared/model/alarm.ts';
import type { AssetId } from '#shared/model/ids.ts';
import type { DirectoryIndex } from '../../../client/directory-index.ts';
import { missingOf } from './design-fields.ts';

/** One alarm of the design, with what its row shows. */
export type DesignRow = { readonly alarm: AlarmDefinition; readonly asset: AssetId | null; readonly missing: readonly string[] };
export type DesignFilter = { readonly which: 'all' | 'incomplete' | 'unjudged'; readonly text: string; readonly priority: Priority | null };

/** Every alarm of the project, by id. */
export function designRows(directory: DirectoryIndex): readonly DesignRow[] {
  return directory.directory.alarms
    .map((alarm) => ({ alarm, asset: directory.assetOfAlarm(alarm), missing: missingOf(directory, alarm) }))
    .sort((a, b) => (a.alarm.id < b.alarm.id ? -1 : 1));
}

export function filterDesign(rows: readonly DesignRow[], { which, text, priority }: DesignFilter): readonly DesignRow[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return rows.filter(({ alarm, asset, missing }) => {
    if (which === 'incomplete' && missing.length === 0) return false;
    if (which === 'unjudged' && alarm.rationalised !== undefined) return false;
    if (priority !== null && alarm.priority !== priority) return false;
    const where = `${alarm.id} ${alarm.tag} ${asset ?? ''} ${alarm.message} ${alarm.class ?? ''}`.toLowerCase();
    return words.every((word) => where.includes(word));
  });
}

export type PriorityShare = { readonly priority: Priority; readonly count: number; readonly percent: number };

/** How the alarms are spread over the priorities; shares of the whole, in percent. */
export function priorityShares(rows: readonly DesignRow[]): readonly PriorityShare[] {
  return ([1, 2, 3, 4] as const).map((priority) => {
    const count = rows.filter(({ alarm }) => alarm.priority === priority).length;
    return { priority, count, percent: rows.length === 0 ? 0 : (count / rows.length) * 100 };
  });
}

import type { TimelineEntry } from '#shared/model/incident-timeline.ts';
import type { TagDefinition } from '#shared/model/tag.ts';

/** More would be pages nobody looks at. */
export const mostKeyTags = 8;

export type KeyTagFacts = {
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[];
  /** Tag of the alarm it began with; null where it did not begin with one. */
  readonly firstTag: string | null;
  /** Of the affected assets and below, in the order of the project. */
  readonly assetTags: readonly TagDefinition[];
  /** Alarms judge this tag. */
  hasAlarm(tag: string): boolean;
  /** Null where the project does not have it (any more). */
  tagOf(id: string): TagDefinition | null;
};

/**
 * The tags whose trends tell an incident, at most eight: the one it began with, then those whose alarms came, in their order,
 * then those people named, then measurements of the affected assets that have alarms. Texts have no trend.
 */
export function keyTags({ timeline, firstTag, assetTags, hasAlarm, tagOf }: KeyTagFacts): readonly TagDefinition[] {
  const raised = timeline.filter(({ source, what }) => source === 'alarm' && what === 'raised');
  const named = timeline.filter(({ source }) => source === 'incident' || source === 'note');
  const ids = new Set<string>([
    ...(firstTag === null ? [] : [firstTag]),
    ...[...raised, ...named].flatMap(({ tag }) => (tag === null ? [] : [tag as string])),
    ...assetTags.filter(({ id, use }) => use === 'measurement' && hasAlarm(id)).map(({ id }) => id as string),
  ]);
  return [...ids]
    .flatMap((id) => tagOf(id) ?? [])
    .filter(({ type }) => type !== 'text')
    .slice(0, mostKeyTags);
}

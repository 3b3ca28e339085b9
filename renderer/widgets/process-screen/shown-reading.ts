import { qualityKind, type QualityKind } from '#shared/model/quality.ts';
import type { TagDefinition } from '#shared/model/tag.ts';
import { readingCause, readValue, type ValueReading } from '../value-reading.ts';
import { isUnusable } from './overlay/wash-part.ts';
import { alarmWords } from './screen-alarms.ts';
import type { ScreenContext } from './screen-context.ts';
import { setAttribute } from './write.ts';

/** What of one tag is shown at the moment: read when it is painted, put into words when its name is asked for. */
export type ShownReading = {
  read(nowMs: number): ValueReading;
  /** False while there is no number to point at. */
  readonly isUsable: boolean;
  /** True while an age must go on ticking. */
  readonly isAging: boolean;
  /** Writes the kind of quality to an element, for whoever looks for it there. */
  mark(element: Element): void;
  /** "FT-1, Feed: 12.4 m³/h, alarm priority 2". */
  name(...words: readonly string[]): string;
};

/** `alarmTag`: whose alarms belong to it, when they are not its own. */
export function createShownReading(context: ScreenContext, tag: TagDefinition, index: number, alarmTag: string = tag.id): ShownReading {
  const { live, alarms } = context;
  const text = (entry: number): string => live.text(entry);
  let reading: ValueReading | null = null;
  let quality = 0;
  let isUsable = false;
  let marked: QualityKind | null = null;
  return {
    read(nowMs) {
      const value = live.value[index] as number;
      quality = live.quality[index] as number;
      reading = readValue({ tag, value, quality, timeMs: live.timeMs[index] as number, nowMs, isLinkLost: live.isLinkLost, text });
      isUsable = !Number.isNaN(value) && !isUnusable(reading.kind);
      return reading;
    },
    get isUsable() {
      return isUsable;
    },
    get isAging() {
      return reading?.kind === 'stale';
    },
    mark(element) {
      if (reading === null || reading.kind === marked) return;
      marked = reading.kind;
      setAttribute(element, 'data-quality', marked);
    },
    name(...words) {
      if (reading === null) return words.join(', ');
      // A number may have been painted without being read anew.
      const { mark, text: number, unit, note } = this.read(context.nowMs());
      const cause = readingCause(quality);
      const alarm = alarms.ofTag(alarmTag) ?? alarms.hiddenOfTag(alarmTag);
      return `${words.join(', ')}: ${mark}${number} ${unit}${note === '' ? '' : `, ${note}`}${alarmWords(alarm)}${cause === '' || cause === note ? '' : `, ${cause}`}`;
    },
  };
}

/** Where the setpoint of an indicator stands; NaN for none and for one that is not known now: the last one would look like what holds. */
export function setpointOf({ value, quality }: Pick<ScreenContext['live'], 'value' | 'quality'>, index: number): number {
  return index < 0 || isUnusable(qualityKind(quality[index] as number)) ? NaN : (value[index] as number);
}

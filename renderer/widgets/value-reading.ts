import { formatValue } from '#shared/model/format-value.ts';
import { Q, qualityKind, qualityWords, type QualityKind } from '#shared/model/quality.ts';
import type { TagDefinition } from '#shared/model/tag.ts';

/** What is written for a value of a certain quality, in the words of the design's quality table. */
export type ValueReading = {
  readonly kind: QualityKind;
  /** "?" before an uncertain number, else empty. */
  readonly mark: string;
  /** The number, the state's word, BAD or "----". */
  readonly text: string;
  readonly unit: string;
  /** "14 s old", "was 24 µm", "out of service", "PLC-21 lost"; empty for a good value. */
  readonly note: string;
  /** The same where room is short: "14 s old", "was 24", "PLC-21". */
  readonly shortNote: string;
  /** FORCED, SIM or MAN, else empty. */
  readonly badge: string;
};

export type ReadingInput = {
  readonly tag: TagDefinition;
  readonly value: number;
  readonly quality: number;
  /** Source time, UTC epoch ms; NaN before the first value. */
  readonly timeMs: number;
  readonly nowMs: number;
  /** True while the console has no link to the engine: then it is not the device that is lost. */
  readonly isLinkLost?: boolean;
  /** Entry of the text table. */
  readonly text: (index: number) => string;
};

export function readValue({ tag, value, quality, timeMs, nowMs, isLinkLost = false, text }: ReadingInput): ValueReading {
  const kind = qualityKind(quality);
  const number = formatValue(tag, value, text);
  const unit = tag.unit;
  const known = { kind, mark: '', text: number, unit, note: '', shortNote: '', badge: '' };
  switch (kind) {
    case 'good':
      return known;
    case 'forced':
      return { ...known, badge: 'FORCED' };
    case 'uncertain':
      return { ...known, mark: '?', badge: badges.get((quality & 0xffff0000) >>> 0) ?? '' };
    case 'stale':
      return { ...known, note: ageWords(nowMs - timeMs), shortNote: ageWords(nowMs - timeMs) };
    case 'bad':
      // What it was before it was taken out of service says nothing of the plant.
      if ((quality & 0xffff0000) >>> 0 === Q.badOutOfService) return { ...known, text: 'BAD', unit: '', note: 'out of service', shortNote: 'out of serv.' };
      return { ...known, text: 'BAD', unit: '', ...was(value, number, unit) };
    case 'no-link':
      if (isLinkLost) return { ...known, text: '----', unit: '', note: 'engine away', shortNote: 'engine' };
      return {
        ...known,
        text: '----',
        unit: '',
        note: tag.device === undefined ? 'no link' : `${tag.device} lost`,
        shortNote: tag.device ?? 'no link',
      };
    case 'waiting':
      // What was not recorded will not come either.
      if ((quality & 0xffff0000) >>> 0 === Q.badNoData) return { ...known, text: '----', unit: '', note: 'not recorded', shortNote: 'no record' };
      return { ...known, text: '----', unit: '', note: 'waiting', shortNote: 'waiting' };
  }
}

/** Values that are not measured but come from somebody's hand or from a model (codes of OPC 10000-8, as node-opcua lists them; the standard itself was not read). */
const badges: ReadonlyMap<number, string> = new Map([
  [Q.uncertainSimulatedValue, 'SIM'],
  [Q.uncertainTransducerInManual, 'MAN'],
]);

function was(value: number, number: string, unit: string): Pick<ValueReading, 'note' | 'shortNote'> {
  if (Number.isNaN(value)) return { note: '', shortNote: '' };
  return { note: `was ${number}${unit === '' ? '' : ` ${unit}`}`, shortNote: `was ${number}` };
}

/** The cause in words, for tooltips and accessible names; empty for a good value. */
export function readingCause(quality: number): string {
  return qualityKind(quality) === 'good' ? '' : qualityWords(quality);
}

/** "14 s old", "3 min old", "2 h old", "5 d old"; "age unknown" without a time. */
export function ageWords(ageMs: number): string {
  if (!Number.isFinite(ageMs)) return 'age unknown';
  const seconds = Math.max(0, Math.floor(ageMs / 1000));
  if (seconds < 60) return `${seconds} s old`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min old`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h old` : `${Math.floor(seconds / 86_400)} d old`;
}

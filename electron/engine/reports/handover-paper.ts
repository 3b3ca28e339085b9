import type { Handover, HandoverItem, HandoverKind } from '#shared/model/handover.ts';
import { handoverKinds } from '#shared/model/handover.ts';
import { type Paper, type PaperPart, textPart } from './paper.ts';
import { paperTime } from './paper-words.ts';

const kindWords: Readonly<Record<HandoverKind, string>> = {
  incident: 'Open incidents',
  'open-action': 'Open actions of closed incidents',
  run: 'Runbooks that run',
  shelved: 'Shelved alarms',
  'out-of-service': 'Alarms out of service',
  suppressed: 'Suppressed alarms',
  forced: 'Forced values and bypasses',
  note: 'Notes of the shift',
};

/** A handover to be signed: every item with who accepted it, or a line for whoever does. */
export function handoverPaper({ handover, plant, by, madeMs }: { readonly handover: Handover; readonly plant: string; readonly by: string; readonly madeMs: number }): Paper {
  const { id, draft, chain, writtenMs, writtenBy, comment, accepted, isComplete } = handover;
  const more = new Map(draft.more.map(({ kind, count }) => [kind, count]));
  const acceptedBy = new Map(accepted.map((one) => [one.item, one]));
  const absent = handoverKinds.filter((kind) => !more.has(kind) && !draft.items.some((item) => item.kind === kind)).map((kind, at) => (at === 0 ? kindWords[kind] : kindWords[kind].toLowerCase()));
  const open = draft.items.filter((item) => !acceptedBy.has(item.id)).length;
  return {
    title: `Shift handover ${id}`,
    subject: plant,
    author: writtenBy,
    madeMs,
    sections: [
      {
        head: `${id}  Shift handover  ${plant}`,
        foot: `${plant}  ·  printed ${paperTime(madeMs, 'minute')} UTC by ${by}  ·  record ${chain.seq}\n${chain.head}`,
        parts: [
          { kind: 'title', kicker: plant, title: `Shift handover ${id}` },
          {
            kind: 'facts',
            rows: [
              ['Written', `${paperTime(writtenMs, 'second')} by ${writtenBy}. All times are UTC.`],
              ['Since', draft.sinceMs === null ? 'This is the first handover' : paperTime(draft.sinceMs, 'second')],
              ['Accepted', isComplete ? 'Every item' : `${draft.items.length - open} of ${draft.items.length} items`],
              ...(comment === '' ? [] : [['Comment', comment] as const]),
              ['Chain of records', `Newest record when it was written: ${chain.seq}\n${chain.head}`],
            ],
          },
          ...handoverKinds.flatMap((kind): readonly PaperPart[] => {
            const items = draft.items.filter((item) => item.kind === kind);
            const uncounted = more.get(kind) ?? 0;
            if (items.length === 0 && uncounted === 0) return [];
            return [
              { kind: 'heading', level: 1, text: kindWords[kind] },
              ...(items.length === 0 ? [] : [itemTable(items, acceptedBy)]),
              ...(uncounted === 0 ? [] : [textPart(`${uncounted} more are not listed here.`, { isStrong: true })]),
            ];
          }),
          ...(absent.length === 0 ? [] : [{ kind: 'heading', level: 1, text: 'Nothing to hand over of' } as const, textPart(absent.join(', '))]),
          { kind: 'heading', level: 1, text: 'Signatures' },
          { kind: 'blank', mark: 'sign', text: 'Handed over', blanks: ['name', 'time'] },
          { kind: 'blank', mark: 'sign', text: 'Taken over', blanks: ['name', 'time'] },
        ],
      },
    ],
  };
}

const itemTable = (items: readonly HandoverItem[], acceptedBy: ReadonlyMap<string, Handover['accepted'][number]>): PaperPart => ({
  kind: 'table',
  columns: [
    { title: 'Subject', share: 18, isStrong: true },
    { title: 'What the next shift is to know', share: 40 },
    { title: 'Since, until (UTC)', share: 19 },
    { title: 'Accepted', share: 22 },
  ],
  rows: items.map(({ id, subject, text, sinceMs, untilMs, by }) => {
    const accepted = acceptedBy.get(id);
    return [
      subject,
      `${text}${by === null ? '' : `\nby ${by}`}`,
      `${sinceMs === null ? '' : paperTime(sinceMs, 'minute')}${untilMs === null ? '' : `\nuntil ${paperTime(untilMs, 'minute')}`}`,
      accepted === undefined ? '□ ____________________' : `${accepted.by}, ${paperTime(accepted.atMs, 'minute')}${accepted.comment === '' ? '' : `\n${accepted.comment}`}`,
    ];
  }),
});

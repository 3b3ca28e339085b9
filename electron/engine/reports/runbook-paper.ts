import type { Runbook, RunbookFile } from '#shared/model/runbook.ts';
import { paperBlocks } from '#shared/runbook/print-blocks.ts';
import { type Inline, plainText, type ProseBlock } from '#shared/runbook/prose.ts';
import { wordOfRole } from '#shared/runbook/runbook-roles.ts';
import { type Paper, type PaperPart, type PaperRun, type PaperSection, textPart } from './paper.ts';
import { durationWords, paperTime } from './paper-words.ts';

/** One runbook of a printed set. */
export type PrintedRunbook = Pick<RunbookFile, 'runbook' | 'hash' | 'file'> & { readonly isSound: boolean };

export type RunbookPaperFacts = { readonly plant: string; readonly by: string; readonly madeMs: number; readonly title: string; readonly runbooks: readonly PrintedRunbook[] };

/**
 * Runbooks to work from without a console, each with pages counted for itself: id, version, hash of the text and time of
 * printing stand on every page, so that an old page in a binder is seen to be one. More than one have a list in front.
 */
export function runbookPaper({ plant, by, madeMs, title, runbooks }: RunbookPaperFacts): Paper {
  const printed = `printed ${paperTime(madeMs, 'minute')} UTC`;
  const list: PaperSection = {
    head: `${plant}  ${title}`,
    foot: `${title}  ·  ${printed} by ${by}`,
    parts: [
      { kind: 'title', kicker: plant, title },
      textPart(`${runbooks.length} runbooks, ${printed} by ${by}. A paper is as old as its print: before use, compare version and text with the console.`),
      {
        kind: 'table',
        columns: [
          { title: 'Runbook', share: 17, isStrong: true },
          { title: 'Title', share: 44 },
          { title: 'Version', share: 10 },
          { title: 'Text', share: 18 },
        ],
        rows: runbooks.map(({ runbook, hash }) => [runbook.id, runbook.title, runbook.version, hash.slice(0, 12)]),
      },
    ],
  };
  return {
    title,
    subject: plant,
    author: by,
    madeMs,
    sections: [...(runbooks.length > 1 ? [list] : []), ...runbooks.map((one) => runbookSection(one, plant, printed))],
  };
}

function runbookSection({ runbook, hash, file, isSound }: PrintedRunbook, plant: string, printed: string): PaperSection {
  return {
    head: `${runbook.emergency ? 'EMERGENCY  ' : ''}${runbook.id}  ${runbook.title}`,
    foot: `${runbook.id}  ·  version ${runbook.version}  ·  ${printed}  ·  compare with the console before use\ntext ${hash}`,
    parts: [
      { kind: 'title', kicker: `${runbook.emergency ? 'Emergency runbook' : 'Runbook'}  ·  ${plant}`, title: `${runbook.id}  ${runbook.title}` },
      { kind: 'facts', rows: headRows(runbook, file) },
      ...(isSound ? [] : [textPart('This text has an error and cannot be run on a console. Have it mended before it is relied on.', { isStrong: true })]),
      { kind: 'rule' },
      { kind: 'blank', mark: 'sign', text: 'Begun', blanks: ['name', 'time'] },
      ...paperBlocks(runbook).flatMap((block): readonly PaperPart[] => {
        if (block.kind === 'phase') return [{ kind: 'heading', level: 1, text: block.text }];
        if (block.kind === 'step') return [{ kind: 'heading', level: 2, text: `${block.number}. ${block.title}` }, textPart(block.facts, { isSoft: true })];
        if (block.kind === 'prose') return proseParts(block.block, 0);
        return [{ kind: 'blank', mark: block.mark, text: block.text, blanks: block.blanks }];
      }),
    ],
  };
}

const headRows = ({ version, severity, minutes, roles, alarms }: Runbook, file: string): readonly (readonly [string, string])[] => [
  ['Version', `${version}  (${file})`],
  ['Severity', `SEV ${severity}`],
  ['Takes about', durationWords(minutes * 60_000)],
  ...(roles.length === 0 ? [] : [['Roles', roles.map(wordOfRole).join(', ')] as const]),
  ...(alarms.length === 0 ? [] : [['Answers', alarms.join(', ')] as const]),
];

const runsOf = (inlines: readonly Inline[], isStrong = false): readonly PaperRun[] =>
  inlines.flatMap((one): readonly PaperRun[] => {
    if (one.kind === 'break') return [{ text: '\n' }];
    if ('children' in one) return runsOf(one.children, isStrong || one.kind === 'strong');
    return [{ text: one.text, isStrong }];
  });

function proseParts(block: ProseBlock, indent: number): readonly PaperPart[] {
  switch (block.kind) {
    case 'paragraph':
      return [{ kind: 'text', runs: runsOf(block.children), indent }];
    case 'heading':
      return [{ kind: 'text', runs: runsOf(block.children, true), indent }];
    case 'list':
      return block.items.flatMap((item, at) => {
        const mark = block.start === null ? '•' : `${block.start + at}.`;
        const inner = item.flatMap((one) => proseParts(one, indent + 1));
        return inner.map((part, of): PaperPart => (of === 0 && part.kind === 'text' ? { ...part, mark } : part));
      });
    case 'quote':
      return block.children.flatMap((one) => proseParts(one, indent + 1));
    case 'code':
      return [textPart(block.text, { indent: indent + 1 })];
    case 'table':
      return [{ kind: 'table', columns: block.head.map((cell) => ({ title: plainText(cell), share: 1 })), rows: block.rows.map((row) => row.map((cell) => plainText(cell))) }];
    default:
      return [{ kind: 'rule' }];
  }
}

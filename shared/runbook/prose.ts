/** Words of prose within a line. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly children: readonly Inline[] }
  /** To a step of the same runbook, or a file below `documents/`; nothing else is a link. */
  | { readonly kind: 'link'; readonly to: { readonly step: string } | { readonly document: string }; readonly children: readonly Inline[] }
  | { readonly kind: 'break' };

/** A piece of prose. */
export type ProseBlock =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  /** `level` from 3, as the two above are phases. */
  | { readonly kind: 'heading'; readonly level: 3 | 4 | 5 | 6; readonly children: readonly Inline[] }
  /** `start` is the first number of a numbered list; null for one with bullets. */
  | { readonly kind: 'list'; readonly start: number | null; readonly items: readonly (readonly ProseBlock[])[] }
  | { readonly kind: 'quote'; readonly children: readonly ProseBlock[] }
  | { readonly kind: 'code'; readonly text: string }
  /** Rows have as many cells as the head. */
  | { readonly kind: 'table'; readonly head: readonly (readonly Inline[])[]; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  | { readonly kind: 'rule' };

/** Something of prose that is shown as plain text, or leads nowhere. `at` is the line within the prose, from 0. */
export type ProseRemark = { readonly at: number; readonly message: string };

/** The words of prose without any marks. */
export const plainText = (inlines: readonly Inline[]): string =>
  inlines.map((one) => (one.kind === 'break' ? ' ' : 'children' in one ? plainText(one.children) : one.text)).join('');

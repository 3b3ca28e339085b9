import type { ReactNode } from 'react';
import './state-chip.css';

export type ChipTone = 'plain' | 'filled' | 'accent' | 'bad' | 'ok' | 'notice';

/** A state in a word or two. Tones never use alarm colours: an alarm is an alarm glyph. */
export function StateChip({ tone = 'plain', icon, title, children }: { readonly tone?: ChipTone; readonly icon?: ReactNode; readonly title?: string; readonly children: ReactNode }) {
  return (
    <span className={`state-chip state-chip-${tone}`} title={title}>
      {icon}
      {children}
    </span>
  );
}

import type { LinkState } from '#shared/model/device.ts';
import './link-mark.css';

const forms: Readonly<Record<LinkState, { readonly form: string; readonly words: string }>> = {
  up: { form: 'ring', words: 'healthy' },
  slow: { form: 'diamond', words: 'slow' },
  connecting: { form: 'diamond', words: 'connecting' },
  down: { form: 'square', words: 'no link' },
  misconfigured: { form: 'square', words: 'wrongly set up' },
  disabled: { form: 'dash', words: 'switched off' },
};

export const linkWords = (state: LinkState): string => forms[state].words;

/** Health of a device link by form: ring healthy, diamond slow, square no link. */
export function LinkMark({ state }: { readonly state: LinkState }) {
  return <span className={`link-mark link-mark-${forms[state].form}`} role="img" aria-label={forms[state].words} />;
}

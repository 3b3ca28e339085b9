import type { CheckState, StepState } from '#shared/model/runbook-run.ts';
import './runbook-step.css';

/** The look of a step or of a check: ring, arc, disc, square, ring with arrow, dashed ring, dash. Form says it, colour repeats it. */
export type GlyphKind = StepState | 'holding' | 'unknown';

export const glyphWords: Readonly<Record<GlyphKind, string>> = {
  pending: 'pending',
  checking: 'checking',
  failed: 'failed',
  'sign-off': 'waits for sign-off',
  passed: 'passed',
  regressed: 'regressed',
  skipped: 'skipped',
  holding: 'met, being timed',
  unknown: 'not known',
};

export const glyphOfCheck: Readonly<Record<CheckState, GlyphKind>> = { pending: 'pending', holding: 'holding', pass: 'passed', fail: 'failed', unknown: 'unknown' };

/** One state as a picture with its name; `size` in px. */
export function StepGlyph({ state, size = 18, label }: { readonly state: GlyphKind; readonly size?: number; readonly label?: string }) {
  return (
    <svg className={`step-glyph is-${state}`} width={size} height={size} viewBox="0 0 20 20" role="img" aria-label={label ?? glyphWords[state]}>
      {parts[state]}
    </svg>
  );
}

const parts: Readonly<Record<GlyphKind, React.ReactNode>> = {
  pending: <circle cx="10" cy="10" r="7.5" className="glyph-ring" />,
  checking: (
    <>
      <circle cx="10" cy="10" r="7.5" className="glyph-ring is-faint" />
      <path d="M10 2.5a7.5 7.5 0 0 1 0 15" className="glyph-arc" />
    </>
  ),
  holding: (
    <>
      <circle cx="10" cy="10" r="7.5" className="glyph-ring is-faint" />
      <path d="M10 2.5a7.5 7.5 0 1 1-7.5 7.5" className="glyph-arc" />
    </>
  ),
  passed: (
    <>
      <circle cx="10" cy="10" r="8.5" className="glyph-fill" />
      <path d="m6.2 10.3 2.6 2.6 5-5.6" className="glyph-mark" />
    </>
  ),
  failed: (
    <>
      <rect x="2" y="2" width="16" height="16" rx="2" className="glyph-fill" />
      <path d="m6.5 6.5 7 7m0-7-7 7" className="glyph-mark" />
    </>
  ),
  regressed: (
    <>
      <circle cx="10" cy="10" r="8" className="glyph-ring is-strong" />
      <path d="M7 8.2h4.2a2.6 2.6 0 0 1 0 5.2H8.4M8.8 6 6.6 8.2l2.2 2.2" className="glyph-line" />
    </>
  ),
  'sign-off': (
    <>
      <circle cx="10" cy="10" r="7.5" className="glyph-ring is-dashed" />
      <path d="m6.8 13.2.5-2.2 4.6-4.6 1.7 1.7L9 12.7z" className="glyph-line" />
    </>
  ),
  skipped: (
    <>
      <circle cx="10" cy="10" r="7.5" className="glyph-ring is-faint" />
      <path d="M6.5 10h7" className="glyph-line" />
    </>
  ),
  unknown: (
    <>
      <circle cx="10" cy="10" r="7.5" className="glyph-ring is-dashed" />
      <path d="M7.8 8a2.3 2.3 0 1 1 3.3 2.1c-.8.4-1.1.8-1.1 1.7M10 14v.6" className="glyph-line" />
    </>
  ),
};

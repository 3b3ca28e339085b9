import type { MarkForm } from './diff-marks.ts';

/** The form of a mark as a small picture: a solid ring, a dashed one, an arrow, brackets, a dotted ring, two rings. */
export function DifferenceGlyph({ form }: { readonly form: MarkForm }) {
  return (
    <svg className={`diff-glyph is-${form}`} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {form === 'moved' ? <path d="M2 8H13M9.5 4.5L13 8 9.5 11.5" /> : null}
      {form === 'reshaped' ? <path d="M2.5 6V2.5H6M10 2.5H13.5V6M13.5 10V13.5H10M6 13.5H2.5V10" /> : null}
      {form === 'order' ? <path d="M2.5 2.5H10V10H2.5zM6 10V13.5H13.5V6H10" /> : null}
      {form === 'added' || form === 'removed' || form === 'changed' ? <rect x="2.5" y="2.5" width="11" height="11" rx="2" /> : null}
    </svg>
  );
}

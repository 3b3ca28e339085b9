import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { type AnalysisPen, penColourVar } from './analysis-pen.ts';

/** Title of a part of the panel: what, of which pen, and how it was made; what else belongs there at the right. */
export function SectionHead({ icon: Icon, title, pen, detail, children }: { readonly icon: LucideIcon; readonly title: string; readonly pen: AnalysisPen | null; readonly detail: string; readonly children?: ReactNode }) {
  return (
    <header className="analysis-head">
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <h3>{title}</h3>
      {pen === null ? null : (
        <span className="mono analysis-head-tag" style={{ borderColor: penColourVar(pen.number) }} title={pen.name}>
          {pen.id}
        </span>
      )}
      <span className="analysis-head-detail num" title={detail}>
        {detail}
      </span>
      {children}
    </header>
  );
}

/** What stands in place of a picture: one sentence, and what it is made of meanwhile. */
export function PictureMessage({ text, isBusy }: { readonly text: string; readonly isBusy: boolean }) {
  return (
    <div className="plot analysis-message" role="status" aria-busy={isBusy}>
      <p className="plot-message">{text}</p>
    </div>
  );
}

export function Figures({ figures }: { readonly figures: readonly { readonly name: string; readonly value: string; readonly unit?: string; readonly note: string }[] }) {
  return (
    <dl className="analysis-figures num">
      {figures.map(({ name, value, unit, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <b>{value}</b>
            {unit === undefined || unit === '' ? '' : ` ${unit}`}
          </dd>
          <dd className="analysis-figure-note" title={note}>
            {note}
          </dd>
        </div>
      ))}
    </dl>
  );
}

import { Dialog } from '@base-ui/react/dialog';
import { CircleAlert } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { closeExchange, type ExchangeSpan } from '../../client/exchange.ts';
import { fromLocalInput, toLocalInput } from '../../widgets/format-time.ts';
import { MomentField } from '../../widgets/moment-field/moment-field.tsx';
import '../dialogs.css';
import './exchange.css';

/** Dialog around what goes out of and into history. The alarm banner stays in reach; Esc closes. */
export function ExchangeFrame({ title, initialFocus, problem, foot, children, isWide = false }: { readonly title: string; readonly initialFocus?: RefObject<HTMLElement | null>; readonly problem: string | null; readonly foot: ReactNode; readonly children: ReactNode; readonly isWide?: boolean }) {
  return (
    <Dialog.Root open modal="trap-focus" onOpenChange={(isOpen, { reason }) => !isOpen && reason !== 'outside-press' && closeExchange()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className={`dialog-popup exchange ${isWide ? 'is-wide' : ''}`} {...(initialFocus === undefined ? {} : { initialFocus })}>
          <Dialog.Title className="dialog-title">{title}</Dialog.Title>
          <div className="exchange-body">{children}</div>
          {problem === null ? null : (
            <p className="exchange-problem" role="alert">
              <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
              {problem}
            </p>
          )}
          <div className="dialog-foot">{foot}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

export function Field({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="exchange-field">
      <span className="tx-3">{label}</span>
      <div>{children}</div>
    </div>
  );
}

/** Beginning and end, local time to the second. */
export function SpanFields({ span: { fromMs, toMs }, onChange }: { readonly span: ExchangeSpan; readonly onChange: (change: Partial<ExchangeSpan>) => void }) {
  const input = (label: string, ms: number, take: (ms: number) => void) => (
    <MomentField label={label} value={toLocalInput(ms)} onChange={(local) => take(fromLocalInput(local))} />
  );
  return (
    <Field label="Span">
      <span className="exchange-row is-span">
        {input('Beginning', fromMs, (ms) => onChange({ fromMs: ms }))}
        <span className="tx-3">to</span>
        {input('End', toMs, (ms) => onChange({ toMs: ms }))}
      </span>
    </Field>
  );
}

/** A bar of how much is done; without a figure where nobody knows. */
export function ProgressBar({ share, label }: { readonly share: number | null; readonly label: string }) {
  return (
    <span className="exchange-progress" role="progressbar" aria-label={label} {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100), 'aria-valuemin': 0, 'aria-valuemax': 100 })}>
      <i style={{ width: `${Math.round((share ?? 0) * 1000) / 10}%` }} />
    </span>
  );
}

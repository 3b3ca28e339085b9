import { ListChecks } from 'lucide-react';
import { numberOf } from '#shared/model/number-of.ts';
import { Button } from '../button.tsx';
import { type GlyphKind, StepGlyph } from './step-glyph.tsx';
import './runbook-step.css';

/** What is shown of a suggestion. */
export type Suggested = {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly minutes: number;
  readonly steps: number;
  readonly isEmergency: boolean;
  /** Why, strongest first. */
  readonly reasons: readonly string[];
  /** It goes on already: how often. */
  readonly running: number;
};

/** A step of the first suggestion as the data have it now. */
export type SuggestedStep = { readonly title: string; readonly state: GlyphKind };

/** The first suggestion with its reasons, its first `steps` and the way to it, the others below. `isCompact`: the first alone, as one button. */
export function SuggestedRunbooks({ list, isCompact = false, steps = [], onOpen }: { readonly list: readonly Suggested[]; readonly isCompact?: boolean; readonly steps?: readonly SuggestedStep[]; readonly onOpen: (id: string) => void }) {
  const [first, ...others] = list;
  if (first === undefined) return null;
  if (isCompact) {
    return (
      <button type="button" className="suggested-compact" title={`Opens runbook ${first.id}, ${numberOf(first.steps, 'step')}, about ${first.minutes} min: ${first.reasons.join('. ')}`} onClick={() => onOpen(first.id)}>
        <ListChecks size={17} strokeWidth={1.75} aria-hidden="true" />
        <span className="suggested-title">
          <span className="mono">{first.id}</span> {first.title}
        </span>
        <span className="suggested-title tx-3">
          {first.running > 0 ? 'running; ' : 'suggested: '}
          {first.reasons[0]}
        </span>
      </button>
    );
  }
  return (
    <div className="suggested">
      <div className="suggested-first">
        <div className="suggested-line">
          <span className="mono tx-2">{first.id}</span>
          <span className="tx-3">{first.running > 0 ? 'running' : first.isEmergency ? 'emergency set' : ''}</span>
        </div>
        <b>{first.title}</b>
        <span className="tx-2 num">
          {numberOf(first.steps, 'step')}, about {first.minutes} min. Version {first.version}.
        </span>
        <ul className="suggested-reasons" aria-label={`Why ${first.id}`}>
          {first.reasons.slice(0, 3).map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
        {steps.length === 0 ? null : (
          <ul className="suggested-steps" aria-label="First steps as the data have them now">
            {steps.map(({ title, state }) => (
              <li key={title}>
                <StepGlyph state={state} size={16} />
                <span className="suggested-title">{title}</span>
              </li>
            ))}
            {first.steps > steps.length ? <li className="tx-3 suggested-more">and {first.steps - steps.length} more {first.steps - steps.length === 1 ? 'step' : 'steps'}</li> : null}
          </ul>
        )}
        <Button look="primary" icon={<ListChecks size={15} strokeWidth={1.75} />} title={`Opens ${first.id} to be read and begun`} onClick={() => onOpen(first.id)}>
          Open runbook {first.id}
        </Button>
      </div>
      {others.length === 0 ? null : (
        <ul className="suggested-others" aria-label="Other runbooks that fit">
          {others.map((one) => (
            <li key={one.id}>
              <button type="button" title={one.reasons.join('. ')} onClick={() => onOpen(one.id)}>
                <span className="mono">{one.id}</span>
                <span className="suggested-title">{one.title}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

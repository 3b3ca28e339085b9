import { CircleCheck, CircleDashed, CircleDot, SquareX } from 'lucide-react';
import type { LoadVerdict } from '#shared/model/alarm-load.ts';
import { verdictWords } from './health-words.ts';

const forms = { met: CircleCheck, near: CircleDot, missed: SquareX, unknown: CircleDashed } as const;

/** Whether a target is met, by form and word. */
export function VerdictMark({ verdict }: { readonly verdict: LoadVerdict }) {
  const Form = forms[verdict];
  return (
    <span className={`health-verdict is-${verdict}`}>
      <Form size={15} strokeWidth={1.75} aria-hidden="true" />
      {verdictWords[verdict]}
    </span>
  );
}

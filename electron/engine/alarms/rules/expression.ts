import { type AlarmRule, type Signals, verdict } from './rule.ts';
import { isUsable } from './usable.ts';

/** A compiled truth, as `shared/expressions` makes it. Reads the columns it is given and nothing else; never throws. */
export type AlarmExpression = {
  /** Dense indices of the tags it reads. */
  readonly inputs: readonly number[];
  evaluate(source: ExpressionColumns, out: ExpressionOutcome): void;
};
export type ExpressionColumns = Pick<Signals, 'value' | 'quality' | 'timeMs'> & { text(textIndex: number): string };
export type ExpressionOutcome = { value: number; quality: number; timeMs: number };

/** True while the expression is. While its quality is bad or stale it neither raises nor clears. */
export function createExpressionRule(expressions: readonly AlarmExpression[], signals: Signals, text: (textIndex: number) => string): AlarmRule {
  const columns: ExpressionColumns = { value: signals.value, quality: signals.quality, timeMs: signals.timeMs, text };
  const out: ExpressionOutcome = { value: 0, quality: 0, timeMs: 0 };
  return {
    judge(place, _wasTrue, moment) {
      (expressions[place] as AlarmExpression).evaluate(columns, out);
      if (!isUsable(out.quality)) return verdict.unusable;
      moment.against = out.quality;
      moment.quality = out.quality;
      return out.value === 1 ? verdict.true : verdict.false;
    },
  };
}

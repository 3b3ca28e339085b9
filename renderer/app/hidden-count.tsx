import { EyeOff } from 'lucide-react';
import { navigation } from '../client/navigation.ts';
import { usePresentAlarms } from '../client/use-client.ts';

/** How many alarms are kept from the operator, and by what: out of sight is not out of count. Opens the list of the most of them. */
export function HiddenCount() {
  const shelved = usePresentAlarms((book) => book.shelved);
  const suppressed = usePresentAlarms((book) => book.suppressed);
  const outOfService = usePresentAlarms((book) => book.outOfService);
  const total = shelved + suppressed + outOfService;
  if (total === 0) return null;
  const group = shelved > 0 ? 'shelved' : outOfService > 0 ? 'out-of-service' : 'suppressed';
  return (
    <button
      type="button"
      className="alarm-banner-hidden"
      title={`${shelved} shelved, ${suppressed} suppressed by design, ${outOfService} out of service. Opens the list.`}
      onClick={() => navigation.getState().open('alarms', { alarms: { group } })}
    >
      <EyeOff size={14} strokeWidth={1.75} aria-hidden="true" />
      <span className="num">{total}</span> hidden
    </button>
  );
}

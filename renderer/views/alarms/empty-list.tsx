import { BellOff } from 'lucide-react';
import { type AlarmFilter, narrowings } from './alarm-filter.ts';

const empty = {
  shelved: ['No shelved alarms', 'Shelve an alarm from its row with S.'],
  suppressed: ['Nothing is suppressed by design', 'Alarms that make no sense in a state of the plant stand here while it lasts.'],
  'out-of-service': ['No alarm is out of service', 'A lead takes an alarm out of service with O.'],
} as const;

/** What an empty list says: nothing stands there, or the filter hides it. */
export function EmptyList({ filter, standing, isPast }: { readonly filter: AlarmFilter; readonly standing: number; readonly isPast: boolean }) {
  const [head, text] =
    narrowings(filter) === 0 && filter.group in empty
      ? empty[filter.group as keyof typeof empty]
      : ['No alarm here', standing === 0 ? (isPast ? 'The plant had no standing alarm at this moment.' : 'The plant has no standing alarm.') : `The filter hides all ${standing} standing alarms.`];
  return (
    <div className="empty-note">
      <BellOff size={22} strokeWidth={1.5} aria-hidden="true" />
      <b>{head}</b>
      <span>{text}</span>
    </div>
  );
}

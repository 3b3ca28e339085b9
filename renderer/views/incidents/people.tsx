import { UserPlus, Users, X } from 'lucide-react';
import { useId, useState } from 'react';
import type { Incident } from '#shared/model/incident.ts';
import { decideOn } from '../../client/incident-actions.ts';
import { useClient, useLink } from '../../client/use-client.ts';
import { useCommandRefusal } from '../../client/use-incidents.ts';
import { Button } from '../../widgets/button.tsx';
import { Prompt } from './prompt.tsx';
import { peopleOf } from './task-order.ts';

const usualRoles = ['Operator', 'Field', 'Electrical', 'Mechanical', 'Process', 'Safety', 'Communication'] as const;

/** Who leads and who has which role. */
export function People({ incident }: { readonly incident: Incident }) {
  const client = useClient();
  const self = useLink().session?.user ?? '';
  const mayLead = useCommandRefusal();
  const mayNot = mayLead ?? (incident.state === 'closed' ? `${incident.id} is closed.` : null);
  const [asking, setAsking] = useState<'commander' | 'role' | 'person' | null>(null);
  const [role, setRole] = useState('');
  const [names, roles] = [useId(), useId()];
  const end = (): void => setAsking(null);
  const assign = (person: string | null, whose: string): void => void decideOn(client, incident, { kind: 'assignment', role: whose, person });
  return (
    <section className="incident-card" aria-label="People">
      <header>
        <Users size={15} strokeWidth={1.75} aria-hidden="true" />
        <h3>People</h3>
        <span className="incidents-space" />
        {incident.commander === self ? null : (
          <Button look="ghost" refusal={mayNot} onClick={() => void decideOn(client, incident, { kind: 'commander', to: self, reason: '' })}>
            I lead
          </Button>
        )}
        <Button look="ghost" refusal={mayNot} onClick={() => setAsking('commander')}>
          Hand the lead to
        </Button>
        <Button look="ghost" icon={<UserPlus size={14} strokeWidth={1.75} />} refusal={mayNot} onClick={() => setAsking('role')}>
          Role
        </Button>
      </header>
      <datalist id={names}>{peopleOf(incident, self).map((name) => <option key={name} value={name} />)}</datalist>
      <datalist id={roles}>{usualRoles.map((name) => <option key={name} value={name} />)}</datalist>
      {asking === 'commander' ? <Prompt label="Who leads from now on" verb="Hand over" isRequired most={120} list={names} onCancel={end} onDone={(to) => void decideOn(client, incident, { kind: 'commander', to, reason: '' }).then(end)} /> : null}
      {asking === 'role' ? (
        <Prompt
          label="Role"
          verb="Next"
          isRequired
          most={120}
          list={roles}
          onCancel={end}
          onDone={(words) => {
            setRole(words);
            setAsking('person');
          }}
        />
      ) : null}
      {asking === 'person' ? (
        <Prompt
          key={role}
          label={`Who is ${role}`}
          verb="Assign"
          isRequired
          most={120}
          list={names}
          onCancel={end}
          onDone={(person) => {
            assign(person, role);
            end();
          }}
        />
      ) : null}
      <ul className="incident-people">
        <li>
          <span className="tx-3">Commander</span>
          <b>{incident.commander ?? 'nobody yet'}</b>
        </li>
        {incident.roles.map((one) => (
          <li key={one.role}>
            <span className="tx-3">{one.role}</span>
            <b>{one.person}</b>
            <Button look="ghost" icon={<X size={12} strokeWidth={1.75} />} refusal={mayNot} aria-label={`${one.person} is not ${one.role} any more`} title="Not any more" onClick={() => assign(null, one.role)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

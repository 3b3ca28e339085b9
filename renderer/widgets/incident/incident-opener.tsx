import { ChevronDown, Siren } from 'lucide-react';
import type { Severity } from '#shared/model/incident.ts';
import { Button } from '../button.tsx';
import { MenuButton, type MenuEntry } from '../menu-button.tsx';
import { severityWords } from './severity-chip.tsx';
import './incident.css';

/** An incident that is open already and could be added to. */
export type JoinTarget = { readonly id: string; readonly title: string };

type OpenerProps = {
  readonly severity: Severity;
  readonly refusal: string | null;
  readonly joins: readonly JoinTarget[];
  readonly onOpen: (severity: Severity) => void;
  readonly onJoin: (id: string) => void;
};

/** Opens an incident of the proposed severity with one press; beside it another severity, or an incident that is open already. */
export function IncidentOpener({ severity, refusal, joins, onOpen, onJoin }: OpenerProps) {
  return (
    <span className="incident-opener">
      <Button icon={<Siren size={14} strokeWidth={1.75} />} refusal={refusal} title={`Opens an incident of severity ${severity} and its board; the severity can be changed there`} onClick={() => onOpen(severity)}>
        Open incident
      </Button>
      <MenuButton label="Another severity, or add to an open incident" className="button button-default button-normal incident-opener-more" align="end" entries={openerEntries({ severity, refusal, joins, onOpen, onJoin })}>
        <ChevronDown size={13} strokeWidth={1.75} />
      </MenuButton>
    </span>
  );
}

const severities: readonly Severity[] = [1, 2, 3, 4];

export function openerEntries({ severity, refusal, joins, onOpen, onJoin }: OpenerProps): readonly MenuEntry[] {
  return [
    ...severities.map((one): MenuEntry => ({ kind: 'action', label: `Open with ${severityWords[one].toLowerCase()}${one === severity ? ' (proposed)' : ''}`, refusal, run: () => onOpen(one) })),
    ...(joins.length === 0 ? [] : [{ kind: 'line' } as const]),
    ...joins.slice(0, 8).map((one): MenuEntry => ({ kind: 'action', label: `Add to ${one.id}: ${one.title}`, refusal, run: () => onJoin(one.id) })),
  ];
}

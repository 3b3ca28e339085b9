import { assertNever } from '../model/fault.ts';
import type { RunEvent, RunRecord } from '../model/runbook-run.ts';

/**
 * What a record of a run says, as a sentence for a timeline; null for what only the run's own page shows: checks that wait
 * or hold their time. `titleOf`: of a step, by its id. `partOf`: one thing of a step, by its place in it, and the unit it is read in.
 */
export function runWords({ event }: RunRecord, titleOf: (step: string) => string, partOf: (step: string, item: number) => RunPart = () => noPart): string | null {
  const at = (step: string | null): string => (step === null ? '' : `${titleOf(step)}: `);
  const part = (step: string | null, item: number | null): RunPart => (step === null || item === null ? noPart : partOf(step, item));
  return wordsOf(event, at, part);
}

/** What a reader knows a thing of a step by: its words in the runbook, and its unit; empty where it has none. */
export type RunPart = { readonly name: string; readonly unit: string };
const noPart: RunPart = { name: '', unit: '' };
const before = (name: string, mark: ',' | ':'): string => (name === '' ? '' : `${name}${mark} `);

const checkWords = { pass: 'check passed', fail: 'check failed', unknown: 'check cannot be told from the data' } as const;

function wordsOf(event: RunEvent, at: (step: string | null) => string, part: (step: string | null, item: number | null) => RunPart): string | null {
  switch (event.kind) {
    case 'began':
      return `${event.dry === undefined ? '' : 'DRY RUN: '}Runbook ${event.plan.runbook.title} begun (run ${event.number})${event.reason === '' ? '' : `: ${event.reason}`}`;
    case 'check-changed':
      return event.state === 'pending' || event.state === 'holding' ? null : `${at(event.step)}${before(part(event.step, event.item).name, ',')}${checkWords[event.state]}${event.why === '' ? '' : ` (${event.why})`}`;
    case 'check-decided':
      return `${at(event.step)}${before(part(event.step, event.item).name, ',')}check decided by hand, ${event.isMet ? 'met' : 'not met'}: ${event.reason}`;
    case 'reading-entered':
      return `${at(event.step)}${before(part(event.step, event.item).name, ',')}reading ${`${event.value} ${part(event.step, event.item).unit}`.trimEnd()}${event.isInside ? '' : ', outside its limits'}`;
    case 'note-added':
      return `${at(event.step)}${before(part(event.step, event.item).name, ':')}${event.text}`;
    case 'photo-added':
      return `${at(event.step)}${before(part(event.step, event.item).name, ',')}photo${event.caption === '' ? '' : `: ${event.caption}`}`;
    case 'gate-confirmed':
      return `${at(event.step)}${before(part(event.step, event.item).name, ',')}gate confirmed, ${event.reference}`;
    case 'signed':
      return `${at(event.step)}${before(part(event.step, event.item).name, ',')}signed`;
    case 'action-begun':
      return `${at(event.step)}${event.tag} is written to ${event.value}`;
    case 'action-ended':
      return `${at(event.step)}${event.sentence}`;
    case 'action-tried':
      return `${at(event.step)}would write ${event.tag} = ${event.value}; nothing was sent`;
    case 'step-assigned':
      return `${at(event.step)}${event.user === null ? 'nobody does it any more' : `for ${event.user}`}`;
    case 'step-ended':
      return `${at(event.step)}${event.end}${event.reason === '' ? '' : `: ${event.reason}`}`;
    case 'step-reopened':
      return `${at(event.step)}open again: ${event.reason}`;
    case 'paused':
      return `Run paused: ${event.reason}`;
    case 'resumed':
      return 'Run goes on';
    case 'handed-over':
      return `Run handed over to ${event.to}`;
    case 'taken-over':
      return 'Run taken over';
    case 'aborted':
      return `Run aborted: ${event.reason}`;
    case 'finished':
      return `Run finished${event.comment === '' ? '' : `: ${event.comment}`}`;
    default:
      return assertNever(event, 'event of a run');
  }
}

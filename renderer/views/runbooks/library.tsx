import { FilePen, FileText, ListChecks, Plus, Search } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import type { RunbookEntry } from '#shared/contract/runbooks.ts';
import type { RunEntry, RunSummary } from '#shared/model/runbook-run.ts';
import { navigation } from '#renderer/client/navigation.ts';
import { useClient, useTimeline } from '#renderer/client/use-client.ts';
import { useNow } from '#renderer/client/use-now.ts';
import { isGoingOn, openRunbook, useRunbookList, useRunbookSearch, useRuns } from '#renderer/client/use-runbooks.ts';
import { formatClock, formatDay, formatSpan } from '#renderer/widgets/format-time.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { StateChip } from '#renderer/widgets/state-chip.tsx';
import { StepGlyph } from '#renderer/widgets/runbook-step/step-glyph.tsx';
import { DryMark } from './dry-run.tsx';
import { editRunbook, NewDialog } from './editor/new-dialog.tsx';
import { useRunbookDrafts } from './editor/use-text-document.ts';
import { PaperButton } from './paper-button.tsx';
import { severityWords } from './runbook-words.ts';
import { useEditRefusal } from './use-edit-refusal.ts';

const hourMs = 3_600_000;

/** All runbooks of the project, found by words with the reason why, and the runs of the moment shown. */
export function Library({ isVisible }: { readonly isVisible: boolean }) {
  const isPast = useTimeline(({ mode }) => mode === 'replay');
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed);
  const list = useRunbookList();
  const found = useRunbookSearch(words);
  const { runs, isKnown } = useRuns();
  const isSearching = words.trim() !== '';
  const rows: readonly { readonly entry: RunbookEntry; readonly reasons: readonly string[] }[] | null = isSearching
    ? (found.answer?.map(({ entry, reasons }) => ({ entry, reasons: reasons.map(({ text }) => text) })) ?? null)
    : (list.answer?.map((entry) => ({ entry, reasons: [] })) ?? null);
  const problem = isSearching ? found.problem : list.problem;
  return (
    <div className="runbooks">
      <section className="runbooks-runs" aria-label="Runs">
        <h3>{isPast ? 'Runs at this moment' : 'Runs'}</h3>
        {isPast ? <ReplayedDryRuns runs={runs} /> : null}
        {isPast ? <PastRuns isVisible={isVisible} /> : <Runs runs={runs} isKnown={isKnown} />}
      </section>
      <section className="runbooks-library" aria-label="Library">
        <div className="runbooks-bar">
          <h3>Library</h3>
          <label className="runbooks-search">
            <Search size={15} strokeWidth={1.75} aria-hidden="true" />
            <input type="search" aria-label="Search runbooks" placeholder="What is seen, heard or said: oil, no pressure, P-231A" value={typed} onChange={(event) => setTyped(event.target.value)} />
          </label>
          <span className="runbook-page-space" />
          <PaperButton runbooks="emergency">Emergency set, PDF</PaperButton>
          <NewRunbook />
        </div>
        <Drafts />
        {problem === null ? null : <p className="panel-note">{problem}</p>}
        {rows?.length === 0 ? (
          <div className="empty-note">
            <FileText size={22} strokeWidth={1.5} aria-hidden="true" />
            <b>{isSearching ? 'No runbook has these words' : 'This project has no runbooks'}</b>
            <span>{isSearching ? 'Try fewer words, or the name of the equipment.' : 'Put Markdown files into its folder runbooks; they appear here by themselves.'}</span>
          </div>
        ) : (
          <ul className="runbooks-list">
            {(rows ?? []).map(({ entry, reasons }) => (
              <Row key={entry.id} entry={entry} reasons={reasons} running={runs.filter((one) => one.runbook === entry.id && isGoingOn(one)).length} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function NewRunbook() {
  const refusal = useEditRefusal();
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <Button icon={<Plus size={15} strokeWidth={1.75} />} refusal={refusal} onClick={() => setAsked(true)}>
        New runbook
      </Button>
      {isAsked ? <NewDialog onClose={() => setAsked(false)} /> : null}
    </>
  );
}

/** Texts of this console that were edited and not saved; read anew when the panel is. */
function Drafts() {
  const refusal = useEditRefusal();
  const drafts = useRunbookDrafts();
  const names = drafts?.list().toSorted() ?? [];
  if (names.length === 0 || refusal !== null) return null;
  return (
    <p className="runbooks-drafts">
      <FilePen size={15} strokeWidth={1.75} aria-hidden="true" /> Not saved on this console:
      {names.map((name) => (
        <button key={name} type="button" className="runbook-link mono" onClick={() => editRunbook(name)}>
          {name}
        </button>
      ))}
    </p>
  );
}

function Row({ entry, reasons, running }: { readonly entry: RunbookEntry; readonly reasons: readonly string[]; readonly running: number }) {
  return (
    <li>
      <button type="button" className="runbooks-row" onClick={() => openRunbook(entry.id)}>
        <span className="mono runbooks-id">{entry.id}</span>
        <span className="runbooks-title">
          <b>{entry.title}</b>
          <span className="tx-3">{reasons.length > 0 ? reasons.slice(0, 3).join(', ') : (entry.symptoms.length > 0 ? entry.symptoms : entry.phases).join('; ')}</span>
        </span>
        <span className="runbooks-chips">
          {running > 0 ? <StateChip tone="accent">running</StateChip> : null}
          {entry.isSound ? null : <StateChip tone="bad">has errors, cannot be run</StateChip>}
          {entry.emergency ? <StateChip tone="notice">emergency set</StateChip> : null}
        </span>
        <span className="num tx-2">{severityWords[entry.severity]}</span>
        <span className="num tx-2">{entry.steps} steps</span>
        <span className="num tx-2">{entry.minutes} min</span>
        <span className="num tx-3">version {entry.version}</span>
      </button>
    </li>
  );
}

function Runs({ runs, isKnown }: { readonly runs: readonly RunSummary[]; readonly isKnown: boolean }) {
  const nowMs = useNow(1000);
  if (runs.length === 0) return <p className="panel-note">{isKnown ? 'No runbook is being run. Open one below to begin it.' : 'Runs are not known yet. They come with the link to the engine.'}</p>;
  return (
    <ul className="runbooks-list">
      {runs.map((one) => (
        <li key={one.run}>
          <button type="button" className="runbooks-row is-run" onClick={() => navigation.getState().open('runbooks', { run: one.run })}>
            {one.step === null ? <ListChecks size={18} strokeWidth={1.75} aria-hidden="true" /> : <StepGlyph state={one.step.state} />}
            <span className="mono">Run {one.number}</span>
            <span className="runbooks-title">
              <b>
                {one.runbook} {one.title}
              </b>
              <span className="tx-3">{one.step === null ? `${one.status}${one.statusReason === '' ? '' : `: ${one.statusReason}`}` : `Step ${one.step.at + 1} of ${one.steps}: ${one.step.title}`}</span>
            </span>
            <span className="runbooks-chips">
              <DryMark dry={one.dry} />
              {one.regressed.length > 0 ? <StateChip tone="notice">{one.regressed.length} regressed</StateChip> : null}
              {one.status === 'running' ? null : <StateChip>{one.status}</StateChip>}
            </span>
            <span className="tx-2">{one.responsible.user}</span>
            <span className="num tx-2">{one.endedMs === null ? formatSpan(nowMs - one.begunMs) : `ended ${formatClock(one.endedMs)}`}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Dry runs of now that go by a replay: they are of no moment of the past. */
function ReplayedDryRuns({ runs }: { readonly runs: readonly RunSummary[] }) {
  const mine = runs.filter(({ dry, endedMs }) => dry?.kind === 'replayed' && endedMs === null);
  return mine.length === 0 ? null : <Runs runs={mine} isKnown />;
}

/** Runs that went on at the moment of the replay, or had in the 8 hours before it. */
function PastRuns({ isVisible }: { readonly isVisible: boolean }) {
  const client = useClient();
  const seeks = useTimeline((now) => now.seeks);
  const slowMs = useNow(10_000);
  const [past, setPast] = useState<{ readonly runs: readonly RunEntry[] | null; readonly problem: string | null }>({ runs: null, problem: null });
  useEffect(() => {
    if (!isVisible) return undefined;
    const abort = new AbortController();
    const atMs = client.nowMs();
    void client.call('runbook.past', { fromMs: atMs - 8 * hourMs, toMs: atMs, limit: 100 }, { signal: abort.signal }).then((answer) => {
      if (!abort.signal.aborted) setPast(answer.ok ? { runs: answer.value.runs.filter(({ begunMs }) => begunMs <= atMs), problem: null } : { runs: null, problem: answer.fault.message });
    });
    return () => abort.abort();
  }, [client, seeks, slowMs, isVisible]);
  const nowMs = useNow(1000);
  if (past.runs === null) return <p className="panel-note">{past.problem ?? 'Runs of this moment are being read.'}</p>;
  if (past.runs.length === 0) return <p className="panel-note">No runbook was run in the 8 hours before this moment.</p>;
  return (
    <ul className="runbooks-list">
      {past.runs.map((one) => (
        <li key={one.run}>
          <button type="button" className="runbooks-row is-run" onClick={() => navigation.getState().open('runbooks', { run: one.run })}>
            <ListChecks size={18} strokeWidth={1.75} aria-hidden="true" />
            <span className="mono">Run {one.number}</span>
            <span className="runbooks-title">
              <b>
                {one.runbook} {one.title}
              </b>
              <span className="tx-3">
                begun {formatDay(one.begunMs)} {formatClock(one.begunMs)} by {one.begunBy}
              </span>
            </span>
            <span className="runbooks-chips">
              <DryMark dry={one.dry} />
              {one.endedMs === null || one.endedMs > nowMs ? <StateChip tone="accent">went on</StateChip> : <StateChip>{one.end ?? 'ended'}</StateChip>}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

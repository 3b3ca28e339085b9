import { FilePlus2, FileUp, Search, Shapes, Workflow } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { DrawingFile } from '#shared/contract/screens.ts';
import { navigation } from '#renderer/client/navigation.ts';
import { useClient } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatClock, formatDay } from '#renderer/widgets/format-time.ts';
import { keptName, paramsOf, refOf, refOfKept } from './drawing-ref.ts';
import type { KeptDrafts } from '#renderer/client/kept-drafts.ts';
import { useKeptDrafts } from './use-document.ts';

/** The drawings of the project, read anew whenever one of them changed. Null while they are being read. */
export function useDrawings(): { readonly drawings: readonly DrawingFile[] | null; readonly problem: string | null } {
  const client = useClient();
  const project = useStore(client.project);
  const isLive = useStore(client.link, ({ state }) => state === 'live');
  const [answer, setAnswer] = useState<{ readonly drawings: readonly DrawingFile[] | null; readonly problem: string | null }>({
    drawings: null,
    problem: null,
  });
  useEffect(() => {
    if (!isLive) return;
    let isCurrent = true;
    void client.call('screens.list', {}).then((got) => {
      if (!isCurrent || (!got.ok && got.fault.code === 'disconnected')) return;
      // The same list stays the same object: nothing is drawn anew because something else of the project changed.
      if (got.ok)
        setAnswer((before) =>
          before.problem === null && isSameList(before.drawings, got.value.drawings)
            ? before
            : { drawings: got.value.drawings, problem: null },
        );
      else setAnswer({ drawings: [], problem: got.fault.message });
    });
    return () => {
      isCurrent = false;
    };
  }, [client, project, isLive]);
  return answer;
}

const isSameList = (before: readonly DrawingFile[] | null, now: readonly DrawingFile[]): boolean =>
  before !== null &&
  before.length === now.length &&
  now.every(
    ({ kind, screen, title, hash }, at) =>
      before[at]?.kind === kind && before[at]?.screen === screen && before[at]?.title === title && before[at]?.hash === hash,
  );

type Listed = Pick<DrawingFile, 'kind' | 'screen' | 'title'> & { /** Null where there is no file. */ readonly changedMs: number | null };

/** Drafts kept here whose file was taken away meanwhile: else nobody could get at them. */
const draftsWithoutFile = (drafts: KeptDrafts | null, drawings: readonly DrawingFile[]): readonly Listed[] =>
  (drafts?.list() ?? [])
    .map(refOfKept)
    .filter((ref) => !drawings.some(({ kind, screen }) => kind === ref.kind && screen === ref.screen))
    .map((ref) => ({ ...ref, title: ref.screen, changedMs: null }));

/** Which drawing to edit, or a new one. */
export function Chooser({
  onNew,
  onImport,
  onFaceplates,
}: {
  readonly onNew: () => void;
  readonly onImport: () => void;
  readonly onFaceplates: (taken: ReadonlySet<string>) => void;
}) {
  const { drawings, problem } = useDrawings();
  const drafts = useKeptDrafts();
  const [words, setWords] = useState('');
  const asked = words.trim().toLowerCase();
  const shown = useMemo(
    () =>
      drawings === null || problem !== null
        ? []
        : [...drawings, ...draftsWithoutFile(drafts, drawings)].filter(({ title, screen }) => `${title} ${screen}`.toLowerCase().includes(asked)),
    [drawings, problem, asked, drafts],
  );
  return (
    <section className="editor-chooser" aria-label="Drawings of the project">
      <div className="editor-chooser-head">
        <h2>Screens and templates</h2>
        <label className="editor-chooser-search">
          <Search size={14} strokeWidth={1.75} aria-hidden="true" />
          <input
            className="editor-search"
            value={words}
            placeholder="Find a drawing"
            aria-label="Find a drawing"
            data-first-focus
            onChange={(event) => setWords(event.target.value)}
          />
        </label>
        <Button
          icon={<Shapes size={14} strokeWidth={1.75} />}
          onClick={() => onFaceplates(new Set((drawings ?? []).flatMap(({ kind, screen }) => (kind === 'template' ? [screen] : []))))}
        >
          Faceplates
        </Button>
        <Button icon={<FileUp size={14} strokeWidth={1.75} />} onClick={onImport}>
          Import
        </Button>
        <Button look="primary" icon={<FilePlus2 size={14} strokeWidth={1.75} />} onClick={onNew}>
          New drawing
        </Button>
      </div>
      {problem === null ? null : (
        <p className="editor-field-problem" role="alert">
          {problem}
        </p>
      )}
      <ul className="editor-drawings" aria-busy={drawings === null}>
        {shown.map((drawing) => (
          <li key={`${drawing.kind} ${drawing.screen}`}>
            <button
              type="button"
              className="editor-drawing"
              onClick={() => navigation.getState().open('editor', paramsOf(refOf(drawing.kind, drawing.screen)))}
            >
              {drawing.kind === 'screen' ? (
                <Workflow size={18} strokeWidth={1.75} aria-label="Screen" />
              ) : (
                <Shapes size={18} strokeWidth={1.75} aria-label="Template" />
              )}
              <span className="editor-drawing-title">{drawing.title || drawing.screen}</span>
              <span className="mono tx-3">
                {drawing.kind}s/{drawing.screen}.svg
              </span>
              <span className="tx-3 num">
                {drawing.changedMs === null
                  ? 'has no file any more, but a draft that is not saved'
                  : (drafts?.read(keptName(refOf(drawing.kind, drawing.screen))) ?? null) === null
                    ? `changed ${formatDay(drawing.changedMs)} ${formatClock(drawing.changedMs)}`
                    : 'has a draft that is not saved'}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {drawings !== null && shown.length === 0 ? (
        <p className="editor-none">{asked === '' ? 'This project has no drawings yet.' : `No drawing is called “${words.trim()}”.`}</p>
      ) : null}
    </section>
  );
}

import { useEffect, useRef, useState } from 'react';
import type { DrawingImport, ImportLine } from '#shared/contract/screens.ts';
import { numberOf } from '#shared/model/number-of.ts';
import { faultText, notify } from '#renderer/client/notices.ts';
import { navigation } from '#renderer/client/navigation.ts';
import { useClient } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { DialogFrame } from './dialog-frame.tsx';
import { nameFromWords, paramsOf, refOf } from './drawing-ref.ts';
import { importDrawing, type ImportProgress } from './import-drawing.ts';

const outcomes: Readonly<Record<ImportLine['outcome'], string>> = { taken: 'Taken', changed: 'Changed', 'left-out': 'Left out' };
/** Width a screen has when nothing else is said, user units. */
const width = 1512;

type Made = DrawingImport & { readonly fileName: string };

/** Takes a drawing of another system over: what becomes of everything in it is told before anything is written. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useClient();
  const picker = useRef<HTMLInputElement>(null);
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const ended = useRef<AbortController | null>(null);
  useEffect(() => () => ended.current?.abort(), []);
  const read = async (file: File): Promise<void> => {
    const control = new AbortController();
    ended.current = control;
    setRefusal(null);
    setMade(null);
    setProgress({ sentence: 'The file is being handed over.', share: 0 });
    const answer = await importDrawing(client, file, width, setProgress, control.signal);
    if (control.signal.aborted) return;
    setProgress(null);
    if (answer.ok) setMade({ ...answer.value, fileName: file.name });
    else setRefusal(faultText(answer.fault));
  };
  return (
    <DialogFrame
      title="Import a drawing"
      isWide={made !== null}
      onClose={onClose}
      foot={
        <Button size="large" onClick={onClose}>
          {made === null ? 'Cancel' : 'Close'}
        </Button>
      }
    >
      {made === null ? (
        <>
          <p>
            SVG drawings (also of Inkscape), FUXA projects and DXF drawings as a background. Nothing is written before you have seen what
            becomes of it.
          </p>
          <input
            ref={picker}
            type="file"
            className="visually-hidden"
            tabIndex={-1}
            aria-hidden="true"
            accept=".svg,.dxf,.fuxap,.json"
            onChange={({ target }) => target.files?.[0] !== undefined && void read(target.files[0])}
          />
          <Button look="primary" refusal={progress === null ? null : 'A file is being read.'} onClick={() => picker.current?.click()}>
            Choose a file
          </Button>
        </>
      ) : (
        <Result made={made} onClose={onClose} />
      )}
      {progress === null ? null : (
        <p role="status">
          {progress.sentence} {progress.share === null ? null : <span className="num tx-3">{Math.round(progress.share * 100)} %</span>}
        </p>
      )}
      {refusal === null ? null : (
        <p className="editor-field-problem" role="alert">
          {refusal}
        </p>
      )}
    </DialogFrame>
  );
}

function Result({ made, onClose }: { readonly made: Made; readonly onClose: () => void }) {
  const client = useClient();
  const [names, setNames] = useState(() => made.screens.map(({ screen }) => screen));
  const [written, setWritten] = useState<ReadonlySet<number>>(new Set());
  const [refusal, setRefusal] = useState<string | null>(null);
  const create = async (at: number): Promise<void> => {
    const drawing = made.screens[at];
    if (drawing === undefined) return;
    const ref = refOf(drawing.kind, nameFromWords(names[at] ?? ''));
    const answer = await client.call('screens.create', {
      ...ref,
      svg: drawing.svg,
      note: `Imported from ${made.fileName}`,
      source: 'import',
    });
    if (!answer.ok) return setRefusal(faultText(answer.fault));
    setRefusal(null);
    setWritten((before) => new Set([...before, at]));
    if (made.screens.length > 1) return notify(`${ref.screen} was imported.`);
    navigation.getState().open('editor', paramsOf(ref));
    onClose();
  };
  return (
    <div className="editor-import">
      <ul className="editor-versions" aria-label="Drawings that were made">
        {made.screens.map((drawing, at) => (
          <li key={at}>
            <span className="editor-version-note">
              {drawing.title || drawing.screen}{' '}
              <span className="tx-3">
                {drawing.problems.length === 0 ? drawing.kind : `${drawing.kind}, ${numberOf(drawing.problems.length, 'part')} left out`}
              </span>
            </span>
            <input
              className="editor-input mono"
              aria-label={`File name of ${drawing.title || drawing.screen}`}
              value={names[at] ?? ''}
              maxLength={60}
              disabled={written.has(at)}
              onChange={({ target }) => setNames((before) => before.map((name, index) => (index === at ? target.value : name)))}
            />
            <Button
              refusal={written.has(at) ? 'It is in the project.' : nameFromWords(names[at] ?? '') === '' ? 'Its file needs a name.' : null}
              onClick={() => void create(at)}
            >
              {written.has(at) ? 'In the project' : 'Add to the project'}
            </Button>
          </li>
        ))}
        {made.screens.length === 0 ? <li>Nothing in the file is a drawing.</li> : null}
      </ul>
      {refusal === null ? null : (
        <p className="editor-field-problem" role="alert">
          {refusal}
        </p>
      )}
      <h3>What became of it</h3>
      <table className="editor-report">
        <tbody>
          {made.report.map((line, at) => (
            <tr key={at}>
              <th scope="row">{outcomes[line.outcome]}</th>
              <td className="num">{line.count}</td>
              <td>{line.what}</td>
              <td className="tx-2">{line.why}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {made.suggestions.length === 0 ? null : (
        <details className="editor-more">
          <summary>
            {made.suggestions.length === 1 ? '1 binding is suggested' : `${made.suggestions.length} bindings are suggested`}; none of them
            is in the drawing
          </summary>
          <ul className="editor-save-problems">
            {made.suggestions.map(({ sentence }, at) => (
              <li key={at}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
      {made.files.length === 0 ? null : (
        <details className="editor-more">
          <summary>
            {made.files.length === 1 ? '1 file for the project is proposed' : `${made.files.length} files for the project are proposed`}, to
            be looked at and put there by hand
          </summary>
          {made.files.map(({ path, text }) => (
            <section key={path} aria-label={path}>
              <h4 className="mono">{path}</h4>
              <pre className="editor-proposal mono">{text}</pre>
            </section>
          ))}
        </details>
      )}
    </div>
  );
}

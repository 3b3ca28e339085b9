import { TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useDirectory } from '#renderer/client/use-client.ts';
import type { ViewProps } from '#renderer/client/view-props.ts';
import { Chooser } from './document/chooser.tsx';
import { drawingOf, type DrawingRef, fileOf } from './document/drawing-ref.ts';
import { FaceplatesDialog } from './document/faceplates-dialog.tsx';
import { ImportDialog } from './document/import-dialog.tsx';
import { NewDialog } from './document/new-dialog.tsx';
import { useDocument } from './document/use-document.ts';
import { EditorPanel } from './editor-panel.tsx';
import './editor-view.css';
import './sides.css';
import './canvas/canvas.css';
import './properties/properties.css';
import './outline/outline.css';
import './menus/menus.css';
import './document/document.css';

/** The screen editor: the drawings of the project, and each that is opened in a tab of its own. */
export function EditorView({ params, isVisible, setTitle }: ViewProps) {
  const ref = drawingOf(params);
  return ref === null ? <Start /> : <OneDrawing key={fileOf(ref)} drawing={ref} isVisible={isVisible} setTitle={setTitle} />;
}

function Start() {
  const [dialog, setDialog] = useState<'new' | 'import' | null>(null);
  const [taken, setTaken] = useState<ReadonlySet<string> | null>(null);
  return (
    <>
      <Chooser onNew={() => setDialog('new')} onImport={() => setDialog('import')} onFaceplates={setTaken} />
      {dialog === 'new' ? <NewDialog onClose={() => setDialog(null)} /> : null}
      {taken === null ? null : <FaceplatesDialog taken={taken} onClose={() => setTaken(null)} />}
      {dialog === 'import' ? <ImportDialog onClose={() => setDialog(null)} /> : null}
    </>
  );
}

function OneDrawing({ drawing, isVisible, setTitle }: Pick<ViewProps, 'isVisible' | 'setTitle'> & { readonly drawing: DrawingRef }) {
  // One object as long as the tab stands: effects go by it.
  const [ref] = useState(drawing);
  const directory = useDirectory();
  const opened = useDocument(ref);
  useEffect(() => {
    setTitle(ref.screen);
  }, [ref, setTitle]);
  if (opened.state === 'failed') {
    return (
      <div className="editor-failed" role="alert">
        <TriangleAlert size={22} aria-hidden="true" />
        <strong>{fileOf(ref)} cannot be edited.</strong>
        <span>{opened.sentence}</span>
      </div>
    );
  }
  if (opened.state === 'loading' || directory === null) return <section className="editor" aria-busy="true" aria-label={ref.screen} />;
  return <EditorPanel document={opened.document} directory={directory} isVisible={isVisible} setTitle={setTitle} />;
}

import { useCallback, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { browserTimers } from '#renderer/client/timers.ts';
import { useTimeline } from '#renderer/client/use-client.ts';
import { createCanvasState } from './canvas/canvas-state.ts';
import { CanvasStatus } from './canvas/canvas-status.tsx';
import type { Drawing } from './canvas/drawing.ts';
import { EditorCanvas } from './canvas/editor-canvas.tsx';
import { type BindAsk, useCanvasDrop } from './canvas/use-canvas-drop.ts';
import type { EditorContext } from './commands/editor-context.ts';
import { Dialogs, type EditorDialog } from './document/dialogs.tsx';
import { fileOf } from './document/drawing-ref.ts';
import { type EditorDocument } from './document/use-document.ts';
import { useFileChange } from './document/use-file-change.ts';
import { useTemplates } from './document/use-templates.ts';
import { BindMenu, ElementMenu } from './menus/editor-menus.tsx';
import { useClipboard } from './menus/use-clipboard.ts';
import { checkDraft } from './outline/check-draft.ts';
import { LeftSide, RightSide } from './sides.tsx';
import { createEditorTools } from './session/editor-tools.ts';
import { HeadBar, Notices } from './top/head-bar.tsx';
import { Toolbar } from './top/toolbar.tsx';

type Props = {
  readonly document: EditorDocument;
  readonly directory: DirectoryIndex;
  readonly isVisible: boolean;
  readonly setTitle: (title: string) => void;
};

/** One drawing being edited: tools above, parts and project to the left, properties and outline to the right. */
export function EditorPanel({ document, directory, isVisible, setTitle }: Props) {
  const { session, templates, ref } = document;
  const id = useId();
  const drawing = useRef<Drawing | null>(null);
  const panel = useRef<HTMLElement>(null);
  const [dialog, setDialog] = useState<EditorDialog | null>(null);
  const [bindAsk, setBindAsk] = useState<BindAsk | null>(null);
  const [menuAt, setMenuAt] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const [wordsAsked, setWordsAsked] = useState(0);
  const [tools] = useState(createEditorTools);
  const [canvas] = useState(createCanvasState);
  const context = useMemo(
    (): EditorContext => ({
      id,
      session,
      tools,
      canvas,
      drawing: () => drawing.current,
      editWords: () => setWordsAsked((before) => before + 1),
      templateParameters: templates.parametersOf,
    }),
    [id, session, tools, canvas, templates],
  );
  const onDrawing = useCallback((next: Drawing | null) => void (drawing.current = next), []);
  const placeable = useTemplates(templates, ref.kind === 'template' ? ref.screen : null);
  const drop = useCanvasDrop(context, directory, placeable, setBindAsk);
  useClipboard(context, panel);
  const change = useFileChange(document);
  const model = useStore(session.store, (now) => now.model);
  const isChanged = useStore(session.store, (now) => now.isChanged);
  const { isPreview, isLeftOpen, isRightOpen } = useStore(tools);
  // The picture comes first: what is wrong with it is found out in the next free moment.
  const checked = useDeferredValue(model);
  const problems = useMemo(() => checkDraft(checked, directory), [checked, directory]);
  const savedText = useSavedText(document);
  const isPast = useTimeline(({ mode }) => mode !== 'live');

  useEffect(() => {
    setTitle(`${isChanged ? '• ' : ''}${model.title === '' ? ref.screen : model.title}`);
  }, [setTitle, isChanged, model.title, ref]);
  useEffect(() => {
    if (wordsAsked === 0) return;
    tools.setState({ isRightOpen: true, rightTab: 'properties' });
    return browserTimers.frame(() => {
      const field = panel.current?.querySelector<HTMLInputElement>('[data-editor-words] input, .editor-properties .editor-section input');
      field?.focus();
      field?.select();
    });
  }, [wordsAsked, tools]);

  const findElement = (): void => {
    tools.setState({ isRightOpen: true, rightTab: 'outline', isPreview: false });
    browserTimers.frame(() => panel.current?.querySelector<HTMLInputElement>('.editor-outline .editor-search')?.focus());
  };
  return (
    <section
      ref={panel}
      className="editor"
      aria-label={`Editor of ${fileOf(ref)}`}
      onKeyDown={(event) => {
        const key = event.key.toLowerCase();
        if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
        if (key === 's') setDialog({ kind: 'save' });
        else if (key === 'f') findElement();
        else return;
        event.preventDefault();
      }}
    >
      <div className="editor-top">
        <HeadBar document={document} problems={problems} onDialog={setDialog} />
        <Toolbar context={context} />
      </div>
      <Notices
        document={document}
        isFileChanged={change.other !== null}
        isPast={isPast && isPreview}
        onConflict={() => setDialog({ kind: 'conflict' })}
        onDiscard={() => discard(document)}
      />
      <div className="editor-body">
        {isPreview || !isLeftOpen ? null : <LeftSide context={context} directory={directory} templates={placeable} onBind={setBindAsk} />}
        <EditorCanvas context={context} directory={directory} isVisible={isVisible} onDrawing={onDrawing} onMenu={setMenuAt} drop={drop}>
          <CanvasStatus context={context} />
        </EditorCanvas>
        {isPreview || !isRightOpen ? null : <RightSide context={context} directory={directory} problems={problems} />}
      </div>
      {menuAt === null ? null : <ElementMenu context={context} at={menuAt} onClose={() => setMenuAt(null)} />}
      {bindAsk === null ? null : (
        <BindMenu context={context} directory={directory} templates={placeable} ask={bindAsk} onClose={() => setBindAsk(null)} />
      )}
      {dialog === null ? null : (
        <Dialogs
          dialog={dialog}
          document={document}
          savedText={savedText}
          other={change.other}
          problems={problems}
          onDialog={setDialog}
          onLook={change.lookAgain}
        />
      )}
    </section>
  );
}

/** The text the draft is compared with: that of the file when it was opened or saved last. */
function useSavedText({ session }: EditorDocument): string {
  return useStore(session.store, (now) => now.savedText);
}

/** Goes back to what is in the file, as one step that can be undone. */
function discard({ session, ref, drafts }: EditorDocument): void {
  session.replaceText(session.store.getState().savedText, 'Back to what is saved');
  drafts.forget(`${ref.kind} ${ref.screen}`);
}

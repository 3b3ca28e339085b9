import { Dialog } from '@base-ui/react/dialog';
import { Download, X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { closeDocument, type ShownDocument, shownDocument } from '../client/open-document.ts';
import { Prose } from '../views/runbooks/prose-view.tsx';
import { Button } from '../widgets/button.tsx';
import { saveFile } from '../widgets/copy-picture.ts';
import { readDocument } from './document-text.ts';
import './document-dialog.css';

/** A document of the project over the console: text and pictures are shown, a PDF is handed over to be saved. Nothing in it is run. */
export function DocumentDialog() {
  const document = useStore(shownDocument, (now) => now.document);
  return document === null ? null : <Shown document={document} />;
}

function Shown({ document: { path, type, body } }: { readonly document: ShownDocument }) {
  const text = useMemo(() => (type === 'text/markdown' ? readDocument(new TextDecoder().decode(body)) : null), [type, body]);
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && closeDocument()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog-popup document-dialog">
          <header>
            <Dialog.Title className="dialog-title">
              {text?.title ?? path}
              {text?.title == null ? null : <small className="mono">{path}</small>}
            </Dialog.Title>
            <Button icon={<Download size={15} strokeWidth={1.75} />} title="Saves a copy as a file" onClick={() => saveFile(new Blob([body], { type }), savedName(name, type))}>
              Save
            </Button>
            <Dialog.Close className="button button-ghost button-normal" aria-label="Close">
              <X size={15} strokeWidth={1.75} />
            </Dialog.Close>
          </header>
          <div className="document-dialog-body" tabIndex={0}>
            {text === null ? <Contents document={{ path, type, body }} /> : <Prose markdown={text.prose} />}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The window saves text under the ending it knows as such. */
const savedName = (name: string, type: string): string => (type === 'text/markdown' ? `${name}.txt` : name);

function Contents({ document: { path, type, body } }: { readonly document: ShownDocument }) {
  if (type === 'text/plain') return <pre>{new TextDecoder().decode(body)}</pre>;
  if (type.startsWith('image/')) return <Picture path={path} type={type} body={body} />;
  return <p className="tx-2">This console shows no PDF: save it and open it with the system, or look for the paper.</p>;
}

/** As an address within the page: it takes pictures from nowhere else. */
function Picture({ path, type, body }: ShownDocument) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const reader = new FileReader();
    reader.onload = () => setUrl(typeof reader.result === 'string' ? reader.result : null);
    reader.readAsDataURL(new Blob([body], { type }));
    return () => reader.abort();
  }, [type, body]);
  return url === null ? null : <img src={url} alt={path} />;
}

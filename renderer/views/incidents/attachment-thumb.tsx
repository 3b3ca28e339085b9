import { Dialog } from '@base-ui/react/dialog';
import { FileText, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Attachment } from '#shared/model/kept-record.ts';
import { faultText } from '../../client/notices.ts';
import { useClient, useLink } from '../../client/use-client.ts';

/** Pictures that were asked for, by the hash of their bytes, newest last: they never change. */
const kept = new Map<string, string>();
const mostKept = 40;

/** A small picture that opens large; papers are named alone. */
export function AttachmentThumb({ attachment }: { readonly attachment: Attachment }) {
  const { hash, name, type } = attachment;
  const { url, problem } = useAttachment(attachment);
  const [isOpen, setOpen] = useState(false);
  if (problem !== null) return <span className="tx-3">{`${name}: ${problem}`}</span>;
  if (!type.startsWith('image/'))
    return (
      <a className="incident-paper" href={url ?? undefined} download={name} aria-disabled={url === null || undefined} title={`${name}, kept under ${hash.slice(0, 12)}…`}>
        <FileText size={14} strokeWidth={1.75} aria-hidden="true" />
        {name}
      </a>
    );
  return (
    <>
      <button type="button" className="incident-thumb" title={`${name}, kept under ${hash.slice(0, 12)}…`} onClick={() => setOpen(true)}>
        {url === null ? <span className="tx-3">{name}</span> : <img src={url} alt={name} />}
      </button>
      <Dialog.Root open={isOpen} onOpenChange={setOpen}>
        <Dialog.Portal>
          <Dialog.Backdrop className="dialog-backdrop" />
          <Dialog.Popup className="dialog-popup incident-picture">
            <Dialog.Title className="dialog-title">{name}</Dialog.Title>
            <Dialog.Close className="incident-picture-close" aria-label="Close">
              <X size={15} strokeWidth={1.75} />
            </Dialog.Close>
            {url === null ? null : <img src={url} alt={name} />}
            <p className="tx-3 mono incident-hash">SHA-256 {hash}</p>
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </>
  );
}

/** Its bytes as an address within the page: the page takes pictures from nowhere else. */
function useAttachment({ hash }: Attachment): { readonly url: string | null; readonly problem: string | null } {
  const client = useClient();
  const isLive = useLink().state === 'live';
  const [url, setUrl] = useState<string | null>(() => kept.get(hash) ?? null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (url !== null || !isLive) return undefined;
    const abort = new AbortController();
    void (async () => {
      const found = await client.call('record.attachment', { hash }, { signal: abort.signal });
      if (abort.signal.aborted) return;
      if (!found.ok) return setProblem(faultText(found.fault));
      const made = await dataUrl(new Uint8Array(found.value.body), found.value.type);
      kept.set(hash, made);
      for (const old of [...kept.keys()].slice(0, Math.max(0, kept.size - mostKept))) kept.delete(old);
      if (!abort.signal.aborted) setUrl(made);
    })();
    return () => abort.abort();
  }, [client, hash, url, isLive]);
  return { url, problem };
}

const dataUrl = (bytes: Uint8Array<ArrayBuffer>, type: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => reject(reader.error ?? new Error('the picture cannot be read'));
    reader.readAsDataURL(new Blob([bytes], { type }));
  });

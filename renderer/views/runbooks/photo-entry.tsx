import { Camera } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { RunPhoto } from '#shared/runbook-run/run-state.ts';
import { notify } from '#renderer/client/notices.ts';
import { useClient, useLink } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { formatClock } from '#renderer/widgets/format-time.ts';

/** Longest edge a photo is brought to, px: text on a plate can be read, and a slow line carries it. */
const longestEdge = 1600;
const mostBytes = 4 * 1024 * 1024;

/** Photos with who took them and when, read from the records when they come into sight. */
export function Photos({ photos }: { readonly photos: readonly RunPhoto[] }) {
  if (photos.length === 0) return null;
  return (
    <ul className="run-photos">
      {photos.map((photo) => (
        <Photo key={`${photo.hash} ${photo.timeMs}`} photo={photo} />
      ))}
    </ul>
  );
}

function Photo({ photo }: { readonly photo: RunPhoto }) {
  const client = useClient();
  const isLive = useLink().state === 'live';
  const [source, setSource] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (!isLive || source !== null) return undefined;
    const abort = new AbortController();
    void client.call('runbook.attachment', { hash: photo.hash }, { signal: abort.signal }).then(async (answer) => {
      if (abort.signal.aborted) return;
      if (!answer.ok) setProblem(answer.fault.message);
      // Only our own files and data in place are shown on this page.
      else setSource(await dataUrl(new Blob([new Uint8Array(answer.value.body)], { type: photo.mime })));
    });
    return () => abort.abort();
  }, [client, isLive, photo.hash, photo.mime, source]);
  return (
    <li>
      {source === null ? <span className="run-photo-wait tx-3">{problem ?? 'Photo'}</span> : <img src={source} alt={photo.caption === '' ? `Photo by ${photo.by}` : photo.caption} />}
      <span className="tx-3 num">
        {formatClock(photo.timeMs)} {photo.by} {photo.caption}
      </span>
    </li>
  );
}

/** A button that takes a photo with the tablet's camera, or takes a picture file. */
export function PhotoEntry({ label, refusal, onPhoto }: { readonly label: string; readonly refusal: string | null; readonly onPhoto: (picture: Uint8Array<ArrayBuffer>) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const taken = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const picture = await smaller(file);
    if (picture === null) notify(`${file.name} is no picture this console can read, or is larger than 4 MB.`, 'failed');
    else onPhoto(picture);
  };
  return (
    <>
      <Button icon={<Camera size={15} strokeWidth={1.75} />} refusal={refusal} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        className="visually-gone"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          void taken(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </>
  );
}

/** The picture as JPEG of at most 1600 px; null where it is none, or cannot be brought below 4 MB. */
async function smaller(file: Blob): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, longestEdge / Math.max(bitmap.width, bitmap.height));
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
    return blob.size > mostBytes ? null : new Uint8Array(await blob.arrayBuffer());
  } catch {
    return null;
  }
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => resolve('');
    reader.readAsDataURL(blob);
  });
}

import { useId, useRef, useState } from 'react';
import type { DrawingKind } from '#shared/contract/screens.ts';
import { escapeText } from '#shared/screen/edit/write-xml.ts';
import { faultText } from '#renderer/client/notices.ts';
import { navigation } from '#renderer/client/navigation.ts';
import { useClient, useDirectory } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { Segmented } from '#renderer/widgets/segmented.tsx';
import { PickerField } from '../fields/picker-field.tsx';
import { DialogFrame } from './dialog-frame.tsx';
import { nameFromWords, paramsOf, refOf } from './drawing-ref.ts';
import { screenOfAsset } from './screen-of-asset.ts';

type Kind = DrawingKind | 'asset';

/** Sizes a screen fits the console at, user units: below value tiles and without, and of a popup. */
const sizes = [
  { id: '1512 724', label: '1512 × 724' },
  { id: '1512 830', label: '1512 × 830' },
  { id: '640 480', label: '640 × 480' },
] as const;

/** A drawing with nothing in it, as a person would begin one. */
export const blankDrawing = (title: string, width: number, height: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">\n  <title>${escapeText(title)}</title>\n</svg>\n`;

/** Makes a drawing: empty, a template, or a first screen of an asset with all that is known of it. The file is there at once. */
export function NewDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useClient();
  const directory = useDirectory();
  const ids = [useId(), useId()] as const;
  const first = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<Kind>('screen');
  const [title, setTitle] = useState('');
  const [name, setName] = useState<string | null>(null);
  const [size, setSize] = useState<(typeof sizes)[number]['id']>('1512 724');
  const [asset, setAsset] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const file = nameFromWords(name ?? title);
  const needed =
    kind === 'asset' && asset === null
      ? 'Choose the asset it is made from.'
      : title.trim() === ''
        ? 'Give it a title.'
        : file === ''
          ? 'Its file needs a name.'
          : null;
  const create = async (): Promise<void> => {
    if (needed !== null) return;
    const [width, height] = size.split(' ').map(Number) as [number, number];
    const made =
      kind === 'asset' && asset !== null && directory !== null
        ? screenOfAsset(directory, asset, title.trim())
        : { ok: true as const, svg: blankDrawing(title.trim(), width, height) };
    if (!made.ok) return setRefusal(made.sentence);
    const ref = refOf(kind === 'template' ? 'template' : 'screen', file);
    const answer = await client.call('screens.create', {
      ...ref,
      source: 'console',
      svg: made.svg,
      note: kind === 'asset' ? `Made from ${asset}` : 'New',
    });
    if (!answer.ok) return setRefusal(faultText(answer.fault));
    navigation.getState().open('editor', paramsOf(ref));
    onClose();
  };
  return (
    <DialogFrame
      title="New drawing"
      onClose={onClose}
      initialFocus={first}
      foot={
        <>
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" size="large" refusal={needed} onClick={() => void create()}>
            Create
          </Button>
        </>
      }
    >
      <div
        className="editor-form"
        onKeyDown={(event) =>
          event.key === 'Enter' &&
          event.target instanceof HTMLInputElement &&
          event.target.getAttribute('role') !== 'combobox' &&
          void create()
        }
      >
        <Segmented
          label="Kind"
          segments={[
            { id: 'screen', label: 'Empty screen' },
            { id: 'asset', label: 'From an asset' },
            { id: 'template', label: 'Template' },
          ]}
          value={kind}
          onChange={setKind}
        />
        {kind === 'asset' ? (
          <PickerField
            label="Asset"
            value={asset}
            isMixed={false}
            items={directory?.directory.assets ?? []}
            what="asset"
            isNeeded
            onChange={(id) => {
              setAsset(id);
              const picked = id === null ? undefined : directory?.asset(id);
              if (picked !== undefined && title.trim() === '')
                setTitle(picked.name.startsWith(picked.id) ? picked.name : `${picked.id} ${picked.name}`);
            }}
          />
        ) : (
          <Segmented label="Size" segments={sizes} value={size} onChange={setSize} />
        )}
        <div className="editor-field">
          <label htmlFor={ids[0]}>Title</label>
          <input
            ref={first}
            id={ids[0]}
            className="editor-input"
            value={title}
            maxLength={120}
            onChange={(event) => setTitle(event.target.value)}
          />
        </div>
        <div className="editor-field">
          <label htmlFor={ids[1]}>File name</label>
          <input
            id={ids[1]}
            className="editor-input mono"
            value={name ?? file}
            maxLength={60}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
      </div>
      {refusal === null ? null : (
        <p className="editor-field-problem" role="alert">
          {refusal}
        </p>
      )}
    </DialogFrame>
  );
}

import { useMemo, useState } from 'react';
import { generateFaceplates } from '#shared/screen/generate/generate-faceplates.ts';
import { partCatalogue } from '#shared/screen/part-catalogue.ts';
import { faultText, notify } from '#renderer/client/notices.ts';
import { useClient, useDirectory } from '#renderer/client/use-client.ts';
import { Button } from '#renderer/widgets/button.tsx';
import { DialogFrame } from './dialog-frame.tsx';
import { refOf } from './drawing-ref.ts';
import { plantOf } from './screen-of-asset.ts';

/** Makes templates for kinds of equipment from what their assets have: one for all of a kind with the same tags. Nothing that is there is written over. */
export function FaceplatesDialog({
  taken,
  onClose,
}: {
  /** Names of the templates there are. */ readonly taken: ReadonlySet<string>;
  readonly onClose: () => void;
}) {
  const client = useClient();
  const directory = useDirectory();
  const made = useMemo(() => (directory === null ? [] : generateFaceplates(plantOf(directory))), [directory]);
  const [left, setLeft] = useState<ReadonlySet<string>>(() => new Set());
  const [isSending, setSending] = useState(false);
  const [refusals, setRefusals] = useState<readonly string[]>([]);
  const fresh = made.filter(({ name }) => !taken.has(name));
  const wanted = fresh.filter(({ name }) => !left.has(name));
  const create = async (): Promise<void> => {
    setSending(true);
    const refused: string[] = [];
    for (const { name, svg } of wanted) {
      const answer = await client.call('screens.create', {
        ...refOf('template', name),
        svg,
        note: 'Made from the assets of its kind',
        source: 'console',
      });
      if (!answer.ok) refused.push(`${name}: ${faultText(answer.fault)}`);
    }
    setSending(false);
    const count = wanted.length - refused.length;
    if (count > 0) notify(count === 1 ? 'One faceplate was made.' : `${count} faceplates were made.`);
    if (refused.length === 0) onClose();
    else setRefusals(refused);
  };
  return (
    <DialogFrame
      title="Faceplates for kinds of equipment"
      onClose={onClose}
      foot={
        <>
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            size="large"
            refusal={isSending ? 'They are being written.' : wanted.length === 0 ? 'Nothing is chosen.' : null}
            onClick={() => void create()}
          >
            {wanted.length === 1 ? 'Create 1 template' : `Create ${wanted.length} templates`}
          </Button>
        </>
      }
    >
      <p className="tx-2">Each becomes a template with its asset as a parameter, to be placed on any screen and drawn further by hand.</p>
      <ul className="editor-versions" aria-label="Faceplates that can be made">
        {made.map((plate) => {
          const isThere = taken.has(plate.name);
          const withoutAll = plate.uses.filter(({ leftOut }) => leftOut.length > 0).length;
          return (
            <li key={plate.name}>
              <label className="editor-word">
                <input
                  type="checkbox"
                  className="editor-check"
                  disabled={isThere}
                  checked={!isThere && !left.has(plate.name)}
                  onChange={({ target }) =>
                    setLeft((before) => {
                      const next = new Set(before);
                      if (target.checked) next.delete(plate.name);
                      else next.add(plate.name);
                      return next;
                    })
                  }
                />
                <span className="mono">{plate.name}</span>
              </label>
              <span className="editor-version-note tx-3">
                {isThere
                  ? 'is there already'
                  : `${plate.uses.length === 1 ? '1 asset' : `${plate.uses.length} assets`}${withoutAll === 0 ? '' : `, of ${withoutAll} it does not show every tag`}`}
              </span>
              <span className="tx-3">{partCatalogue.get(plate.name.replace(/^faceplate-/, '').replace(/-\d+$/, ''))?.title ?? ''}</span>
            </li>
          );
        })}
        {made.length === 0 ? <li>No asset of the project is of a kind that has a symbol.</li> : null}
      </ul>
      {refusals.map((refusal) => (
        <p key={refusal} className="editor-field-problem" role="alert">
          {refusal}
        </p>
      ))}
    </DialogFrame>
  );
}

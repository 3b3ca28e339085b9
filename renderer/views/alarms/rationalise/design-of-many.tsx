import { useState } from 'react';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { DirectoryIndex } from '../../../client/directory-index.ts';
import { faultText, notify } from '../../../client/notices.ts';
import { useClient } from '../../../client/use-client.ts';
import { Button } from '../../../widgets/button.tsx';
import { DesignFieldInput } from './design-field-input.tsx';
import { changeOfMany, type Draft, fieldsOfMany, isChange } from './design-fields.ts';
import { useDesignRefusal } from './use-design-refusal.ts';

/** Gives several alarms the same priority, class or times; what stays empty stays as it is with each of them. */
export function DesignOfMany({ alarms, directory }: { readonly alarms: readonly AlarmDefinition[]; readonly directory: DirectoryIndex }) {
  const client = useClient();
  const denied = useDesignRefusal();
  const [draft, setDraft] = useState<Draft>({});
  const [why, setWhy] = useState('');
  const [isSaving, setSaving] = useState(false);
  const changes = alarms.map((alarm) => ({ alarm: alarm.id, made: changeOfMany(draft, alarm) }));
  const wrong = changes.flatMap(({ made }) => (isChange(made) ? [] : [made.refusal]))[0];
  const wishes = changes.flatMap(({ alarm, made }) => (isChange(made) && Object.keys(made.change).length > 0 ? [{ alarm, ...made }] : []));
  const refusal = denied ?? wrong ?? (wishes.length === 0 ? 'Nothing was typed that differs from what these alarms have.' : why.trim() === '' ? 'Say why: it is kept with each alarm.' : isSaving ? 'It is being saved.' : null);

  const save = async (): Promise<void> => {
    setSaving(true);
    const failed: string[] = [];
    for (const wish of wishes) {
      const answer = await client.call('alarm.rationalise', { ...wish, why });
      if (!answer.ok) failed.push(faultText(answer.fault));
    }
    setSaving(false);
    const done = wishes.length - failed.length;
    if (failed[0] !== undefined) notify(`${done} of ${wishes.length} alarms were changed. ${failed[0]}`, 'failed');
    else notify(`${done === 1 ? '1 alarm was' : `${done} alarms were`} changed in the project.`);
  };
  return (
    <form className="rationalise-editor" aria-label={`Design of ${alarms.length} alarms`} onSubmit={(event) => event.preventDefault()}>
      <header>
        <div>
          <h2>{alarms.length} alarms</h2>
          <span className="tx-3">What stays empty stays as it is with each of them.</span>
        </div>
      </header>
      <div className="rationalise-fields">
        <fieldset>
          <legend>For all of them</legend>
          {fieldsOfMany.map((field) => (
            <DesignFieldInput key={field.setting} field={field} text={draft[field.setting] ?? ''} inherited={null} directory={directory} emptyWord="as it is" onChange={(text) => setDraft((before) => ({ ...before, [field.setting]: text }))} />
          ))}
        </fieldset>
        <ol className="rationalise-names mono">
          {alarms.map(({ id }) => (
            <li key={id}>{id}</li>
          ))}
        </ol>
      </div>
      <footer>
        <input aria-label="Why" placeholder="Why they are changed" maxLength={1000} value={why} onChange={(event) => setWhy(event.target.value)} />
        <Button look="primary" size="large" refusal={refusal} onClick={() => void save()}>
          {isSaving ? 'Saving' : `Change ${wishes.length}`}
        </Button>
      </footer>
    </form>
  );
}

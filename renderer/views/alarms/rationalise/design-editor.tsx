import { useMemo, useState } from 'react';
import type { AlarmDefinition } from '#shared/model/alarm.ts';
import type { DirectoryIndex } from '../../../client/directory-index.ts';
import { faultText, notify } from '../../../client/notices.ts';
import { useClient } from '../../../client/use-client.ts';
import { AlarmGlyph } from '../../../widgets/alarm-glyph.tsx';
import { Button } from '../../../widgets/button.tsx';
import { limitText } from '../../../widgets/limit-text.ts';
import { DesignFieldInput } from './design-field-input.tsx';
import { changeOf, draftOf, fieldsOf, inheritedOf, isChange } from './design-fields.ts';
import { DesignHistory } from './design-history.tsx';
import { useDesignRefusal } from './use-design-refusal.ts';

/** The design of one alarm as a form. It is made anew when the alarm is another or was changed by somebody: what was typed is of what stood there. */
export function DesignEditor({ alarm, directory }: { readonly alarm: AlarmDefinition; readonly directory: DirectoryIndex }) {
  const client = useClient();
  const denied = useDesignRefusal();
  const tag = directory.tagById(alarm.tag);
  const groups = useMemo(() => fieldsOf(alarm, tag?.unit ?? ''), [alarm, tag]);
  const fields = useMemo(() => groups.flatMap((group) => group.fields), [groups]);
  const [draft, setDraft] = useState(() => draftOf(alarm, fields));
  const [why, setWhy] = useState('');
  const [isSaving, setSaving] = useState(false);
  const [saved, setSaved] = useState(0);
  const made = changeOf(draft, alarm, fields);
  const count = isChange(made) ? Object.keys(made.change).length : 0;
  const refusal = denied ?? (isChange(made) ? (why.trim() === '' ? 'Say why: it is kept with the alarm.' : isSaving ? 'It is being saved.' : null) : made.refusal);

  const save = async (): Promise<void> => {
    if (!isChange(made)) return;
    setSaving(true);
    const answer = await client.call('alarm.rationalise', { alarm: alarm.id, ...made, why });
    setSaving(false);
    if (!answer.ok) return notify(faultText(answer.fault), 'failed');
    setWhy('');
    setSaved((before) => before + 1);
    notify(count === 0 ? `${alarm.id} was judged right as it is.` : `${alarm.id} was changed in the project.`);
  };
  return (
    <form className="rationalise-editor" aria-label={`Design of ${alarm.id}`} onSubmit={(event) => event.preventDefault()}>
      <header>
        <AlarmGlyph priority={alarm.priority} state="active-acked" size={28} />
        <div>
          <h2 className="mono">{alarm.id}</h2>
          <span className="tx-3">
            {tag?.name ?? alarm.tag} · {limitText(alarm, tag)}
          </span>
        </div>
      </header>
      <div className="rationalise-fields">
        {groups.map(({ title, fields: own }) => (
          <fieldset key={title}>
            <legend>{title}</legend>
            {own.map((field) => (
              <DesignFieldInput
                key={field.setting}
                field={field}
                text={draft[field.setting] ?? ''}
                inherited={title === 'Response' ? inheritedOf(directory, alarm, field) : null}
                directory={directory}
                onChange={(text) => setDraft((before) => ({ ...before, [field.setting]: text }))}
              />
            ))}
          </fieldset>
        ))}
        <DesignHistory alarm={alarm.id} again={saved} />
      </div>
      <footer>
        <input aria-label="Why" placeholder={count === 0 ? 'Why it is right as it is' : 'Why it is changed'} maxLength={1000} value={why} onChange={(event) => setWhy(event.target.value)} />
        <Button look="primary" size="large" refusal={refusal} onClick={() => void save()}>
          {count === 0 ? 'Judged right' : count === 1 ? 'Save 1 change' : `Save ${count} changes`}
        </Button>
      </footer>
    </form>
  );
}

import { Trash2 } from 'lucide-react';
import type { DirectoryIndex } from '#renderer/client/directory-index.ts';
import { MenuButton } from '#renderer/widgets/menu-button.tsx';
import type { BindingTarget } from '#shared/screen/screen-binding.ts';
import type { XmlElement } from '#shared/screen/xml-reader.ts';
import type { EditorContext } from '../commands/editor-context.ts';
import { NumberField } from '../fields/number-field.tsx';
import { TextField } from '../fields/text-field.tsx';
import { targetsOf, targetTitles } from './binding-targets.ts';
import { ExpressionField } from './expression-field.tsx';
import { Section } from './section.tsx';
import { setOnPicked } from './set-on-picked.ts';

/** What expressions set of one element, each with what it gives now. */
export function Bindings({
  context,
  directory,
  element,
}: {
  readonly context: EditorContext;
  readonly directory: DirectoryIndex;
  readonly element: XmlElement;
}) {
  const bound = targetsOf(element).filter((target) => element.attributes.has(`data-bind-${target}`));
  const free = targetsOf(element).filter((target) => !bound.includes(target));
  const attribute = (name: string): string | null => element.attributes.get(name) ?? null;
  return (
    <Section title="Bindings">
      {bound.map((target) => (
        <div key={target} className="editor-binding">
          <ExpressionField
            label={targetTitles[target]}
            value={attribute(`data-bind-${target}`)}
            isMixed={false}
            directory={directory}
            target={target}
            onChange={(value) => setOnPicked(context, `Bind ${targetTitles[target].toLowerCase()}`, { [`data-bind-${target}`]: value })}
            tail={
              <button
                type="button"
                className="editor-icon"
                aria-label={`Remove the binding of ${targetTitles[target].toLowerCase()}`}
                title="Remove this binding"
                onClick={() => setOnPicked(context, 'Remove a binding', { [`data-bind-${target}`]: null })}
              >
                <Trash2 size={14} strokeWidth={1.75} />
              </button>
            }
          />
          {target === 'text' ? (
            <>
              <NumberField
                label="Decimals"
                value={attribute('data-decimals')}
                isMixed={false}
                min={0}
                max={6}
                own={null}
                onChange={(value) =>
                  setOnPicked(context, 'Decimals', { 'data-decimals': value === null ? null : String(Math.round(Number(value))) })
                }
              />
              <TextField
                label="Unit"
                value={attribute('data-unit')}
                isMixed={false}
                onChange={(value) => setOnPicked(context, 'Unit', { 'data-unit': value })}
              />
              <TextField
                label="Words"
                hint="Words for whole numbers"
                value={attribute('data-words')}
                isMixed={false}
                isMono
                placeholder="0:off 1:on"
                onChange={(value) => setOnPicked(context, 'Words', { 'data-words': value })}
              />
            </>
          ) : null}
          {target === 'state' ? (
            <TextField
              label="Looks"
              hint="Looks for whole numbers: off, on, moving, fault, out-of-service, plain"
              value={attribute('data-states')}
              isMixed={false}
              isMono
              placeholder="0:off 1:on"
              onChange={(value) => setOnPicked(context, 'Looks of states', { 'data-states': value })}
            />
          ) : null}
        </div>
      ))}
      {free.length === 0 ? null : (
        <MenuButton
          label="Add a binding"
          className="button button-default button-normal"
          entries={free.map((target) => ({
            kind: 'action',
            label: targetTitles[target],
            run: () => setOnPicked(context, `Bind ${targetTitles[target].toLowerCase()}`, { [`data-bind-${target}`]: startOf(target) }),
          }))}
        >
          Add a binding
        </MenuButton>
      )}
    </Section>
  );
}

/** What a new binding begins with: an expression that is seen to be unfinished, never one that shows something. */
const startOf = (target: BindingTarget): string => (target === 'visible' || target === 'enabled' ? '{TAG} > 0' : '{TAG}');

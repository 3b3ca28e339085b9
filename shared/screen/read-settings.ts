import { limits } from './allow-list.ts';
import { readBindings } from './screen-binding.ts';
import { type NodeSettings, type ScreenPopup, type ScreenRole, screenRoles } from './screen-model.ts';
import { type Reading, report, type Scope } from './screen-reading.ts';
import { readParameters } from './template-parameters.ts';
import type { XmlElement } from './xml-reader.ts';

const single = new Set(['data-layer', 'data-role', 'data-detail', 'data-popup']);

/** Whether an attribute is read as a setting or binding, not as data of a symbol. */
export const isSettingAttribute = (name: string): boolean => single.has(name) || name.startsWith('data-bind-') || name.startsWith('data-with-');

/** Layer, role, detail, popup and bindings of an element; `what` is its SVG name, or `symbol`. What is wrong is reported and left out. */
export function readSettings(element: XmlElement, what: string, reading: Reading, scope: Scope): NodeSettings {
  const { attributes, line } = element;
  const words = attributes.get('data-symbol') ?? element.name;
  const id = attributes.get('id')?.slice(0, 120) ?? null;
  const named = `${words === element.name ? words : `symbol ${words}`}${id === null ? '' : ` ${id}`}`.slice(0, 100);
  const refuse = (message: string): void => report(reading, scope, line, `<${named}>: ${message}.`, { element: named, severity: 'error' });
  return {
    id,
    bindings: readBindings(element, what, refuse),
    layer: readLayer(attributes.get('data-layer'), reading, refuse),
    role: readRole(attributes.get('data-role'), refuse),
    detail: readDetail(attributes.get('data-detail'), refuse),
    popup: readPopup(element, refuse),
    within: scope.stack.length === 0 ? null : { template: scope.stack.at(-1) as string, line },
  };
}

function readLayer(text: string | undefined, reading: Reading, refuse: (message: string) => void): string | null {
  const name = text?.trim().slice(0, 60) ?? '';
  if (name === '') return null;
  if (!reading.layers.has(name) && reading.layers.size >= limits.layers) {
    refuse(`layer ${name} is left out: a screen has at most ${limits.layers}`);
    return null;
  }
  reading.layers.add(name);
  return name;
}

function readRole(text: string | undefined, refuse: (message: string) => void): ScreenRole | null {
  if (text === undefined) return null;
  const role = screenRoles.find((name) => name === text.trim());
  // What is meant for few is not shown to all because of a slip of the pen.
  if (role === undefined) refuse(`data-role="${text.slice(0, 40)}" is no role; there are ${screenRoles.join(', ')}; it is shown to engineers only`);
  return role ?? 'engineer';
}

function readDetail(text: string | undefined, refuse: (message: string) => void): number | null {
  if (text === undefined) return null;
  const zoom = text.length <= 20 && text.trim() !== '' ? Number(text) : NaN;
  if (zoom > 0 && zoom <= 100) return zoom;
  refuse(`data-detail="${text.slice(0, 20)}" is left out: a zoom from 0 to 100 is expected`);
  return null;
}

function readPopup(element: XmlElement, refuse: (message: string) => void): ScreenPopup | null {
  const screen = element.attributes.get('data-popup')?.trim().slice(0, 120) ?? '';
  return screen === '' ? null : { screen, with: readParameters(element, 'data-with-', refuse) };
}

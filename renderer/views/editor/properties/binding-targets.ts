import { type BindingTarget, bindingTargets } from '#shared/screen/screen-binding.ts';
import type { XmlElement } from '#shared/screen/xml-reader.ts';

export const targetTitles: Readonly<Record<BindingTarget, string>> = {
  text: 'Text',
  visible: 'Visible',
  state: 'State',
  level: 'Level, %',
  enabled: 'Enabled',
  x: 'X',
  y: 'Y',
  width: 'Width',
  height: 'Height',
  rotate: 'Turned by, °',
  scale: 'Scale',
  opacity: 'Opacity',
};

/** Targets an element can have, as the parser takes them. */
export function targetsOf(element: XmlElement): readonly BindingTarget[] {
  const { name, attributes } = element;
  const isPart = attributes.has('data-symbol') || attributes.has('data-template');
  return bindingTargets.filter((target) => {
    if (target === 'text') return name === 'text';
    if (target === 'width' || target === 'height') return name === 'rect';
    if (target === 'level') return !isPart && ['rect', 'circle', 'ellipse', 'polygon', 'path'].includes(name);
    if (target === 'enabled') return attributes.has('data-symbol') || attributes.has('data-screen') || attributes.has('data-popup');
    return true;
  });
}

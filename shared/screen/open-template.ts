import { limits } from './allow-list.ts';
import { type Reading, report, type Scope } from './screen-reading.ts';
import { readParameters } from './template-parameters.ts';
import { readXml, type XmlElement } from './xml-reader.ts';

const isFileName = /^[A-Za-z0-9][\w.-]{0,119}$/;
const svgSpace = 'http://www.w3.org/2000/svg';

/**
 * A template's drawing and the scope to read it in, with the parameters of `use`; null where it cannot be, and the reason is
 * reported at the use. At most four templates within each other and so many uses as `limits.templates` says; a template
 * that contains itself is refused, whatever is between.
 */
export function openTemplate(
  use: XmlElement,
  name: string,
  reading: Reading,
  scope: Scope,
): { readonly root: XmlElement; readonly scope: Scope } | null {
  const refuse = (message: string): null => {
    report(reading, scope, use.line, message, { severity: 'error' });
    return null;
  };
  if (!isFileName.test(name)) return refuse(`"${name.slice(0, 60)}" cannot be the name of a template.`);
  reading.templates.add(name);
  const around = reading.self === null ? scope.stack : [reading.self, ...scope.stack];
  if (around.includes(name)) return refuse(`Template ${name} contains itself (${[name, ...around.toReversed()].join(' in ')}); it is left out here.`);
  if (scope.stack.length >= limits.templates.depth) {
    return refuse(`Template ${name} is left out: templates are nested deeper than ${limits.templates.depth} (${scope.stack.join(', ')}).`);
  }
  if (++reading.uses > limits.templates.uses) {
    return reading.uses > limits.templates.uses + 1 ? null : refuse(`The screen uses templates more than ${limits.templates.uses} times; the rest is left out.`);
  }
  if (use.children.some((child) => typeof child !== 'string')) report(reading, scope, use.line, `The use of template ${name} has content of its own; it is left out.`);
  const root = templateRoot(name, reading, refuse);
  if (root === null) return null;
  const ignore = (): void => undefined;
  const declared = readParameters(root, 'data-param-', ignore);
  const given = readParameters(use, 'data-with-', (message) => report(reading, scope, use.line, `Template ${name}: ${message}.`));
  for (const parameter of Object.keys(given)) {
    if (!Object.hasOwn(declared, parameter)) report(reading, scope, use.line, `Template ${name} has no parameter ${parameter}; data-with-${parameter} does nothing.`);
  }
  // A sample never stands in for what was not given: it would show another machine's values.
  for (const parameter of Object.keys(declared)) {
    if (!Object.hasOwn(given, parameter)) report(reading, scope, use.line, `Template ${name} needs data-with-${parameter}, which is not given.`, { severity: 'error' });
  }
  const missed = new Set<string>(Object.keys(declared).flatMap((parameter) => (Object.hasOwn(given, parameter) ? [] : [parameter])));
  const outermost = scope.use ?? { line: use.line, from: use.from };
  return { root, scope: { parameters: given, stack: [...scope.stack, name], use: outermost, missed } };
}

function templateRoot(name: string, reading: Reading, refuse: (message: string) => null): XmlElement | null {
  const known = reading.parsed.get(name);
  if (known !== undefined) return known ?? refuse(`Template ${name} cannot be drawn here; see its first use.`);
  reading.parsed.set(name, null);
  const text = reading.texts.get(name);
  if (text === undefined) return refuse(`There is no template ${name} in templates/.`);
  const xml = readXml(text, limits.xml);
  if (!xml.ok) return refuse(`Template ${name} is not readable: line ${xml.line}: ${xml.message}.`);
  if (xml.root.name !== 'svg' || xml.root.attributes.get('xmlns') !== svgSpace) return refuse(`Template ${name} is not an SVG drawing.`);
  reading.parsed.set(name, xml.root);
  return xml.root;
}

import type { XmlElement } from './xml-reader.ts';

/** Parameters by name, and what is written `$(NAME)` in their place. */
export type Parameters = Readonly<Record<string, string>>;

const isName = /^[A-Za-z][A-Za-z0-9_-]{0,30}$/;
const reference = /\$\(\s*([A-Za-z][A-Za-z0-9_-]{0,30})\s*\)/g;
/** A parameter is a name or a few words. */
const maxLength = 300;
const maxCount = 32;

/** The parameters among the attributes of an element, `PREFIX-NAME="value"`; others, and what is too long, are told to `refuse`. */
export function readParameters(element: XmlElement, prefix: string, refuse: (message: string) => void): Parameters {
  const found: Record<string, string> = {};
  let count = 0;
  for (const [attribute, value] of element.attributes) {
    if (!attribute.startsWith(prefix)) continue;
    const name = attribute.slice(prefix.length);
    if (!isName.test(name) || name in Object.prototype) refuse(`${attribute.slice(0, 60)} is left out: a parameter's name is made of letters, digits, - and _`);
    else if (value.length > maxLength) refuse(`${attribute} is left out: it is longer than ${maxLength} characters`);
    else if (++count > maxCount) refuse(`${attribute} is left out: there are more than ${maxCount} parameters`);
    else found[name] = value;
  }
  return found;
}

/** The text with its parameters put in; a reference without a parameter stays as it is written and is told to `missing`. */
export function fillIn(text: string, parameters: Parameters, missing: (name: string) => void): string {
  if (!text.includes('$(')) return text;
  return text.replace(reference, (whole, name: string) => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (value === undefined) missing(name);
    return value ?? whole;
  });
}

import { limits } from './allow-list.ts';
import type { ScreenData, ScreenProblem } from './screen-model.ts';
import { fillIn, type Parameters } from './template-parameters.ts';
import type { XmlElement } from './xml-reader.ts';

/** Texts of templates by name; a `Map` is one. */
export type TemplateTexts = { get(name: string): string | undefined };

/** What is counted and gathered while one screen is read. */
export type Reading = {
  readonly problems: ScreenProblem[];
  readonly tiles: ScreenData[];
  readonly layers: Set<string>;
  /** Names of templates met. */
  readonly templates: Set<string>;
  /** Templates read so far; null for one that does not exist or cannot be read. */
  readonly parsed: Map<string, XmlElement | null>;
  readonly texts: TemplateTexts;
  /** Name of the template that is read itself; null for a screen. */
  readonly self: string | null;
  symbols: number;
  /** Characters gone through. */
  work: number;
  nodes: number;
  uses: number;
};

/** Where in the nest of templates the reader is. */
export type Scope = {
  readonly parameters: Parameters;
  /** Names of the templates around, outermost first; empty in the screen itself. */
  readonly stack: readonly string[];
  /** Line and offset of the outermost use; null in the screen itself. */
  readonly use: { readonly line: number; readonly from: number } | null;
  /** Parameters whose lack was told, by name or by line and name: said once for each place, however often a parameter is used there. */
  readonly missed: Set<string>;
};

/**
 * Notes what is left out; `element` names the part. At most `limits.problems` of them, and one that says that there are more.
 * What is left out without being missed is a warning.
 */
export function report(
  reading: Reading,
  scope: Scope,
  line: number,
  message: string,
  { element, severity = 'warning' }: { readonly element?: string; readonly severity?: 'error' | 'warning' } = {},
): void {
  const { problems } = reading;
  const template = scope.stack.at(-1);
  if (problems.length > limits.problems) return;
  if (problems.length === limits.problems) {
    problems.push({ line: null, message: 'More problems follow; they are not listed.', severity: 'warning' });
    return;
  }
  problems.push({
    line: scope.use?.line ?? line,
    message: template === undefined ? message : `Template ${template}, line ${line}: ${message}`,
    severity,
    ...(element === undefined ? {} : { element }),
    ...(template === undefined ? {} : { within: { template, line } }),
  });
}

/** Characters that turn the order of letters around, so that a tag reads as another one: embeddings, overrides and isolates. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * The element with its parameters filled in, attributes and text directly in it, and without characters that turn the order
 * of letters around. What would grow too long is left out. Null when the screen has taken all the work it may.
 */
export function filled(element: XmlElement, reading: Reading, scope: Scope): XmlElement | null {
  const missing = (name: string): void => {
    const key = `${element.line} ${name}`;
    // A parameter the use lacks was told there.
    if (scope.missed.has(name) || scope.missed.has(key)) return;
    scope.missed.add(key);
    report(reading, scope, element.line, `Parameter ${name} of <${element.name}> is not given; $(${name}) stays as it is written.`, { severity: 'error' });
  };
  let isTurned = false;
  const fill = (text: string): string => {
    reading.work += text.length + 1;
    let next = text;
    if (text.includes('$(')) {
      next = text.length > limits.pathLength ? '' : fillIn(text, scope.parameters, missing);
      reading.work += next.length;
      if (next.length > limits.pathLength || text.length > limits.pathLength) {
        report(reading, scope, element.line, `A text of <${element.name}> is longer than ${limits.pathLength} characters with its parameters; it is left out.`, { severity: 'error' });
        next = '';
      }
    }
    const straight = next.replace(turning, '');
    isTurned ||= straight.length !== next.length;
    return straight;
  };
  let attributes: Map<string, string> | null = null;
  for (const [name, value] of element.attributes) {
    const next = fill(value);
    if (next !== value) (attributes ??= new Map(element.attributes)).set(name, next);
  }
  const children = element.children.map((child) => (typeof child === 'string' ? fill(child) : child));
  if (isTurned) report(reading, scope, element.line, `<${element.name}> has characters that turn the order of letters around; they are left out.`);
  if (reading.work <= limits.work) return { ...element, attributes: attributes ?? element.attributes, children };
  if (reading.nodes <= limits.nodes) report(reading, scope, element.line, 'The screen is too large with its templates; the rest is left out.', { severity: 'error' });
  reading.nodes = limits.nodes + 1;
  return null;
}

import { load, YAMLException } from 'js-yaml';

export type ParsedYaml =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly line: number | null; readonly message: string };

/**
 * A YAML 1.2 text as plain values; anchors' aliases are refused, since a few lines of them can stand for gigabytes.
 * Empty text is null.
 */
export function parseYaml(text: string): ParsedYaml {
  try {
    return { ok: true, value: load(text, { maxAliases: 0, maxDepth: 40 }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    if (error.reason.includes('input is empty')) return { ok: true, value: null };
    const line = error.mark === undefined ? null : error.mark.line + 1;
    return { ok: false, line, message: sentenceFor(error.reason) };
  }
}

function sentenceFor(reason: string): string {
  if (reason.includes('maxAliases')) return 'aliases (*name) are not allowed in project files; write the value out';
  if (reason.includes('tab characters')) return 'a tab stands in the indentation; YAML is indented with spaces';
  if (reason.includes('single document')) return 'the file holds several YAML documents (---); only one is expected';
  return `this is not valid YAML: ${reason}`;
}

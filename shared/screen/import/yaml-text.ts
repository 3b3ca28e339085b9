type YamlValue = string | number | boolean | readonly number[] | { readonly [key: string]: YamlValue | undefined };

/** Words of YAML that are no texts, in any version and spelling. */
const reserved = /^(true|false|yes|no|on|off|null|y|n|~)$/i;

/** A text as YAML reads it back: plain where that is plainly a text, else in double quotes as JSON writes it, which YAML reads too. */
const scalar = (text: string): string => (/^[A-Za-z][\w./-]{0,100}$/.test(text) && !reserved.test(text) ? text : JSON.stringify(text));

function inline(value: YamlValue): string {
  if (typeof value === 'string') return scalar(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${(value as readonly number[]).join(', ')}]`;
  const pairs = Object.entries(value as { readonly [key: string]: YamlValue | undefined }).flatMap(([key, one]) => (one === undefined ? [] : [`${scalar(key)}: ${inline(one)}`]));
  return `{ ${pairs.join(', ')} }`;
}

/** A list file of a project: comment lines, then the list, an entry's values a line each. Values that are undefined are left out. */
export function listFileText(list: string, comments: readonly string[], entries: readonly { readonly [key: string]: YamlValue | undefined }[]): string {
  const lines = [...comments.map((comment) => `# ${comment}`), `${list}:`];
  for (const entry of entries) {
    let isFirst = true;
    for (const [key, value] of Object.entries(entry)) {
      if (value === undefined) continue;
      lines.push(`${isFirst ? '  - ' : '    '}${scalar(key)}: ${inline(value)}`);
      isFirst = false;
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Settings of a text's head, as far as they can be read without the checker: what an editor names a text by. */
export function headOf(text: string): { readonly id: string; readonly title: string } {
  const head = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? '';
  const of = (key: string): string => plain(new RegExp(`^${key}:[ \\t]*(.*)$`, 'm').exec(head)?.[1] ?? '');
  return { id: of('id'), title: of('title') };
}

function plain(value: string): string {
  const trimmed = value.trim();
  if (!trimmed.startsWith('"')) return trimmed.replace(/\s+#.*$/, '').replace(/^'(.*)'$/, '$1');
  try {
    return String(JSON.parse(trimmed));
  } catch {
    return trimmed;
  }
}

/** In quotation marks wherever YAML could take it for something else. */
const scalar = (text: string): string => (/^[A-Za-z][A-Za-z0-9 ,./()-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text) ? text : JSON.stringify(text));

/** The text with another value of a setting of its head, on the line where it stands; null where its head has no such line. */
export function withSetting(text: string, key: 'id' | 'title', value: string): string | null {
  const end = /^---\r?\n[\s\S]*?\r?\n---/.exec(text)?.[0].length ?? 0;
  const head = text.slice(0, end);
  const line = new RegExp(`^${key}:.*$`, 'm');
  return line.test(head) ? head.replace(line, () => `${key}: ${scalar(value.trim().replace(/\s+/g, ' '))}`) + text.slice(end) : null;
}

/** What a new runbook begins with: an error in each place that only its author can fill. */
export const newText = (id: string, title: string): string => `---
id: ${scalar(id)}
title: ${scalar(title)}
version: "0.1"
severity: 3
minutes: 15
roles: [operator]
assets: []
alarms: []
symptoms: []
---

## Hazards

What can hurt people comes first.

## Quick checks

:::step[Look at it]{#look role=operator time=2m}
What is to be done, in words.

:::
`;

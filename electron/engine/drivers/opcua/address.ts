import { z } from 'zod';

/**
 * A node of the server, without the namespace index of the moment.
 * Text form: `i=2258`, `ns=2;s=Pump.Speed`, `nsu=http://plant/;s=Pump.Speed`, each with an optional element `[3]`
 * (from 0). In a string identifier a bracket at the end may belong to the identifier (Siemens, CODESYS): there `whole`
 * keeps the text with it, and the driver asks the server which of the two nodes exists, `whole` first.
 * Object form, never ambiguous: `{ node: 'ns=2;s=Levels', element: 3 }`.
 */
export type OpcuaAddress = {
  readonly namespace: { readonly index: number } | { readonly uri: string };
  /** Identifier with its type: `s=Pump.Speed`, `i=2258`, `g=…`, `b=…`. */
  readonly identifier: string;
  /** Element of a one-dimensional array, from 0; null for the value as a whole. */
  readonly element: number | null;
  /** The identifier with its bracket, where it could be a name of its own; null where it cannot. */
  readonly whole: string | null;
};

const nodeText = /^(?:ns=(\d{1,5});|nsu=([^;]+);)?([isgb]=[\s\S]+)$/;
const guid = /^g=[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const example = 'write it as ns=2;s=Name, nsu=URI;s=Name or i=2258';

/** Parses the text of a node id; a sentence says what is wrong with it. */
export function parseNode(text: string): { namespace: OpcuaAddress['namespace']; identifier: string } | { problem: string } {
  const parts = nodeText.exec(text.trim());
  if (parts === null) return { problem: `'${text}' is no OPC UA node id; ${example}` };
  const identifier = parts[3] as string;
  const kind = identifier[0];
  if (kind === 'i' && (!/^i=\d{1,10}$/.test(identifier) || Number(identifier.slice(2)) > 0xffff_ffff)) {
    return { problem: `'${text}' needs a number from 0 to 4294967295 after i=` };
  }
  if (kind === 'g' && !guid.test(identifier)) return { problem: `'${text}' needs a GUID after g=` };
  if (kind === 'b' && !/^b=[A-Za-z0-9+/]+={0,2}$/.test(identifier)) return { problem: `'${text}' needs Base64 after b=` };
  const uri = parts[2];
  // OPC 10000-6, 5.3.1.11: ';' and '%' inside a namespace URI are percent-escaped.
  if (uri !== undefined) {
    return { namespace: { uri: uri.replace(/%3b/gi, ';').replace(/%25/g, '%') }, identifier };
  }
  const index = Number(parts[1] ?? 0);
  if (index > 0xffff) return { problem: `'${text}' has a namespace index above 65535` };
  return { namespace: { index }, identifier };
}

function fromText(text: string): OpcuaAddress | { problem: string } {
  const suffix = /^([\s\S]*[^\s])\[(\d{1,9})\]$/.exec(text.trim());
  const node = parseNode(suffix === null ? text : (suffix[1] as string));
  if ('problem' in node) return node;
  if (suffix === null) return { ...node, element: null, whole: null };
  const isName = node.identifier.startsWith('s=');
  return { ...node, element: Number(suffix[2]), whole: isName ? `${node.identifier}[${suffix[2]}]` : null };
}

/** Parses the `address` of a tag, text or object form. */
export const OpcuaAddress: z.ZodType<OpcuaAddress> = z
  .union([
    z.string().min(1).max(4000),
    z.strictObject({ node: z.string().min(1).max(4000), element: z.number().int().min(0).max(0x7fff_ffff).optional() }),
  ])
  .transform((given, context): OpcuaAddress => {
    const parsed = typeof given === 'string' ? fromText(given) : parseNode(given.node);
    if ('problem' in parsed) {
      context.addIssue({ code: 'custom', message: parsed.problem });
      return z.NEVER;
    }
    if (typeof given === 'string') return parsed as OpcuaAddress;
    return { ...parsed, element: given.element ?? null, whole: null };
  });

/** The text form of a node in a namespace given by its URI, as it goes into a project; namespace 0 needs none. */
export function nodeAddressText(uri: string, namespaceIndex: number, identifier: string): string {
  if (namespaceIndex === 0) return identifier;
  return `nsu=${uri.replace(/%/g, '%25').replace(/;/g, '%3B')};${identifier}`;
}

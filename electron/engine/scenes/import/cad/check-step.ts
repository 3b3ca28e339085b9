import { maxMeshParts } from '#shared/scene/scene-mesh.ts';
import { ModelRefused, splitIt } from '../model-refused.ts';

const deepestBracket = 64;
const longestRecord = 4 * 1024 * 1024;
const deepestAssembly = 100;

/**
 * Refuses a STEP file (ISO 10303-21, clear text) that is not one, ends early, nests its brackets too deep, or whose
 * assemblies would unfold to more parts than are drawn: thirty levels of two each are a thousand million.
 * Only the form is looked at; whether its surfaces are sound, the reader of OpenCascade finds.
 */
export function checkStep(bytes: Uint8Array): void {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2000));
  if (!/^\s*(?:\/\*[\s\S]*?\*\/\s*)?ISO-10303-21\s*;/.test(head)) throw new ModelRefused('it does not begin as a STEP file does (ISO-10303-21)');
  const text = new TextDecoder('latin1').decode(bytes);
  if (!/\bDATA\s*(?:\([^)]{0,1000}\)\s*)?;/.test(text)) throw new ModelRefused('it has no data section');
  if (!/ENDSEC\s*;\s*(?:\/\*[\s\S]{0,10000}?\*\/\s*)?END-ISO-10303-21\s*;/.test(text.slice(-20_000))) throw new ModelRefused('it does not end as a STEP file does: part of it is missing');
  checkBrackets(bytes);
  checkAssemblies(text);
}

function checkBrackets(bytes: Uint8Array): void {
  let depth = 0;
  let isText = false;
  let since = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 39) isText = !isText;
    else if (!isText) {
      if (byte === 40) depth += 1;
      else if (byte === 41) depth -= 1;
      else if (byte === 59) {
        if (depth !== 0) throw new ModelRefused('a record of it ends within its brackets');
        since = at;
      }
      if (depth > deepestBracket || depth < 0) throw new ModelRefused('brackets in it do not match or stand too deep in each other');
    }
    if (at - since > longestRecord) throw new ModelRefused('a record of it is longer than any that describes a part');
  }
  if (isText) throw new ModelRefused('a text in it does not end');
}

/** Counts what each product unfolds to, from NEXT_ASSEMBLY_USAGE_OCCURRENCE (id, name, description, relating, related). */
function checkAssemblies(text: string): void {
  const below = new Map<string, string[]>();
  const isRelated = new Set<string>();
  for (const [, arguments_ = ''] of text.matchAll(/NEXT_ASSEMBLY_USAGE_OCCURRENCE\s*\(([^;]{0,5000})/g)) {
    const [relating, related] = [...arguments_.replaceAll(/'[^']*'/g, '').matchAll(/#\s*(\d+)/g)].map(([, id]) => id ?? '');
    if (relating === undefined || related === undefined) continue;
    const known = below.get(relating);
    if (known === undefined) below.set(relating, [related]);
    else known.push(related);
    isRelated.add(related);
  }
  const sizes = new Map<string, number>();
  const open = new Set<string>();
  const sizeOf = (product: string, depth: number): number => {
    const known = sizes.get(product);
    if (known !== undefined) return known;
    if (open.has(product)) throw new ModelRefused('an assembly in it is a part of itself');
    if (depth > deepestAssembly) throw new ModelRefused(`its assemblies stand more than ${deepestAssembly} deep in each other`);
    open.add(product);
    let size = 1;
    for (const child of below.get(product) ?? []) size += sizeOf(child, depth + 1);
    open.delete(product);
    sizes.set(product, size);
    return size;
  };
  let all = 0;
  for (const product of below.keys()) {
    const size = sizeOf(product, 0);
    if (!isRelated.has(product)) all += size;
  }
  if (all > maxMeshParts) throw new ModelRefused(`its assemblies unfold to ${all.toLocaleString('en')} parts, and at most ${maxMeshParts} are drawn`, splitIt);
}

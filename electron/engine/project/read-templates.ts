import { usedTemplates } from '#shared/screen/used-templates.ts';

/** A drawing takes no more than this of others, whatever uses what. */
const mostTemplates = 200;

/**
 * The texts of these templates and of all within them, by name. Ones that `textOf` does not know are left out: the drawing
 * says so where it uses them.
 */
export async function collectTemplates(names: readonly string[], textOf: (name: string) => Promise<string | null> | string | null): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const asked = new Set<string>();
  let open = names;
  while (open.length > 0) {
    const next: string[] = [];
    for (const name of open) {
      if (asked.has(name) || asked.size >= mostTemplates) continue;
      asked.add(name);
      const template = await textOf(name);
      if (template === null) continue;
      found.set(name, template);
      next.push(...usedTemplates(template));
    }
    open = next;
  }
  return found;
}

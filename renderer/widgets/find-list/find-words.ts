/** Something of the project that can be found by its id and name. */
export type Findable = { readonly id: string; readonly name: string };

/**
 * What fits the words, best first, at most `most`: an id that is the words, then one that begins with them, then ids and
 * names that hold every word. Without words the first of the list.
 */
export function findByWords<Item extends Findable>(items: readonly Item[], text: string, most: number): readonly Item[] {
  const asked = text.trim().toLowerCase();
  if (asked === '') return items.slice(0, most);
  const words = asked.split(/\s+/);
  const ranks: Item[][] = [[], [], [], []];
  for (const item of items) {
    const id = item.id.toLowerCase();
    if (id === asked) ranks[0]?.push(item);
    else if (id.startsWith(asked)) ranks[1]?.push(item);
    else if (id.includes(asked)) ranks[2]?.push(item);
    else {
      const all = `${id} ${item.name.toLowerCase()}`;
      if (words.every((word) => all.includes(word))) ranks[3]?.push(item);
    }
  }
  return ranks.flat().slice(0, most);
}

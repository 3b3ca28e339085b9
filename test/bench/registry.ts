import type { Bench } from './bench.ts';

/** Which file measures which figures. `npm run bench -- GROUP` runs the files with a figure whose name begins with GROUP. */
export const benches: readonly { readonly figures: readonly string[]; readonly load: () => Promise<Bench> }[] = [
  { figures: ['engine.load_100k_tags_s'], load: async () => (await import('./load-tags.ts')).loadTags },
  {
    figures: ['engine.client_updates_per_s', 'engine.transport_columns_per_s', 'engine.transport_objects_per_s', 'engine.transport_vs_objects'],
    load: async () => (await import('./transport.ts')).transport,
  },
];

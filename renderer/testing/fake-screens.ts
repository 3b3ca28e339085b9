import type { DrawingKind, DrawingVersion } from '#shared/contract/screens.ts';
import type { FirstoutContract } from '#shared/contract/index.ts';
import { refused } from '#shared/model/fault.ts';
import type { Handlers } from '#shared/rpc/server.ts';

type Names = Extract<keyof FirstoutContract, `screens.${string}`>;
type Kept = { readonly version: DrawingVersion; readonly svg: string };

/** Drawings of the fake engine: kept in the page's memory, gone with it. Imports need a real engine. */
export function createFakeScreens(parts: { readonly screens: () => readonly string[]; readonly text: (screen: string) => string | null; readonly templates?: () => Readonly<Record<string, string>>; readonly nowMs: () => number }): { readonly handlers: Pick<Handlers<FirstoutContract>, Names>; svg(screen: string): string | null } {
  const own = new Map<string, string | null>();
  const kept = new Map<string, Kept[]>();
  const keyOf = (kind: DrawingKind, screen: string): string => `${kind}/${screen}`;
  const textOf = (kind: DrawingKind, screen: string): string | null => {
    const key = keyOf(kind, screen);
    return own.has(key) ? (own.get(key) ?? null) : kind === 'screen' ? parts.text(screen) : (parts.templates?.()[screen] ?? null);
  };
  // Tells texts apart; the real one is SHA-256.
  const hashOf = (svg: string): string => {
    let hash = 7;
    for (let at = 0; at < svg.length; at++) hash = (Math.imul(hash, 31) + svg.charCodeAt(at)) | 0;
    return `fake-${(hash >>> 0).toString(36)}-${svg.length}`;
  };
  const keep = (kind: DrawingKind, screen: string, svg: string, source: DrawingVersion['source'], user: string, note: string): void => {
    const list = kept.get(keyOf(kind, screen)) ?? [];
    list.unshift({ svg, version: { id: String(list.length + 1), source, timeMs: parts.nowMs(), user, note, hash: hashOf(svg) } });
    kept.set(keyOf(kind, screen), list);
  };
  const missing = (screen: string) => refused('not-found', `There is no drawing ${screen}.`);
  const changed = (screen: string) => refused('changed-meanwhile', `${screen} was changed by someone else since it was opened, so nothing was written.`);
  const write = (kind: DrawingKind, screen: string, svg: string, user: string, note: string) => {
    own.set(keyOf(kind, screen), svg);
    keep(kind, screen, svg, 'console', user, note);
    return { ok: true as const, value: { hash: hashOf(svg), problems: [] } };
  };
  const handlers: Pick<Handlers<FirstoutContract>, Names> = {
    'screens.list': () => {
      const templates = Object.keys(parts.templates?.() ?? {});
      const names = new Set([...parts.screens().map((screen) => keyOf('screen', screen)), ...templates.map((name) => keyOf('template', name)), ...own.keys()]);
      const drawings = [...names].flatMap((key) => {
        const [kind, screen] = key.split('/') as [DrawingKind, string];
        const svg = textOf(kind, screen);
        return svg === null ? [] : [{ kind, screen, title: /<title>([^<]*)/.exec(svg)?.[1] ?? screen, hash: hashOf(svg), bytes: svg.length, changedMs: parts.nowMs() }];
      });
      return { ok: true, value: { drawings } };
    },
    'screens.read': ({ kind, screen }) => {
      const svg = textOf(kind, screen);
      return svg === null ? missing(screen) : { ok: true, value: { svg, hash: hashOf(svg) } };
    },
    'screens.references': () => ({ ok: true, value: { references: [] } }),
    'screens.save': ({ kind, screen, svg, basedOn, note }, { user }) => {
      const there = textOf(kind, screen);
      return (there === null ? null : hashOf(there)) === basedOn ? write(kind, screen, svg, user, note) : changed(screen);
    },
    'screens.create': ({ kind, screen, svg, note }, { user }) =>
      textOf(kind, screen) === null ? write(kind, screen, svg, user, note) : refused('exists', `There is a ${kind} ${screen} already.`, 'Choose another name.'),
    'screens.rename': ({ kind, screen, to, basedOn }, { user }) => {
      const svg = textOf(kind, screen);
      if (svg === null) return missing(screen);
      if (hashOf(svg) !== basedOn) return changed(screen);
      if (textOf(kind, to) !== null) return refused('exists', `There is a ${kind} ${to} already.`);
      own.set(keyOf(kind, screen), null);
      write(kind, to, svg, user, `Renamed from ${screen}.`);
      return { ok: true, value: { references: [] } };
    },
    'screens.remove': ({ kind, screen, basedOn, note }, { user }) => {
      const svg = textOf(kind, screen);
      if (svg === null) return missing(screen);
      if (hashOf(svg) !== basedOn) return changed(screen);
      keep(kind, screen, svg, 'removed', user, note);
      own.set(keyOf(kind, screen), null);
      return { ok: true, value: { references: [] } };
    },
    'screens.versions': ({ kind, screen }) => ({ ok: true, value: { versions: (kept.get(keyOf(kind, screen)) ?? []).map(({ version }) => version), problem: null } }),
    'screens.version': ({ kind, screen, version }) => {
      const found = kept.get(keyOf(kind, screen))?.find((one) => one.version.id === version);
      return found === undefined ? missing(screen) : { ok: true, value: { svg: found.svg, hash: found.version.hash ?? '' } };
    },
    'screens.restore': ({ kind, screen, version, basedOn, note }, { user }) => {
      const found = kept.get(keyOf(kind, screen))?.find((one) => one.version.id === version);
      const there = textOf(kind, screen);
      if (found === undefined) return missing(screen);
      return (there === null ? null : hashOf(there)) === basedOn ? write(kind, screen, found.svg, user, note) : changed(screen);
    },
    'screens.importOpen': () => refused('busy', 'The made-up engine imports no drawings.'),
    'screens.importStart': () => refused('not-found', 'The made-up engine imports no drawings.'),
    'screens.imported': () => refused('not-found', 'The made-up engine imports no drawings.'),
  };
  return { handlers, svg: (screen) => textOf('screen', screen) };
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Directory } from '#shared/contract/project.ts';
import type { Rpc } from './connection.ts';
import { createDirectoryIndex, type DirectoryIndex } from './directory-index.ts';
import type { Layout } from '#shared/model/layout.ts';
import type { ProjectProblem } from '#shared/model/project.ts';
import type { TrendSet } from '#shared/model/trend-set.ts';

export type ProjectState = {
  readonly revision: number;
  readonly problems: readonly ProjectProblem[];
  /** Screens whose text changed since the revision began, with a counter each: fetch a screen again when its number moves. */
  readonly screenVersions: Readonly<Record<string, number>>;
  /** Trends saved in the project, as they are now. */
  readonly trends: readonly TrendSet[];
  /** Layouts of windows saved in the project, as they are now. */
  readonly layouts: readonly Layout[];
  /** 3D scenes by id: fetch one again when its version moves. */
  readonly sceneVersions: Readonly<Record<string, string>>;
  /** Runbooks by id, likewise. */
  readonly runbookVersions: Readonly<Record<string, string>>;
};

export type DirectoryFeed = {
  readonly directory: StoreApi<DirectoryIndex | null>;
  readonly project: StoreApi<ProjectState | null>;
  attach(rpc: Rpc): void;
  detach(): void;
  /** Told after each attach and each reload, when the directory of that revision is in place. */
  onRevision(call: (revision: number) => void): void;
};

/**
 * Follows `project.state` and fetches the directory when the revision moved or the line is new. `beforeChange` runs
 * right before views see a directory that differs from the one they have; an equal one (the engine was restarted on the
 * same files) keeps the old object, so nothing is drawn anew.
 */
export function createDirectoryFeed(beforeChange: (index: DirectoryIndex) => void): DirectoryFeed {
  const directory = createStore<DirectoryIndex | null>(() => null);
  const project = createStore<ProjectState | null>(() => null);
  const listeners: ((revision: number) => void)[] = [];
  let rpc: Rpc | null = null;
  let closeState: () => void = () => undefined;
  let known: number | null = null;

  const take = (next: Directory): void => {
    const before = directory.getState();
    if (before === null || !sameDirectory(before.directory, next)) {
      const index = createDirectoryIndex(next);
      beforeChange(index);
      directory.setState(index, true);
    }
    for (const call of listeners) call(next.revision);
  };
  const fetch = async (from: Rpc): Promise<void> => {
    const answer = await from.call('project.directory', {});
    if (rpc !== from || !answer.ok) return;
    known = answer.value.revision;
    take(answer.value);
    // The state may have moved on while the directory was on its way.
    const latest = project.getState()?.revision ?? known;
    if (latest > known) await fetch(from);
  };

  return {
    directory,
    project,
    onRevision: (call) => void listeners.push(call),
    attach(next) {
      rpc = next;
      known = null;
      let isFetching = false;
      closeState = next.open('project.state', {}, {
        onItem(state) {
          project.setState(state, true);
          if (state.revision === known || isFetching) return;
          isFetching = true;
          void fetch(next).finally(() => (isFetching = false));
        },
      }).close;
    },
    detach() {
      closeState();
      rpc = null;
    },
  };
}

/** Equal in everything but the revision. Both are plain JSON. */
export function sameDirectory(a: Directory, b: Directory): boolean {
  return sameJson({ ...a, revision: 0 }, { ...b, revision: 0 });
}

function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keysA = Object.keys(a);
  if (keysA.length !== Object.keys(b).length) return false;
  return keysA.every((key) => Object.hasOwn(b, key) && sameJson(a[key as keyof typeof a], b[key as keyof typeof b]));
}

import type { ScreenTarget } from './screen-context.ts';

type Entry = { readonly element: SVGElement | HTMLElement; readonly target: ScreenTarget; name: string; readonly notes: Record<'lock' | 'write', string>; isEnabled: boolean };

export type ScreenTargets = {
  add(element: SVGElement | HTMLElement, target: ScreenTarget): void;
  /** A part that is not enabled, and all in it, still tells what it shows; it opens nothing. */
  setEnabled(element: Element, isEnabled: boolean): void;
  /** What its name says besides what it says of itself, one of each kind; empty for nothing. */
  setNote(element: Element, note: string, kind: 'lock' | 'write'): void;
  /** Brings accessible names up to date. */
  name(): void;
  /** Marks what shows this asset or tag. */
  select(asset: string | null, tag: string | null): void;
  list(): readonly { readonly element: Element; readonly target: ScreenTarget; readonly name: string }[];
  readonly count: number;
};

/** What can be pointed at, focused, picked and opened. Without `act` parts only have their names: an editor has its own hands. */
export function createScreenTargets(
  act: { readonly pick: (target: ScreenTarget) => void; readonly open: (target: ScreenTarget) => void } | null,
): ScreenTargets {
  const entries: Entry[] = [];
  const listen = (entry: Entry, { pick, open }: NonNullable<typeof act>): void => {
    const { element, target } = entry;
    const opens = (): void => {
      if (entry.isEnabled) open(target);
    };
    // A link has nothing else to give than what it opens.
    const picks = (): void => {
      if (entry.isEnabled || target.asset !== null || target.tag !== null) pick(target);
    };
    element.setAttribute('tabindex', '0');
    element.setAttribute('role', 'button');
    element.classList.add('ps-target');
    element.addEventListener('click', (event) => {
      // A target within another takes the click for itself.
      event.stopPropagation();
      picks();
    });
    element.addEventListener('dblclick', (event) => {
      event.stopPropagation();
      opens();
    });
    element.addEventListener('keydown', (event) => {
      const { key } = event as KeyboardEvent;
      if (key !== 'Enter' && key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      picks();
      if (key === 'Enter') opens();
    });
  };
  return {
    add(element, target) {
      const entry: Entry = { element, target, name: '', notes: { lock: '', write: '' }, isEnabled: true };
      entries.push(entry);
      if (act !== null) listen(entry, act);
    },
    setEnabled(element, isEnabled) {
      for (const entry of entries) {
        if (!element.contains(entry.element) || entry.isEnabled === isEnabled) continue;
        entry.isEnabled = isEnabled;
        entry.element.classList.toggle('is-disabled', !isEnabled);
        if (isEnabled) entry.element.removeAttribute('aria-disabled');
        else entry.element.setAttribute('aria-disabled', 'true');
      }
    },
    setNote(element, note, kind) {
      for (const entry of entries) if (entry.element === element) entry.notes[kind] = note;
    },
    name() {
      for (const entry of entries) {
        const name = entry.target.name() + entry.notes.lock + entry.notes.write;
        if (name === entry.name) continue;
        entry.name = name;
        entry.element.setAttribute('aria-label', name);
      }
    },
    select(asset, tag) {
      for (const { element, target } of entries) {
        const isPicked =
          tag !== null && target.tag !== null ? target.tag === tag : asset !== null && target.tag === null && target.asset === asset;
        element.classList.toggle('is-selected', isPicked);
      }
    },
    list: () => entries,
    get count() {
      return entries.length;
    },
  };
}

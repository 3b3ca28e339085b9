import { dock } from './dock.ts';
import { panelSelectors } from './key-map.ts';

const controls = 'button:not([tabindex="-1"], :disabled), [tabindex="0"], input:not(:disabled), select:not(:disabled)';
/** A view that is opened for the first time loads its code first; later than this its panel alone has the focus. */
const patienceMs = 4000;

/** Moves the focus to the first control of the next or previous panel, or to the panel itself where it has none. */
export function focusPanel(by: 1 | -1): void {
  const panels = panelSelectors.map((selector) => document.querySelector<HTMLElement>(selector)).filter((panel) => panel !== null);
  const at = panels.findIndex((panel) => panel.contains(document.activeElement));
  const next = panels[at === -1 && by === -1 ? panels.length - 1 : (at + by + panels.length) % panels.length];
  (next === undefined ? undefined : (firstControl(next) ?? next))?.focus();
}

/**
 * After a view was opened by a key: the focus goes into it, so that its letters work at once. A field to type in gets it only
 * by F6, since letters would be text there. Whoever moves the focus meanwhile keeps it.
 */
export function focusOpenedView(): void {
  const workspace = document.querySelector<HTMLElement>('.workspace');
  if (workspace === null) return;
  workspace.focus();
  const untilMs = performance.now() + patienceMs;
  const look = (): void => {
    const { activeElement } = document;
    if (activeElement !== workspace && activeElement !== document.body) return;
    const first = firstVisible(frontPanel() ?? workspace, '[data-first-focus]');
    if (first !== undefined && !(first instanceof HTMLInputElement)) return first.focus();
    // What had the focus may have gone with the panel before.
    if (activeElement === document.body) workspace.focus();
    if (performance.now() < untilMs) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** After a view was opened by whatever means: where what had the focus went with the view before, the new one has it. */
export function keepFocus(): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) focusOpenedView();
    }),
  );
}

/** What a view names as its first control comes before whatever stands before it; the tabs of the dock, which hold what closes them, come last. */
function firstControl(panel: HTMLElement): HTMLElement | undefined {
  const front = panel.matches('.workspace') ? frontPanel() : null;
  return (
    (front === null ? undefined : (firstVisible(front, '[data-first-focus]') ?? firstVisible(front, controls))) ??
    firstVisible(panel, '[data-first-focus]') ??
    firstVisible(panel, controls)
  );
}

/** What the panel in front shows, without its tab. */
const frontPanel = (): HTMLElement | null => dock.getState().api?.activePanel?.view.content.element ?? null;

/** Covered tabs and hidden controls don't count. */
const firstVisible = (panel: HTMLElement, selector: string): HTMLElement | undefined =>
  [...panel.querySelectorAll<HTMLElement>(selector)].find((one) => one.getClientRects().length > 0);

/** The one clock that makes alarm glyphs flash: P1 at 2 Hz, P2 to P4 at 1 Hz, cleared ones at 0.5 Hz, half on and half off. */
const tickMs = 250;

/** Starts flashing on the root element; the answer stops it and leaves every glyph lit. */
export function startFlashing(root: HTMLElement): () => void {
  let tick = 0;
  const set = (name: string, isOn: boolean): void => {
    if (isOn) delete root.dataset[name];
    else root.dataset[name] = 'off';
  };
  const timer = setInterval(() => {
    tick++;
    set('flashFast', tick % 2 === 0);
    if (tick % 2 === 0) set('flashMid', tick % 4 === 0);
    if (tick % 4 === 0) set('flashSlow', tick % 8 === 0);
  }, tickMs);
  return () => {
    clearInterval(timer);
    for (const name of ['flashFast', 'flashMid', 'flashSlow']) delete root.dataset[name];
  };
}

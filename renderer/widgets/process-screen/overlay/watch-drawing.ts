/** What of a drawing the overlay above it must follow. */
export type DrawingWatch = {
  readonly root: SVGSVGElement;
  readonly canvas: HTMLCanvasElement;
  /** Device pixels of the canvas. */
  readonly onSize: (width: number, height: number) => void;
  /** Another part of the drawing is shown, or it is shown at another scale. */
  readonly onPart: () => void;
  /** Theme, density or the floor of small text may have changed. */
  readonly onLooks: () => void;
  /** A font has come, or what was painted is lost: all of it is written anew. */
  readonly onFonts: () => void;
  /** These hosts may have moved, come or gone. */
  readonly onPlaces: (hosts: Iterable<SVGElement>) => void;
  /** A host has an outline of its own in the drawing now, or no more: it is picked or has the focus. */
  readonly onOutline: (host: SVGElement, isOutlined: boolean) => void;
  readonly isHost: (element: SVGElement) => boolean;
};

const outlined = '.is-selected, :focus-visible';

/**
 * Tells of every change that moves, hides or recolours parts of a drawing, whoever made it: the parts that make a screen
 * live write attributes and know nothing of the canvas. Gives back how to stop.
 */
export function watchDrawing(watch: DrawingWatch): () => void {
  const { root, canvas } = watch;
  const roundedSize = (): [number, number] => [Math.round(canvas.clientWidth * devicePixelRatio), Math.round(canvas.clientHeight * devicePixelRatio)];
  const sizes = new ResizeObserver(([entry]) => {
    const box = entry?.devicePixelContentBoxSize?.[0];
    const [width, height] = roundedSize();
    // The browser knows how it rounded; an emulated display is not in what it knows.
    const isTold = box !== undefined && Math.abs(box.inlineSize - width) <= 1 && Math.abs(box.blockSize - height) <= 1;
    watch.onSize(isTold ? box.inlineSize : width, isTold ? box.blockSize : height);
  });
  try {
    sizes.observe(canvas, { box: 'device-pixel-content-box' });
  } catch {
    // Browsers without it round, which blurs by a fraction of a pixel at odd scales.
    sizes.observe(canvas);
  }

  const stopScale = watchScale(() => {
    // On a display of another scale nothing of the page has another size: not every browser tells observers of it.
    if (canvas.clientWidth > 0) watch.onSize(...roundedSize());
  });

  const changes = new MutationObserver((records) => {
    const moved = new Set<SVGElement>();
    const within = (element: Element): void => {
      if (element.firstElementChild !== null) for (const host of element.querySelectorAll<SVGElement>('[data-live]')) moved.add(host);
    };
    for (const { target, attributeName, type, addedNodes, removedNodes } of records) {
      const element = target as SVGElement;
      if (type === 'childList') {
        for (const nodes of [addedNodes, removedNodes]) {
          for (const node of nodes) {
            if (!(node instanceof SVGElement)) continue;
            if (watch.isHost(node)) moved.add(node);
            within(node);
          }
        }
        continue;
      }
      if (element === root) {
        if (attributeName === 'style') watch.onLooks();
        else watch.onPart();
        continue;
      }
      const isHost = watch.isHost(element);
      if (isHost) moved.add(element);
      within(element);
      if (isHost && attributeName === 'class') watch.onOutline(element, element.matches(outlined));
    }
    if (moved.size > 0) watch.onPlaces(moved);
  });
  changes.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ['transform', 'viewBox', 'display', 'visibility', 'class', 'style'] });

  const focus = ({ target }: FocusEvent): void => {
    if (target instanceof SVGElement && watch.isHost(target)) watch.onOutline(target, target.matches(outlined));
  };
  root.addEventListener('focusin', focus);
  root.addEventListener('focusout', focus);

  const looks = new MutationObserver(watch.onLooks);
  looks.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-density', 'style', 'class'] });
  document.fonts.addEventListener('loadingdone', watch.onFonts);
  // A drawing processor that was reset comes back with an empty canvas.
  canvas.addEventListener('contextrestored', watch.onFonts);
  return () => {
    sizes.disconnect();
    stopScale();
    changes.disconnect();
    looks.disconnect();
    root.removeEventListener('focusin', focus);
    root.removeEventListener('focusout', focus);
    document.fonts.removeEventListener('loadingdone', watch.onFonts);
    canvas.removeEventListener('contextrestored', watch.onFonts);
  };
}

/** Calls whenever the window comes to a display of another scale; a question to the browser is for one scale only. */
function watchScale(call: () => void): () => void {
  let asked: MediaQueryList | null = null;
  const changed = (): void => {
    ask();
    call();
  };
  function ask(): void {
    asked?.removeEventListener('change', changed);
    asked = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    asked.addEventListener('change', changed);
  }
  ask();
  return () => asked?.removeEventListener('change', changed);
}

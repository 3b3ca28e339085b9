export type Span = { readonly fromMs: number; readonly toMs: number };

/** So little a span may differ from the one before and still count as the same: times of today are exact to some 0.0002 ms only. */
const sameSpanMs = 0.001;
/** A step this little past a pixel, as a share of one, is none. */
const slack = 1e-3;

/**
 * Moves spans of one length onto whole pixels of the first of them, later by less than one, so that a picture that slides along
 * can be moved instead of drawn anew. A span of another length is taken as it is.
 */
export function createPixelGrid(): (span: Span, widthPx: number) => Span {
  let first: Span & { readonly widthPx: number } = { fromMs: 0, toMs: 0, widthPx: 0 };
  return ({ fromMs, toMs }, widthPx) => {
    const spanMs = first.toMs - first.fromMs;
    if (widthPx !== first.widthPx || Math.abs(toMs - fromMs - spanMs) > sameSpanMs) {
      first = { fromMs, toMs, widthPx };
      return first;
    }
    const pixelMs = spanMs / widthPx;
    const movedMs = Math.ceil((fromMs - first.fromMs) / pixelMs - slack) * pixelMs;
    return { fromMs: first.fromMs + movedMs, toMs: first.toMs + movedMs };
  };
}

/** Grey bars in place of content that is on its way; they appear after 300 ms, so that a quick answer shows nothing. */
export function LoadingBars({ what = 'Loading' }: { readonly what?: string }) {
  return (
    <div className="loading-bars" role="status" aria-label={what}>
      <span style={{ width: '38%' }} />
      <span style={{ width: '72%' }} />
      <span style={{ width: '64%' }} />
      <span style={{ width: '51%' }} />
    </div>
  );
}

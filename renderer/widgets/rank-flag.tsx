import './rank-flag.css';

/** The mark of a candidate of a burst: 1ST in the text colour, the others grey. Neutral on purpose: first-out is no priority. */
export function RankFlag({ flag, size = 18 }: { readonly flag: string; /** Height, px at desk. */ readonly size?: number }) {
  const words = flag === '1ST' ? 'First out' : `Ranked ${flag.toLowerCase()} as first out`;
  return (
    <em className={`rank-flag ${flag === '1ST' ? 'is-first' : ''}`} style={size === 18 ? undefined : { fontSize: `${size / 16}rem` }} role="img" aria-label={words} title={words}>
      <span>{flag}</span>
    </em>
  );
}

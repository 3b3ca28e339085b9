/** Figures of a sentence: numbers with what makes them one thing ("0.456 s", "21 of 23", "±50 ms"), not digits of a tag. */
const figures = /((?:^|(?<=[\s(]))[±−+]?\d[\d.,]*(?: of \d[\d.,]*)?(?: (?:ms|s|min|h|d|%))?(?=$|[\s,.;)]))/;

/** A sentence with its figures in the stronger text. */
export function Emphasised({ text }: { readonly text: string }) {
  // Every second part is what the pattern took.
  return <>{text.split(figures).map((part, at) => (at % 2 === 0 ? part : <b key={at}>{part}</b>))}</>;
}

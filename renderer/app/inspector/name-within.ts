/** Shorter words of an asset's name say too little to be left out. */
const leastLetters = 5;

/**
 * A tag's name where its asset stands above it: without the words of the asset that it begins with, so that what differs is
 * read first: "Compressor discharge pressure" of "MVR compressor" is "Discharge pressure", "Lube oil pump A, run hours" of
 * "Lube oil pump A" is "Run hours". The whole name where nothing else would be left.
 */
export function nameWithin(name: string, asset: string | undefined): string {
  const words = asset?.split(' ') ?? [];
  for (let from = 0; from < words.length; from++) {
    const own = words.slice(from).join(' ');
    if (own.length < leastLetters || !name.toLowerCase().startsWith(own.toLowerCase())) continue;
    const behind = name.slice(own.length);
    const rest = behind.replace(/^,? +/, '');
    if (rest !== '' && rest !== behind) return rest.slice(0, 1).toUpperCase() + rest.slice(1);
  }
  return name;
}

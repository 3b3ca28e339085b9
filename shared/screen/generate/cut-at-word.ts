/** The first words of a text that fit in so many letters; of a first word longer than that its beginning, with "…". */
export function cutAtWord(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf(' ', most);
  return end >= 4 ? text.slice(0, end) : `${text.slice(0, most - 1)}…`;
}

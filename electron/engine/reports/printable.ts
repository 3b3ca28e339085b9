/** Words as a paper can have them: no controls but the line break, no half characters (XML has none of them). */
export const printable = (text: string): string =>
  text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replaceAll('\t', ' ')
    // eslint-disable-next-line no-control-regex -- these are what is taken out
    .replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, '')
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');

/** Longer words are none of a language: hashes and names of files are shorter. */
const longestWord = 200;
const cutWord = 80;

/** The same with a blank in words of more than 200 letters: a word longer than a line is fitted letter by letter, in the square of its length. */
export const withShortWords = (text: string): string => text.replace(new RegExp(`\\S{${longestWord},}`, 'g'), (word) => word.replace(new RegExp(`.{${cutWord}}`, 'gu'), '$& '));

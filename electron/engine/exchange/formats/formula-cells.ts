/** What spreadsheets take for the beginning of a formula, full-width forms included (OWASP, CSV Injection, read 2026-11). */
const formulaStart = /^'*[=+\-@\t\r\n＝＋－＠]/u;
const escaped = /^'+[=+\-@\t\r\n＝＋－＠]/u;
const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A text cell that no spreadsheet takes for a formula: a quote mark in front where it would. `withoutGuard` takes it away. */
export const guardFormula = (text: string): string => (formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text);

export const withoutGuard = (cell: string): string => (escaped.test(cell) ? cell.slice(1) : cell);

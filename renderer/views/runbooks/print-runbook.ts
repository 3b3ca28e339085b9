import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import type { Runbook } from '#shared/model/runbook.ts';
import { paperBlocks } from '#shared/runbook/print-blocks.ts';
import { PaperBlocks } from './paper-blocks.tsx';
import { PageHead } from './page-head.tsx';

/** A CSS string: nothing of a runbook's text is read as a rule. */
const quoted = (text: string): string => `"${text.replace(/[^\w ., -]/gu, (one) => `\\${one.codePointAt(0)?.toString(16)} `)}"`;

/** Rules of the printed page: identity of the text at its foot, so that a loose sheet says what it is. Margin boxes are of CSS Paged Media (Chromium 131 and later). */
export const pageRules = (runbook: Pick<Runbook, 'id' | 'title' | 'version' | 'emergency'>, hash: string): string =>
  `@page { size: A4; margin: 16mm 15mm 18mm; ` +
  `@top-left { content: ${quoted(`${runbook.id}  ${runbook.title}`)}; font: 9pt sans-serif; } ` +
  `@top-right { content: ${runbook.emergency ? '"EMERGENCY  " ' : ''}"page " counter(page) " of " counter(pages); font: 9pt sans-serif; } ` +
  `@bottom-left { content: ${quoted(`${runbook.id}  version ${runbook.version}, text ${hash.slice(0, 12)}`)}; font: 9pt monospace; } ` +
  `@bottom-right { content: "Compare with the console before use"; font: 9pt sans-serif; } }`;

/** Prints a runbook by the browser's own dialog: all of it with blanks to be filled in, its id, version and text on every page. */
export function printRunbook(runbook: Runbook, hash: string, user: string): void {
  const host = document.createElement('div');
  host.className = 'runbook-paper';
  document.body.append(host);
  const root = createRoot(host);
  flushSync(() => root.render(createElement('div', null, createElement(PageHead, { runbook, hash, file: user === '' ? '' : `Printed by ${user}` }), createElement(PaperBlocks, { blocks: paperBlocks(runbook), hasBlanks: true }))));
  // A constructed sheet: the page's policy allows no style in the text.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(pageRules(runbook, hash));
  const before = document.adoptedStyleSheets;
  document.adoptedStyleSheets = [...before, sheet];
  try {
    window.print();
  } finally {
    document.adoptedStyleSheets = before;
    root.unmount();
    host.remove();
  }
}

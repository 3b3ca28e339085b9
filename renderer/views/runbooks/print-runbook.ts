import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { Runbook } from '#shared/model/runbook.ts';
import { Paper } from './paper.tsx';

/** Page numbers stand in a margin box of CSS Paged Media (Chromium 131 and later); what identifies the text is printed without it, too. */
const pageRules = '@page { size: A4; margin: 14mm 15mm; @top-right { content: "page " counter(page) " of " counter(pages); font: 9pt sans-serif; } }';

/** Prints a runbook by the browser's own dialog: all of it with blanks to be filled in, its id, version and text on every page. */
export function printRunbook(runbook: Runbook, hash: string, user: string): void {
  const host = document.createElement('div');
  host.className = 'runbook-paper';
  document.body.append(host);
  const root = createRoot(host);
  flushSync(() => root.render(createElement(Paper, { runbook, hash, user })));
  // A constructed sheet: the page's policy allows no style in the text.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(pageRules);
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

import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { rigRunbook } from '#shared/runbook-run/testing/run-rig.ts';
import { Paper } from './paper.tsx';

it('each printed page says which runbook, version and text it is; checks are boxes, entries are blanks, text is never markup', () => {
  const runbook = { ...rigRunbook(), title: 'Oil <b>lost</b>', emergency: true };
  const html = renderToStaticMarkup(createElement(Paper, { runbook, hash: 'abcdef0123456789', user: 'Anna' }));
  const foot = /<tfoot>(.*?)<\/tfoot>/.exec(html)?.[1]?.replaceAll(/<[^>]*>/g, ' ') ?? '';
  expect(foot).toContain('RB-T-01 version 1.0, text abcdef012345');
  expect(/<thead>(.*?)<\/thead>/.exec(html)?.[1]).toContain('EMERGENCY RB-T-01 Oil &lt;b&gt;lost&lt;/b&gt;');
  expect(html).toMatch(/☐.*Pressure is down/);
  expect(html).toContain('<span class="paper-blank is-value">value</span>');
  expect(html).not.toContain('<b>lost');
});

import { expect, it } from 'vitest';
import { readDocument } from './document-text.ts';

it('the first heading of a document is its title, and the others are headings of its prose', () => {
  expect(readDocument('\n# Restart list #\n\nAfter a dip.\n\n## Water\n#### Air\n#1 is no heading')).toEqual({ title: 'Restart list', prose: '\nAfter a dip.\n\n### Water\n#### Air\n#1 is no heading' });
});

it('a document without a title keeps all of it, and what stands in a code block is no heading', () => {
  expect(readDocument('Plain.\n```\n# not one\n```\n# One')).toEqual({ title: null, prose: 'Plain.\n```\n# not one\n```\n### One' });
  expect(readDocument('~~~~\n~~~\n# still code\n~~~~\n## Out').prose).toBe('~~~~\n~~~\n# still code\n~~~~\n### Out');
  expect(readDocument('')).toEqual({ title: null, prose: '' });
});

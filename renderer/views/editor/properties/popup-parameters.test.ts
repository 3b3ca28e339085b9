import { expect, it } from 'vitest';
import { elementAt, openDraft } from '#shared/screen/edit/draft.ts';
import { popupParameters } from './popup-parameters.ts';

const elementOf = (attributes: string) => {
  const opened = openDraft(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect ${attributes}/></svg>`);
  const element = opened.ok ? elementAt(opened.draft, [0]) : null;
  if (element === null) throw new Error('no element');
  return element;
};

it('what a popup needs is told where it is not given, and what it does not know where it is', () => {
  expect(popupParameters(elementOf('data-popup="drive" data-with-drive="M-1" data-with-old="x"'), ['drive', 'bus'])).toEqual([
    { name: 'drive', value: 'M-1', problem: null },
    { name: 'bus', value: null, problem: 'The screen needs it.' },
    { name: 'old', value: 'x', problem: 'The screen has no parameter old.' },
  ]);
  expect(popupParameters(elementOf('data-popup="plain"'), [])).toEqual([]);
});

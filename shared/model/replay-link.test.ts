import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IncidentId } from './incident.ts';
import { readReplayLink, replayLinkText, wholeLetters } from './replay-link.ts';

const incident = IncidentId.parse('INC-0042');

it('a link leads back to the plant, the moment and the incident it was made of, also with the line breaks of a page in it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }).map(wholeLetters), fc.integer({ min: 0, max: 4e12 }), fc.boolean(), fc.nat(80), (plant, atMs, hasIncident, cut) => {
      const link = { plant, atMs, incident: hasIncident ? incident : null };
      const text = replayLinkText(link);
      expect(readReplayLink(text)).toEqual(link);
      expect(readReplayLink(`  ${text.slice(0, cut)}\n${text.slice(cut)} `)).toEqual(link);
    }),
  );
  expect(replayLinkText({ plant: 'Harbour Works', atMs: Date.UTC(2026, 10, 29, 7, 57, 38, 250), incident })).toBe('firstout://replay?plant=Harbour%20Works&at=2026-11-29T07:57:38.250Z&incident=INC-0042');
});

it.each(['', 'PT-2312', 'https://replay?plant=a&at=2026-11-29T07:57:38Z', 'firstout://replay?', 'firstout://replay?plant=a', 'firstout://replay?plant=a&at=yesterday', 'firstout://replay?plant=a&at=2026-13-40T07:57:38Z', 'firstout://replay?plant=%E0%A4%A&at=2026-11-29T07:57:38Z', 'firstout://replay?plant=a&at=2026-11-29T07:57:38Z&incident=../x', 'firstout://replay?plant=a&plant=b&at=2026-11-29T07:57:38Z', `firstout://replay?plant=${'a'.repeat(4000)}&at=2026-11-29T07:57:38Z`])('anything else is no link: %s', (text) => expect(readReplayLink(text)).toBeNull());

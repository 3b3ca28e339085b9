import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorkCount } from '../work-count.ts';
import { averageOfImage } from './average-colour.ts';
import { averageOfJpeg } from './jpeg-average.ts';
import { toSrgb } from './linear-light.ts';

/** Pictures of 37 by 29 and 20 by 50 written by libjpeg-turbo's cjpeg, and their mean in linear light as its djpeg decodes them. */
const pictures: readonly (readonly [string, readonly [number, number, number], string])[] = [
  ['sequential, chroma halved both ways', [151, 79, 151], '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAoHBwgHBgoICAgLCgoLDhgQDg0NDh0VFhEYIx8lJCIfIiEmKzcvJik0KSEiMEExNDk7Pj4+JS5ESUM8SDc9Pjv/2wBDAQoLCw4NDhwQEBw7KCIoOzs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozs7Ozv/wAARCAAdACUDASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAwQABv/EABkQAAMBAQEAAAAAAAAAAAAAAAACAwEiEv/EABcBAQEBAQAAAAAAAAAAAAAAAAQGBwH/xAAaEQACAwEBAAAAAAAAAAAAAAAABAECA2Eh/9oADAMBAAIRAxEAPwDh4oWyQCKF0UOaIcCp2HkhbFAJIXSQBohwrU7ConJh5pyYHKHChrbw5GSFsUAkuFslw1PRKDKE7FEULZIBFcLZLgDRKCtTsMicmGRc8mCSlBQ1t4f/2Q=='],
  ['progressive', [150, 80, 150], '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAAdACUDASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAgMABf/EABcBAQEBAQAAAAAAAAAAAAAAAAMFBAH/2gAMAwEAAhADEAAAAeTU14bqKlQWePZzamt2A6ipUFnj2f/EABYQAQEBAAAAAAAAAAAAAAAAAAEAEP/aAAgBAQABBQIiIwiIwiIwiIz/xAAWEQEBAQAAAAAAAAAAAAAAAAABAAP/2gAIAQMBAT8BzbNhs2zYb//EABcRAAMBAAAAAAAAAAAAAAAAAAABAxP/2gAIAQIBAT8BcRxMRyHIyP/EABQQAQAAAAAAAAAAAAAAAAAAAED/2gAIAQEABj8CJ//EABYQAQEBAAAAAAAAAAAAAAAAAAEAIP/aAAgBAQABPyEQhCCEIQghCEIMgX//2gAMAwEAAgADAAAAEMxccgMP/8QAFhEBAQEAAAAAAAAAAAAAAAAAECEA/9oACAEDAQE/ECoNQ3//xAAWEQEBAQAAAAAAAAAAAAAAAAABABD/2gAIAQIBAT8QymFFIv/EABcQAAMBAAAAAAAAAAAAAAAAAAABISD/2gAIAQEAAT8QwAQyASyASEEEEEh//9k='],
  ['grey', [157, 157, 157], '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAoHBwgHBgoICAgLCgoLDhgQDg0NDh0VFhEYIx8lJCIfIiEmKzcvJik0KSEiMEExNDk7Pj4+JS5ESUM8SDc9Pjv/wAALCAAyABQBAREA/8QAGQABAAMBAQAAAAAAAAAAAAAABQEEBgID/8QAHxAAAQQCAwEBAAAAAAAAAAAAAAECAwQRIRIjMSIy/9oACAEBAAA/AH6kOETQgicWng+XDjuFnFpMz+LQuWfsXYuvy0oW5sIuwSax2Ls0s8nFoJese7A5Z+xdmquT4Rdmeuz5VdhL5MuU0t6x7sAsy5VdlX0cur6DS/ohvh//2Q=='],
  ['with restarts, chroma halved across', [150, 80, 151], '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAdACUDASEAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAABAAGBf/EABgQAAMBAQAAAAAAAAAAAAAAAAACAwEh/8QAFwEBAQEBAAAAAAAAAAAAAAAABAUGA//EABkRAAIDAQAAAAAAAAAAAAAAAAABAgMEIf/dAAQAA//aAAwDAQACEQMRAD8Ayk1FTUJOk45mLmoqahJ0mgzMSq8IO6SxF8P/0MzNRU1EzpDZmKmouahZ0mgzMSi8IM6SxF8P/9HPTUVNS9OkHmYuaipqEnSaDMxKLwg7pK8Xw//S4c8FTw2M60AzCp4KngSdaNBmFLnCDutFeL4f/9k='],
  ['RGB', [151, 81, 151], '/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAKBwcIBwYKCAgICwoKCw4YEA4NDQ4dFRYRGCMfJSQiHyIhJis3LyYpNCkhIjBBMTQ5Oz4+PiUuRElDPEg3PT47/8AAEQgAHQAlA1IRAEcRAEIRAP/EABcAAQEBAQAAAAAAAAAAAAAAAAAGCAf/xAAcEAEAAgIDAQAAAAAAAAAAAAAABUEVYgMEFDP/2gAMA1IARwBCAAA/AOWRtJlzLEaq2NoMRqrY2gxGqtjaDEaqjqfIMRqyhG0LnEaq2NoMRqrY2gxGqtjaDEaqjqfIMRqyhG0LrEaq2NoMRqrY2gxGqtjaDEaqjqfIMRqyhG0LTw8StjaDw8StjaDw8StjaDw8So6nyDw8T//Z'],
];
/** Coded arithmetically: another of the standard's ways, which browsers do not read either. */
const arithmetic = '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/yQARCAADAAMDASIAAhEBAxEB/8wACgAQEAUBEBEF/9oADAMBAAIRAxEAPwD+2z6GOoD/2Q==';

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
const averageOf = (bytes: Uint8Array) => averageOfImage(bytes, { basis: null }, createWorkCount());

describe('the average of a JPEG', () => {
  it.each(pictures)('is that of its pixels: %s', (_what, expected, base64) => {
    const found = averageOfJpeg(bytesOf(base64), createWorkCount());
    expected.forEach((level, n) => expect(Math.abs(toSrgb(found?.[n] ?? 0) - level)).toBeLessThanOrEqual(2));
  });

  it('is not made up for one that is cut, coded in another way, or larger than is read', () => {
    for (const [what, , base64] of pictures) {
      const whole = bytesOf(base64);
      // A progressive one has its means at the beginning.
      expect(averageOf(whole.subarray(0, whole.length - 30)) === null).toBe(what !== 'progressive');
      expect(averageOf(whole.subarray(0, 100))).toBeNull();
    }
    expect(averageOf(bytesOf(arithmetic))).toBeNull();
    const huge = bytesOf(pictures[0]?.[2] ?? '');
    const frame = huge.findIndex((byte, at) => byte === 0xff && huge[at + 1] === 0xc0);
    huge.fill(0xff, frame + 5, frame + 9);
    expect(averageOf(huge)).toBeNull();
  });

  it('is a colour or none, whatever bytes are changed', () => {
    const change = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...pictures), change, ([, , base64], changes) => {
        const bytes = bytesOf(base64);
        for (const [where, byte] of changes) bytes[where % bytes.length] = byte;
        const found = averageOf(bytes);
        expect(found === null || found.every((one) => one >= 0 && one <= 1)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

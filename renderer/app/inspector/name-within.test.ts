import { describe, expect, it } from 'vitest';
import { nameWithin } from './name-within.ts';

describe('the name of a value below its equipment', () => {
  it('begins with what tells it from the others', () => {
    expect(nameWithin('Compressor discharge pressure', 'MVR compressor')).toBe('Discharge pressure');
    expect(nameWithin('Compressor discharge temperature', 'MVR compressor')).toBe('Discharge temperature');
    expect(nameWithin('Lube oil pump A, run hours', 'Lube oil pump A')).toBe('Run hours');
  });
  it('stays whole where the equipment is not what it begins with', () => {
    expect(nameWithin('Motor winding U temperature', 'MVR compressor')).toBe('Motor winding U temperature');
    expect(nameWithin('Compressors running', 'MVR compressor')).toBe('Compressors running');
    expect(nameWithin('A phase current', 'Feed pump A')).toBe('A phase current');
  });
  it('stays whole where nothing else would be left, or there is no equipment', () => {
    expect(nameWithin('Evaporator', 'Evaporator')).toBe('Evaporator');
    expect(nameWithin('Speed', undefined)).toBe('Speed');
  });
});

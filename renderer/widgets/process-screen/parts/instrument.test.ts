import { describe, expect, it } from 'vitest';
import type { Directory } from '#shared/contract/project.ts';
import { AssetDefinition } from '#shared/model/asset.ts';
import { Q } from '#shared/model/quality.ts';
import { TagDefinition } from '#shared/model/tag.ts';
import { type PartStage, stagePart } from '#renderer/testing/part-stage.ts';
import { smallDirectory } from '#renderer/testing/small-directory.ts';

const small = smallDirectory();
const directory: Directory = {
  ...small,
  assets: [...small.assets, AssetDefinition.parse({ id: 'DM-1', name: 'Damper 1', parent: 'U1', kind: 'damper' })],
  tags: [
    ...small.tags,
    TagDefinition.parse({ id: 'I-231', name: 'Lube oil trip', asset: 'P-1', type: 'bool', states: { 0: 'Clear', 1: 'Tripped' } }),
    TagDefinition.parse({ id: 'DM-1.ZSO', name: 'Damper open', asset: 'DM-1', type: 'bool', use: 'open' }),
  ],
};
const stage = (markup: string): PartStage => stagePart({ markup, directory });
const state = (one: PartStage): readonly (string | undefined)[] => {
  one.paint();
  return [one.element.attributes.get('data-state'), one.element.attributes.get('data-stale'), one.element.attributes.get('data-alarm')];
};

describe('an instrument on a screen', () => {
  it('has the letters of its tag over its number, and is a place of that tag', () => {
    const one = stage('<g data-symbol="instrument-shared" data-tag="FT-1"/>');
    one.set('FT-1', 51.3);
    expect(state(one)).toEqual(['plain', 'false', 'none']);
    expect(one.element.byClass('sy-bubble').map(({ textContent }) => textContent)).toEqual(['FT', '1']);
    expect(one.targets[0]?.target).toMatchObject({ tag: 'FT-1', asset: 'P-1' });
    expect(one.targets[0]?.target.name()).toBe('FT-1, Name of FT-1: 51.3 m³/h');
  });
  it('is hatched while its tag is not known, asks while it is old, and carries its alarm', () => {
    const one = stage('<g data-symbol="instrument" data-tag="FT-1"/>');
    expect(state(one)[0]).toBe('no-link');
    one.set('FT-1', 51.3, Q.badSensorFailure);
    expect(state(one)[0]).toBe('no-link');
    one.set('FT-1', 51.3, Q.uncertainLastUsable);
    one.raise('FT-1', { priority: 2, state: 'active-unacked' });
    expect(state(one)).toEqual(['plain', 'true', '2']);
    expect(one.targets[0]?.target.name()).toContain('alarm priority 2');
  });
  it('an interlock is bright while it is active', () => {
    const one = stage('<g data-symbol="interlock" data-tag="I-231"/>');
    one.set('I-231', 1);
    expect(state(one)[0]).toBe('running');
    one.set('I-231', 0);
    expect(state(one)[0]).toBe('stopped');
    expect(one.targets[0]?.target.name()).toContain('Clear');
  });
  it('a flow element has its tag below, and one that does not exist is named', () => {
    const one = stage('<g data-symbol="orifice" data-tag="FT-1"/>');
    expect(one.element.byClass('ps-tag')[0]?.textContent).toBe('FT-1');
    const gone = stage('<g data-symbol="orifice" data-tag="GONE"/>');
    expect(gone.problems).toEqual(['Tag GONE does not exist in the project.']);
    expect(gone.element.attributes.get('data-state')).toBe('no-link');
  });
});

describe('what a symbol says of its state', () => {
  it('is open or shut for a damper, not running or stopped', () => {
    const one = stage('<g data-symbol="damper" data-asset="DM-1"/>');
    one.set('DM-1.ZSO', 1);
    one.paint();
    expect(one.targets[0]?.target.name()).toBe('DM-1, Damper 1: open');
    one.set('DM-1.ZSO', 0);
    one.paint();
    expect(one.targets[0]?.target.name()).toBe('DM-1, Damper 1: shut');
  });
  it('is running or stopped for a pump', () => {
    const one = stage('<g data-symbol="displacement-pump" data-asset="P-1"/>');
    one.set('P-1.RUN', 1);
    one.paint();
    expect(one.targets[0]?.target.name()).toBe('P-1, Pump 1: running');
  });
});

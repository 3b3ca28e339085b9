import { describe, expect, it } from 'vitest';
import { createFloats, mostFloats } from './floats.ts';

const faceplate = (asset: string) => ({ kind: 'faceplate' as const, asset });
const assets = (store: ReturnType<typeof createFloats>): readonly string[] => store.getState().list.map(({ content }) => (content.kind === 'faceplate' ? content.asset : content.screen));

describe('frames over the workspace', () => {
  it('open once for each content, the one asked for last in front', () => {
    const store = createFloats();
    for (const asset of ['P-1', 'P-2', 'P-1']) store.getState().open(faceplate(asset));
    expect(assets(store)).toEqual(['P-2', 'P-1']);
    expect(store.getState().visit).toBe(3);
    store.getState().raise('faceplate:P-2');
    expect(assets(store)).toEqual(['P-1', 'P-2']);
    store.getState().close('faceplate:P-1');
    expect(assets(store)).toEqual(['P-2']);
  });

  it('are the same whatever the order of the parameters, and others with other parameters', () => {
    const store = createFloats();
    store.getState().open({ kind: 'screen', screen: 'pump', values: { pump: 'P-1', motor: 'M-1' } });
    store.getState().open({ kind: 'screen', screen: 'pump', values: { motor: 'M-1', pump: 'P-1' } });
    store.getState().open({ kind: 'screen', screen: 'pump', values: { motor: 'M-1', pump: 'P-2' } });
    expect(store.getState().list).toHaveLength(2);
  });

  it('give way from the back when there are too many', () => {
    const store = createFloats();
    for (let at = 0; at <= mostFloats; at++) store.getState().open(faceplate(`P-${at}`));
    expect(assets(store)).toEqual(Array.from({ length: mostFloats }, (_, at) => `P-${at + 1}`));
  });
});

import { describe, expect, it } from 'vitest';
import { createProjectIdentity } from './project-identity.ts';

function facts() {
  const held = new Map<string, string>();
  const state = { isFull: false };
  return {
    held,
    state,
    get: async (name: string) => held.get(name) ?? null,
    async set(name: string, value: string) {
      if (state.isFull) throw new Error('disk full');
      held.set(name, value);
    },
  };
}

describe('what tells one plant from another', () => {
  it('is made once on a data folder and is the same after every start', async () => {
    const one = facts();
    let starts = 0;
    const start = () => createProjectIdentity(one, () => `start-${++starts}`);
    const first = start();
    expect(await Promise.all([first(), first()])).toEqual(['start-1', 'start-1']);
    expect(await start()()).toBe('start-1');
    expect(await createProjectIdentity(facts(), () => 'other')()).toBe('other');
  });
  it('is not known while the disk is full, and made when there is room', async () => {
    const one = facts();
    const identity = createProjectIdentity(one, () => 'made');
    one.state.isFull = true;
    expect(await identity()).toBeNull();
    one.state.isFull = false;
    expect(await identity()).toBe('made');
  });
});

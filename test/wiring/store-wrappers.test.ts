import { describe, expect, it } from '@jest/globals';
import { createLanes } from '../../src/wiring/store-wrappers.js';

function scene(width: number) {
  const begun: string[] = [];
  const open = new Map<string, (() => void)[]>();
  const slow = {
    set: ({ installation }: { installation: string }) => {
      begun.push(installation);
      return new Promise<string>((resolve) => {
        open.set(installation, [...(open.get(installation) ?? []), () => resolve(installation)]);
      });
    },
    due: async (limit: number) => limit,
    refuse: async (_: { installation: string }): Promise<void> => {
      throw new Error('refused');
    },
  };
  return {
    begun,
    store: createLanes(width).through(slow),
    /** Lets the oldest call of an installation end. */
    end: async (installation: string) => {
      open.get(installation)?.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('lanes', () => {
  it('let a few calls of one installation through at once, the others in their order, and another installation beside them', async () => {
    const { store, begun, end } = scene(2);
    const all = ['T1', 'T1', 'T1', 'T1', 'T2'].map((installation) => store.set({ installation }));
    expect(begun).toEqual(['T1', 'T1', 'T2']);
    await end('T1');
    expect(begun).toEqual(['T1', 'T1', 'T2', 'T1']);
    for (const each of ['T1', 'T1', 'T1', 'T2']) await end(each);
    expect(await Promise.all(all)).toEqual(['T1', 'T1', 'T1', 'T1', 'T2']);
  });

  it('lead past what names no installation, and give back each result and error', async () => {
    const { store } = scene(1);
    expect(await store.due(5)).toBe(5);
    for (let each = 0; each < 3; each += 1) {
      await expect(store.refuse({ installation: 'T1' })).rejects.toThrow('refused');
    }
  });
});

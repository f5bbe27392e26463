import { expect, it } from '@jest/globals';
import { shareUnderWay } from '../../src/storage/open.js';

it('does work once for all who ask meanwhile, and again for who asks later, also after a failure', async () => {
  let calls = 0;
  const ask = shareUnderWay(async () => {
    calls += 1;
    await Promise.resolve();
    if (calls === 1) throw new Error('away');
    return calls;
  });
  expect(await Promise.allSettled([ask(), ask(), ask()])).toMatchObject(Array(3).fill({ status: 'rejected' }));
  expect(await Promise.all([ask(), ask()])).toEqual([2, 2]);
  expect(await ask()).toBe(3);
});

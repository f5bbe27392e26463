import { describe, expect, it } from '@jest/globals';
import { newRunFrom, startRun } from '../../src/checklist/start-run.js';
import type { Checklist } from '../../src/guide/page.js';

const checklist: Checklist = {
  heading: 'PaaS learning checklist',
  items: [
    { title: 'Review vendors', titleContent: [{ type: 'text', value: 'Review vendors' }], detail: [] },
    { title: 'Deploy', titleContent: [{ type: 'strong', children: [{ type: 'text', value: 'Deploy' }] }], detail: [] },
  ],
};

const posting = {
  installation: 'T1',
  id: 'run-1',
  channel: 'C1',
  guideRevision: 'r1',
  postedBy: { id: 'U1', name: 'Ada' },
  postedAt: new Date(0),
};
const run = startRun(newRunFrom({ slug: 'paas', title: 'Platform-as-a-service' }, checklist, posting));

describe('a run made from a page', () => {
  it('copies the items, all open, numbered by position', () => {
    expect(run.items).toEqual([
      { id: 'i1', ...checklist.items[0], state: { kind: 'open' }, latestPress: {} },
      { id: 'i2', ...checklist.items[1], state: { kind: 'open' }, latestPress: {} },
    ]);
  });

  it('leaves items out, remembers their titles, and numbers the others; has a name if one was given', () => {
    const options = { ...posting, leaveOut: [0], name: ' shop-api 2.4 ' };
    const named = startRun(newRunFrom({ slug: 'paas', title: 'Platform-as-a-service' }, checklist, options));
    expect(named.items.map(({ id, title }) => [id, title])).toEqual([['i1', 'Deploy']]);
    expect([named.leftOut, named.name]).toEqual([['Review vendors'], 'shop-api 2.4']);
    expect('name' in run).toBe(false);
  });

  it('stores the page, the revision, and who posted it where', () => {
    expect(run).toMatchObject({
      installation: 'T1',
      id: 'run-1',
      channel: 'C1',
      page: 'paas',
      title: 'PaaS learning checklist',
      guideRevision: 'r1',
      postedBy: { id: 'U1', name: 'Ada' },
      leftOut: [],
    });
    expect(run.message).toBeUndefined();
  });
});

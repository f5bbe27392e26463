import { describe, expect, it } from '@jest/globals';
import { newRunFrom, startRun } from '../../src/checklist/start-run.js';
import type { Checklist } from '../../src/guide/page.js';
import { prepared } from './runs.js';

const checklist: Checklist = {
  id: 'paas-learning-checklist',
  title: 'PaaS learning checklist',
  phases: [],
  struck: [],
  variables: [],
  roles: ['dba'],
  managedByAnyone: false,
  items: [
    {
      id: 'review',
      title: 'Review vendors',
      titleContent: [{ type: 'text', value: 'Review vendors' }],
      detail: [],
      rules: {},
    },
    {
      id: 'deploy',
      title: 'Deploy',
      titleContent: [{ type: 'strong', children: [{ type: 'text', value: 'Deploy' }] }],
      detail: [],
      rules: {},
    },
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
const run = startRun(prepared(newRunFrom({ slug: 'paas' }, checklist, posting)));

describe('a run made from a page', () => {
  it('copies the items with their ids, all open', () => {
    expect(run.items).toEqual([
      { ...checklist.items[0], state: { kind: 'open' }, approvals: [], latestPress: {} },
      { ...checklist.items[1], state: { kind: 'open' }, approvals: [], latestPress: {} },
    ]);
  });

  it('leaves items out, remembers their titles; has a name if one was given', () => {
    const options = { ...posting, leaveOut: ['review'], name: ' shop-api 2.4 ' };
    const named = startRun(prepared(newRunFrom({ slug: 'paas' }, checklist, options)));
    expect(named.items.map(({ id, title }) => [id, title])).toEqual([['deploy', 'Deploy']]);
    expect([named.leftOut, named.name]).toEqual([['Review vendors'], 'shop-api 2.4']);
    expect('name' in run).toBe(false);
  });

  it('is led by who posted it, unless somebody else does', () => {
    const ben = { id: 'U2', name: 'Ben' };
    const [lead, dba] = [{ name: 'lead', holder: posting.postedBy }, { name: 'dba' }];
    expect(run.roles).toEqual([lead, dba]);
    expect(prepared(newRunFrom({ slug: 'paas' }, checklist, { ...posting, holders: { lead: ben } })).roles).toEqual([
      { name: 'lead', holder: ben },
      dba,
    ]);
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

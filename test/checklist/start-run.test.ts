import { describe, expect, it } from '@jest/globals';
import { progressOf } from '../../src/checklist/progress.js';
import type { Run } from '../../src/checklist/run.js';
import { newRunFrom, startRun } from '../../src/checklist/start-run.js';
import type { Checklist, ChecklistItem } from '../../src/guide/page.js';
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

describe('a run of a page with variables', () => {
  const item = (id: string, more: Partial<ChecklistItem> = {}): ChecklistItem => ({
    id,
    title: `${id} of {{service}}`,
    titleContent: [{ type: 'text', value: `${id} of {{service}}` }],
    detail: [],
    rules: {},
    ...more,
  });
  const onlyHotfix = { conditions: [{ variable: 'type', value: 'hotfix', negated: false }] };
  const release: Checklist = {
    ...checklist,
    title: 'Release of {{service}}',
    variables: [
      { name: 'service', required: true },
      { name: 'type', required: false, choices: ['normal', 'hotfix'], default: 'normal' },
    ],
    phases: [
      { id: 'before', title: 'Before {{service}}' },
      { id: 'after', title: 'After' },
    ],
    items: [
      item('smoke', { phase: 'before', rules: { dueMinutes: 90 } }),
      item('call', { phase: 'before', rules: { ...onlyHotfix, dueMinutes: 5 } }),
      item('ring', { phase: 'before', parent: 'call' }),
      item('report', { phase: 'after' }),
    ],
  };
  const start = (more: Partial<Parameters<typeof newRunFrom>[2]> = {}): Run =>
    startRun(
      prepared(newRunFrom({ slug: 'release' }, release, { ...posting, variables: { service: 'shop' }, ...more })),
    );

  it('is not made while a value is missing or does not fit', () => {
    expect(newRunFrom({ slug: 'release' }, release, { ...posting, variables: { type: 'big' } })).toEqual({
      problems: [
        { name: 'service', problem: 'missing' },
        { name: 'type', problem: 'choice' },
      ],
    });
  });

  it('has the values in its texts, keeps them, and keeps the ids', () => {
    const made = start({ leaveOut: ['report'] });
    expect([made.title, made.variables]).toEqual(['Release of shop', { service: 'shop', type: 'normal' }]);
    expect(made.phases).toEqual([{ id: 'before', title: 'Before shop' }]);
    expect(made.leftOut).toEqual(['report of shop']);
    expect(made.items[0]).toMatchObject({
      id: 'smoke',
      title: 'smoke of shop',
      titleContent: [{ value: 'smoke of shop' }],
    });
  });

  it('says why an item and its sub-items do not apply, and gives the others their due moments', () => {
    expect(start().items.map(({ doesNotApply, due }) => [doesNotApply, due])).toEqual([
      [undefined, '1970-01-01T01:30:00.000Z'],
      ['type is normal', undefined],
      ['type is normal', undefined],
      [undefined, undefined],
    ]);
    expect(start({ variables: { service: 'shop', type: 'hotfix' } }).items[1]).toMatchObject({
      due: '1970-01-01T00:05:00.000Z',
    });
  });

  it('is complete from the start if nothing in it applies', () => {
    const items = [item('call', { rules: onlyHotfix })];
    const made = startRun(
      prepared(newRunFrom({ slug: 'r' }, { ...release, items }, { ...posting, variables: { service: 'shop' } })),
    );
    expect(made.completedAt).toEqual(posting.postedAt);
    expect(progressOf(made)).toEqual({ done: 0, skipped: 0, open: 0, total: 0, percent: 100 });
  });

  it('starts items ticked where the page says so, but none that needs more than a press', () => {
    const ticked = { checked: true } as const;
    const items = [
      item('p', ticked),
      item('a', { ...ticked, parent: 'p' }),
      item('b', { parent: 'p' }),
      item('c', ticked),
      item('d', { ...ticked, rules: { signOff: { count: 1, others: true } } }),
      item('e', { ...ticked, rules: { evidence: 'url' } }),
    ];
    const made = startRun(
      prepared(newRunFrom({ slug: 'r' }, { ...release, items }, { ...posting, variables: { service: 'shop' } })),
    );
    expect(made.items.filter(({ state }) => state.kind === 'done').map(({ id }) => id)).toEqual(['a', 'c']);
  });
});

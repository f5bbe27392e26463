import { describe, expect, it } from '@jest/globals';
import { duePages, installationsOf } from '../../src/reviews/page-reviews.js';
import { guideOf } from '../builders/guide-of.js';

const page = (...lines: string[]) => `---\n${lines.join('\n')}\nreview_in: 6 months\n---\nText.`;
const TODAY = { today: '2026-11-30', own: 'one' };

describe('the pages that are put before their owners', () => {
  const files = {
    'new.md': page('updated: 2026-11-01', 'owner: U0ADA00001'),
    'old.md': page('updated: 2025-03-01', 'owner: U0ADA00001'),
    'older.md': page('updated: 2025-02-01', 'owner: [C0TEAM0001, S0GROUP001]'),
    'nobody.md': page('updated: 2020-01-01'),
    'undated.md': page('owner: U0ADA00001'),
    'group.md': page('updated: 2020-01-01', 'owner: S0GROUP001'),
  };

  it('are those that are due and have somebody to ask, the longest unchecked first', async () => {
    const due = duePages(await guideOf(files), {}, TODAY);
    expect([...due.keys()]).toEqual(['one']);
    expect(due.get('one')?.map(({ slug, owners, groups }) => [slug, owners.map(({ id }) => id), groups])).toEqual([
      ['older', ['C0TEAM0001'], ['S0GROUP001']],
      ['old', ['U0ADA00001'], []],
    ]);
  });

  it('are the most read first, where that is counted', async () => {
    const reads = new Map([
      ['old', 7],
      ['older', 3],
    ]);
    const due = duePages(await guideOf(files), {}, { ...TODAY, reads });
    expect(due.get('one')?.map(({ slug, reads: count }) => [slug, count])).toEqual([
      ['old', 7],
      ['older', 3],
    ]);
  });

  it('are not those that somebody has called right since, and those without a date go by their last commit', async () => {
    const known = { reviews: new Map([['old', '2026-11-02']]), lastChanges: new Map([['undated.md', '2026-01-01']]) };
    const due = duePages(await guideOf(files), known, TODAY);
    expect(due.get('one')?.map(({ slug, last }) => [slug, last.kind])).toEqual([
      ['older', 'checked'],
      ['undated', 'changed'],
    ]);
  });

  it('are asked about in the workspace of each owner; with many workspaces each has to name its own', async () => {
    const guide = await guideOf({
      'a.md': page('updated: 2025-01-01', 'owner: [T0ONE00001:U0ADA00001, T0TWO00002:C0TEAM0002, U0BEN00002]'),
    });
    const due = duePages(guide, {}, { today: TODAY.today, own: undefined });
    expect([...due].map(([installation, pages]) => [installation, pages[0]?.owners.map(({ id }) => id)])).toEqual([
      ['T0ONE00001', ['U0ADA00001']],
      ['T0TWO00002', ['C0TEAM0002']],
    ]);
    expect(installationsOf(guide, undefined)).toEqual(['T0ONE00001', 'T0TWO00002']);
    expect(installationsOf(guide, 'one')).toEqual(['one']);
  });
});

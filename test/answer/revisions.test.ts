import { describe, expect, it } from '@jest/globals';
import { hasGuideChanged } from '../../src/answer/revisions.js';
import type { NewRun } from '../../src/checklist/run-store.js';
import { newRunFrom, startRun } from '../../src/checklist/start-run.js';
import type { Guide } from '../../src/guide/page.js';
import { guideOf } from '../builders/guide-of.js';
import { prepared } from '../checklist/runs.js';

function guideWith(...items: string[]): Promise<Guide> {
  return guideOf({ 'live.md': `# Live\n\n## Checklist\n\n${items.map((item) => `- [ ] ${item}`).join('\n')}\n` });
}

function runOf(guide: Guide, leaveOut: string[] = []) {
  const page = guide.bySlug.get('live');
  const checklist = page?.checklists[0];
  if (page === undefined || checklist === undefined) throw new Error('the page has no checklist');
  const by = { id: 'U1', name: 'Ada' };
  const posting: Pick<NewRun, 'installation' | 'id' | 'channel' | 'guideRevision' | 'postedBy' | 'postedAt'> = {
    installation: 'T1',
    id: 'r1',
    channel: 'C1',
    guideRevision: guide.revision,
    postedBy: by,
    postedAt: new Date(0),
  };
  return startRun(prepared(newRunFrom(page, checklist, { ...posting, leaveOut })));
}

describe('detecting that the guide has changed since a run was posted', () => {
  it('compares only the checklist of the run', async () => {
    const before = await guideWith('One', 'Two', 'Three');
    const run = runOf(before);
    expect(hasGuideChanged(run, before)).toBe(false);
    expect(hasGuideChanged(run, await guideOf({ 'other.md': '# Other\n' }))).toBe(true);
    for (const items of [
      ['One', 'Two'],
      ['One', 'Two', 'Three', 'Four'],
      ['One', 'Three', 'Two'],
      ['One', 'Too', 'Three'],
    ])
      expect(hasGuideChanged(run, await guideWith(...items))).toBe(true);
    const elsewhere = await guideOf({
      'live.md': '# Live\n\nMore to read.\n\n## Checklist\n\n- [ ] One\n- [ ] Two\n- [ ] Three\n',
    });
    expect(elsewhere.revision).not.toBe(before.revision);
    expect(hasGuideChanged(run, elsewhere)).toBe(false);
  });

  it('ignores items that were left out on purpose', async () => {
    const run = runOf(await guideWith('One', 'Two', 'Two', 'Three'), ['two']);
    const same = await guideOf({
      'live.md': '# Live\n\nNew.\n\n## Checklist\n\n- [ ] One\n- [ ] Two\n- [ ] Two\n- [ ] Three\n',
    });
    expect(hasGuideChanged(run, same)).toBe(false);
    // Removing either item changes the list: the one that was posted, or the one that was left out.
    expect(hasGuideChanged(run, await guideWith('One', 'Two', 'Three'))).toBe(true);
    expect(hasGuideChanged(run, await guideWith('One', 'Three'))).toBe(true);
  });
});

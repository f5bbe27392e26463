import { expect, it } from '@jest/globals';
import { findChecklist } from '../../src/api/find-checklist.js';
import { guideOf } from '../builders/guide-of.js';

it('finds a checklist by its id, its title and its heading as the page shows it', async () => {
  const guide = await guideOf({
    'runners.md': '# Linux runners\n\n## Preflight checklist\n\n- [ ] One\n\n## Rollback checklist\n\n- [ ] Two\n',
  });
  const ids = ['preflight-checklist', 'Preflight checklist – Linux runners', 'PREFLIGHT checklist'].map((name) => {
    const found = findChecklist(guide, 'runners', name);
    return 'checklist' in found ? found.checklist.id : found.detail;
  });
  expect(ids).toEqual(Array(3).fill('preflight-checklist'));
  expect(findChecklist(guide, 'runners', 'preflight')).toEqual({
    field: 'checklist',
    detail: 'The page “runners” has no checklist “preflight”. It has preflight-checklist, rollback-checklist.',
  });
});

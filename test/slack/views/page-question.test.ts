import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PageQuestion } from '../../../src/reviews/store.js';
import { limits } from '../../../src/slack/block-kit/limits.js';
import { pageKeptMessage, pageQuestionMessage, pageSnoozedMessage } from '../../../src/slack/views/page-question.js';
import { itLong } from '../../long-tests.js';

const question: PageQuestion = {
  slug: 'rollback',
  title: 'Release & rollback',
  file: 'ops/roll`back.md',
  last: { day: '2025-09-30', kind: 'changed' },
  groups: ['S0TEAM0001'],
  reads: 1,
};
const TODAY = '2026-11-30';

describe('the question to the owner of a page', () => {
  it('says how old the page is, how often it was read, whose it is, and what to do', () => {
    expect(pageQuestionMessage(question, TODAY).text).toBe(
      [
        'Is the page “Release &amp; rollback” still right?',
        'Is this page still right?',
        'Release &amp; rollback: last changed 14 months ago, on 2025-09-30.',
        'Read 1 time in the last 90 days. <!subteam^S0TEAM0001>',
        'If it is not, correct ops/rollˋback.md and write updated: "2026-11-30" at its top.',
        'Open, Still right, Remind me in a month',
      ].join('\n'),
    );
  });

  it('says nothing about reads where nobody counts, nor about groups where there are none', () => {
    const { reads: _, ...uncounted } = question;
    for (const each of [uncounted, { ...question, reads: 0 }])
      expect(pageQuestionMessage({ ...each, groups: [] }, TODAY).text).not.toMatch(/Read |subteam/);
  });

  itLong('fits in Slack whatever the page is called', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(text, text, (title, file) => {
        const asked = { slug: 'a', title, file };
        const by = { id: 'U0ADA00001', name: title };
        for (const { blocks = [] } of [
          pageQuestionMessage({ ...question, title, file }, TODAY),
          pageKeptMessage(asked, by, TODAY),
          pageSnoozedMessage({ ...asked, title: title.slice(0, 150), file: file.slice(0, 150) }, TODAY),
        ]) {
          for (const block of blocks) {
            if (block.type === 'section') expect(block.text?.text.length).toBeLessThanOrEqual(limits.sectionText);
            if (block.type !== 'actions') continue;
            for (const element of block.elements)
              if (element.type === 'button') expect(element.value?.length ?? 0).toBeLessThanOrEqual(limits.buttonValue);
          }
        }
      }),
    );
  });
});

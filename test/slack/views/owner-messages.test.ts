import { checkMessage } from '@guidepost/slack-simulator';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_ANSWER, type OwnerQuestion } from '../../../src/asks/owner-questions.js';
import type { PageQuestion } from '../../../src/reviews/page-reviews.js';
import { limits } from '../../../src/slack/block-kit/limits.js';
import { createPageUrl } from '../../../src/slack/block-kit/mrkdwn/render-markdown.js';
import {
  guideReportMessage,
  ownerAnswerDialog,
  ownerMessage,
  pageKeptMessage,
  pageQuestionMessage,
  pageSnoozedMessage,
  questionMessage,
} from '../../../src/slack/views/owner-messages.js';
import { itLong } from '../../long-tests.js';
import { messageViolations, viewViolations } from './violations.js';

const sign = fc.constantFrom(...'*_~`<>&|!@# a\n', 'word ', '<!channel>', 'https://example.com/?a&b ', '😀', '&lt;');
const text = (maxLength: number) =>
  fc
    .array(sign, { minLength: 1, maxLength })
    .map((signs) => signs.join('').slice(0, maxLength))
    .filter((written) => written.trim() !== '');

const question: fc.Arbitrary<OwnerQuestion> = fc.record(
  {
    installation: fc.constant('T1'),
    id: fc.uuid(),
    asker: fc.record({ id: fc.constant('U0ADA00001'), name: text(80) }),
    page: fc.record({ slug: fc.constant('servers'), title: text(300) }),
    question: text(300),
    missing: text(1_500),
    answer: fc.record({ by: fc.record({ id: fc.constant('U0BEN00002'), name: text(80) }), text: text(MAX_ANSWER) }),
  },
  { requiredKeys: ['installation', 'id', 'asker', 'answer'] },
);

describe('what owners and askers are sent', () => {
  it('stays within Slack’s limits and notifies nobody, whatever people write', () => {
    fc.assert(
      fc.property(question, fc.constantFrom(undefined, 'https://example.com/{slug}'), (asked, url) => {
        const pageUrl = createPageUrl(url);
        const { answer: _, ...open } = asked;
        const message = { installation: 'T1', person: 'U1', id: 'm1' };
        for (const shown of [
          questionMessage(open, pageUrl),
          questionMessage(asked, pageUrl),
          ownerMessage({ ...message, kind: 'answer', question: asked }, pageUrl),
          ownerMessage({ ...message, kind: 'undeliverable', question: open }, pageUrl),
        ]) {
          expect(messageViolations(shown)).toEqual([]);
          expect(JSON.stringify(shown)).not.toMatch(/<[!@#]/);
        }
        const place = { channel: 'C1', replyTo: `https://hooks.slack.com/${'x'.repeat(100)}` };
        const view = ownerAnswerDialog(open, { place, message: '1700000000.000100' });
        expect(viewViolations(view)).toEqual([]);
        expect(JSON.stringify(view.blocks)).not.toMatch(/<[!@#]/);
      }),
    );
  });
});

const about: PageQuestion = {
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
    expect(pageQuestionMessage(about, TODAY).text).toBe(
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
    const { reads: _, ...uncounted } = about;
    for (const each of [uncounted, { ...about, reads: 0 }])
      expect(pageQuestionMessage({ ...each, groups: [] }, TODAY).text).not.toMatch(/Read |subteam/);
  });

  itLong('fits in Slack whatever the page is called', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(text, text, (title, file) => {
        const asked = { slug: 'a', title, file };
        const by = { id: 'U0ADA00001', name: title };
        for (const { blocks = [] } of [
          pageQuestionMessage({ ...about, title, file }, TODAY),
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

const errors = [
  { file: 'docs/deploy.md', line: 7, text: 'order: must be a number.' },
  { file: 'docs/rollback.md', text: 'is not UTF-8 at byte 12. Save it as UTF-8.' },
];

describe('the message to an author', () => {
  it('says which version is not used, with file, line and reason of each error', () => {
    const { text } = guideReportMessage({ outcome: 'refused', version: 'commit 1a2b3c4', errors, total: 20 });
    expect(text).toContain('The guide was not updated (commit 1a2b3c4)');
    expect(text).toContain('The version before it stays in use');
    expect(text).toContain('docs/deploy.md:7 order: must be a number.');
    expect(text).toContain('docs/rollback.md is not UTF-8');
    expect(text).toContain('and 18 more errors');
  });

  it('says that files are left out, that nothing can be used, and that it is fine again', () => {
    expect(guideReportMessage({ outcome: 'left-out', errors, total: 2 }).text).toMatch(
      /is in use, but without the files/,
    );
    expect(guideReportMessage({ outcome: 'unusable', errors, total: 2 }).text).toContain('nobody gets an answer');
    const fine = guideReportMessage({ outcome: 'fine', version: 'commit 5d6e7f8', errors: [], total: 0 });
    expect(fine.text).toContain('The guide is fine again (commit 5d6e7f8)');
  });

  it('is accepted by Slack and mentions nobody, whatever the files and errors are', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('<!channel> *x* `y`', '```', '&<>', '😀'.repeat(300), 'a_b*c'.repeat(500)),
    );
    const error = fc.record({ file: text, line: fc.nat(), text });
    const anything = fc.record({
      outcome: fc.constantFrom('refused', 'unusable', 'left-out'),
      version: text,
      errors: fc.array(error, { minLength: 1, maxLength: 30 }),
      total: fc.nat(),
    });
    fc.assert(
      fc.property(anything, (content) => {
        const message = guideReportMessage({ ...content, total: content.errors.length + content.total });
        expect(messageViolations(message)).toEqual([]);
        expect(checkMessage(message)).toBeUndefined();
        expect(JSON.stringify(message)).not.toMatch(/<!(channel|here|everyone)|<@/);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_ANSWER, type OwnerQuestion } from '../../../src/asks/owner-questions.js';
import { createPageUrl } from '../../../src/slack/block-kit/mrkdwn/render-markdown.js';
import { ownerAnswerDialog, ownerMessage, questionMessage } from '../../../src/slack/views/owner-question.js';
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

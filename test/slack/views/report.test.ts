import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AskReport } from '../../../src/asks/report.js';
import type { Page } from '../../../src/guide/page.js';
import {
  questionLinesDialog,
  REPORT_DAYS,
  reportCsvDialog,
  reportMessage,
  toQuestionsDialog,
} from '../../../src/slack/views/report.js';
import { messageViolations, viewViolations } from './violations.js';

const sign = fc.constantFrom(...'*_~`<>&|!@#"\\ a\n', 'word ', '<!channel>', '😀', '&lt;');
const text = (maxLength: number) =>
  fc.array(sign, { minLength: 1, maxLength }).map((signs) => `T${signs.join('').slice(0, maxLength)}`);
const slug = fc.constantFrom('servers', 'logs', 'metrics', 'gone', 's'.repeat(200));
const times = fc.integer({ min: 1, max: 9_999 });
const id = fc.uuid().map((uuid) => uuid.slice(0, 8));
const many = <T>(one: fc.Arbitrary<T>, maxLength = 8) => fc.array(one, { maxLength });
const totals = { asked: 9, people: 1, answered: 3, lists: 3, nothing: 3, helpful: 0, unhelpful: 1 };

const report: fc.Arbitrary<AskReport> = fc.record({
  from: fc.constant(new Date(0)),
  to: fc.constant(new Date(1)),
  totals: fc.constant(totals),
  unanswered: many(
    fc.record({
      ...{ id, question: text(500), times, alike: many(text(500)), closest: many(slug), comments: many(text(2_000)) },
    }),
  ),
  votedDown: many(
    fc.record({ page: slug, unhelpful: times, helpful: times, comments: many(fc.record({ text: text(2_000) })) }),
  ),
  chosenOther: many(fc.record({ id, question: text(500), first: slug, chosen: slug, times })),
  left: many(fc.record({ pages: fc.array(slug, { minLength: 2, maxLength: 10 }), times })),
  mostRead: many(fc.record({ page: slug, times })),
});

describe('the report of any questions', () => {
  it('stays within Slack’s limits and notifies nobody', () => {
    fc.assert(
      fc.property(report, text(300), fc.constantFrom(...REPORT_DAYS, 14), (made, title, days) => {
        const pages = ['servers', 'logs', 'metrics', 's'.repeat(200)].map((each) => ({ slug: each, title }) as Page);
        const guide = { pages, bySlug: new Map(pages.map((page) => [page.slug, page])) };
        const message = reportMessage(made, days, guide);
        expect(messageViolations(message)).toEqual([]);
        expect(JSON.stringify(message)).not.toMatch(/<[!@#]/);
        expect(viewViolations(reportCsvDialog(made))).toEqual([]);
        expect(viewViolations(questionLinesDialog({ question: title, page: 'servers' }))).toEqual([]);
        if (made.unanswered.length + made.chosenOther.length > 0)
          expect(viewViolations(toQuestionsDialog(made, days, guide))).toEqual([]);
      }),
    );
  });
});

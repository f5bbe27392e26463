import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Answer } from '../../src/answer/answer.js';
import { createAnswers } from '../../src/answer/answers.js';
import { loadGuide } from '../../src/guide/load-guide.js';
import type { Guide } from '../../src/guide/page.js';
import { packageFile } from '../../src/package-file.js';
import { createSearch } from '../../src/search/search.js';
import { createWriteAnswer } from '../../src/slack/messages/create-write-answer.js';
import { renderAnswer } from '../../src/slack/messages/render-answer.js';
import { createPageUrl } from '../../src/slack/mrkdwn/page-url.js';
import type { WrittenMessage } from '../../src/slack/written-message.js';
import { guideOf } from '../builders/guide-of.js';
import { overflowing } from './overflowing-guide.js';

const where = { installation: 'T1', channel: 'C1', user: 'U1' };
const look = {
  pageUrl: createPageUrl('https://example.com/{slug}'),
  command: '/guide',
  newId: () => 'r1',
  messageUrl: () => undefined,
};

/** In ASCII, and read back as what is rendered: field by field in the same order. */
function expectSame({ json }: WrittenMessage, answer: Answer): void {
  expect(json).toMatch(/^[ -~]*$/);
  expect(JSON.stringify(JSON.parse(json))).toBe(JSON.stringify(renderAnswer(answer, look)));
}

describe.each<[string, () => Promise<Guide>]>([
  ['the guide that ships', async () => (await loadGuide({ folder: packageFile('content') })).guide],
  ['a guide that overflows every limit', () => guideOf(overflowing)],
])('a written answer from %s', (_, load) => {
  it('is the rendered one, letter by letter, whatever was asked before', async () => {
    const guide = await load();
    const answers = createAnswers(guide, createSearch(guide));
    const write = createWriteAnswer();
    // Without a title, little is found.
    const titles = fc.constantFrom('', ...guide.pages.map(({ title }) => title));
    const said = new Set<string>();
    const words = fc.constantFrom(...guide.pages.flatMap(({ sections }) => sections[0]?.text.split(/\s+/) ?? []));
    const noise = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('"<\\', '<!channel>', '\uFDD0', '\uD83D', 'é ü 部署', '\n', 'x'.repeat(118)),
    );
    const question = fc
      .tuple(titles, fc.array(fc.oneof(words, noise), { maxLength: 12 }))
      .map(([title, others]) => [title, ...others].join(' '));
    await fc.assert(
      fc.asyncProperty(question, async (text) => {
        const answer = await answers.toRequest({ ...where, text });
        said.add(answer.kind);
        expectSame(write(answer, look), answer);
      }),
      { numRuns: 300 },
    );
    expect([...said]).toEqual(expect.arrayContaining(['page', 'results', 'nothing-found']));
  }, 60_000);

  it('is the rendered one for every page, by whichever way one came', async () => {
    const guide = await load();
    const answers = createAnswers(guide, createSearch(guide));
    const write = createWriteAnswer();
    const slugs = guide.pages.slice(0, 3).map(({ slug }) => slug);
    for (const { slug } of guide.pages) {
      for (const question of [undefined, 'a', '"<\\'.repeat(40), 'x'.repeat(119), 'x'.repeat(120), 'x'.repeat(121)]) {
        for (const trail of [{ slugs: [] }, { slugs }]) {
          const answer = answers.openPage(slug, question === undefined ? trail : { ...trail, question });
          expectSame(write(answer, look), answer);
        }
      }
    }
  }, 60_000);
});

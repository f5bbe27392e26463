import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAnswers } from '../../src/answer/answers.js';
import { type ConversationPlace, converse, placeAfter, readPlace, writePlace } from '../../src/answer/conversation.js';
import { createSearch } from '../../src/search/search.js';
import { guideOf } from '../builders/guide-of.js';

const files = Object.fromEntries(
  ['a', 'b', 'c'].map((name, at) => [
    `${name}.md`,
    `---\ntitle: Page ${name}\nchoices:\n  - {text: "On to the next", to: ${['b', 'c', 'a'][at]}}\n---\n## About ${name}\n\nText of ${name}.\n\n## Checklist\n\n- [ ] One\n`,
  ]),
);

describe('a conversation', () => {
  it('never fails, and its place stays small and readable, whatever is written', async () => {
    const guide = await guideOf(files);
    const answers = createAnswers(guide, createSearch(guide));
    const line = fc.oneof(
      fc.constantFrom('next', 'back', 'checklist', 'topics', 'help', '1', '2', '#1', '99', 'checklists', 'Page b'),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), async (lines) => {
        let place: ConversationPlace | undefined;
        for (const text of lines) {
          const answer = await converse(answers, { installation: 'T', channel: 'D', user: 'U', text }, place);
          place = placeAfter(answer, place);
          expect(place.trail.slugs.length).toBeLessThanOrEqual(10);
          expect(readPlace(writePlace(place))).toMatchObject(place);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('begins anew where another release wrote its place', () => {
    for (const stored of [
      '',
      'null',
      '[]',
      '{"v":2}',
      '{"v":1,"trail":{},"choices":[]}',
      '{"v":1,"trail":{"slugs":[1]},"choices":[]}',
    ])
      expect(readPlace(stored)).toBeUndefined();
    fc.assert(fc.property(fc.json(), (stored) => readPlace(stored) === undefined));
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAnswers } from '../../src/answer/answers.js';
import {
  type ConversationPlace,
  converse,
  isThanks,
  placeAfter,
  readPlace,
  writePlace,
} from '../../src/answer/conversation.js';
import { createSearch } from '../../src/search/search.js';
import { guideOf } from '../builders/guide-of.js';
import { runs } from '../every-case.js';

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
      runs(50),
    );
  });

  it.each(['thanks', 'Thank you very much!', 'ok, great', 'perfect, thanks !', 'thx :pray:'])(
    'takes “%s” for thanks, which changes nothing',
    async (text) => {
      const guide = await guideOf(files);
      const place = { page: 'a', trail: { slugs: [] }, choices: [{ page: 'b' }] };
      const request = { installation: 'T', channel: 'D', user: 'U', text };
      const answer = await converse(createAnswers(guide, createSearch(guide)), request, place);
      expect(answer).toEqual({ kind: 'thanks' });
      expect(placeAfter(answer, place)).toBe(place);
    },
  );

  it.each(['thanks page', 'ok but how do I roll back?', 'great expectations', ''])(
    'takes “%s” for a question',
    (text) => {
      expect(isThanks(text)).toBe(false);
    },
  );

  it('gives the numbers of checklists in the order and by the names of the list', async () => {
    const guide = await guideOf({
      'a.md':
        '# Sailing\n\n## Before checklist\n\n- [ ] One\n- [ ] Two\n\n## After checklist\n\n- [ ] Three\n- [ ] Four\n',
    });
    const answers = createAnswers(guide, createSearch(guide));
    const request = { installation: 'T', channel: 'D', user: 'U' };
    const list = await converse(answers, { ...request, text: 'checklists' }, undefined);
    const place = placeAfter(list, undefined);
    expect(place.choices).toHaveLength(2);
    expect(await converse(answers, { ...request, text: '2' }, place)).toMatchObject({
      kind: 'checklist',
      checklist: { title: 'After checklist – Sailing' },
    });
  });

  it('begins again where another release wrote its place', () => {
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

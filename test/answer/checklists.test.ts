import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAnswers } from '../../src/answer/answers.js';
import { splitRunName, splitValues } from '../../src/answer/checklists.js';
import { createSearch } from '../../src/search/search.js';
import { goingLiveFiles } from '../builders/going-live-files.js';
import { guideOf } from '../builders/guide-of.js';
import { releaseFiles } from '../builders/release-files.js';

describe('the name of a run', () => {
  it.each([
    ['going live: shop-api 2.4', 'going live', 'shop-api 2.4'],
    ['going live:shop-api: take two', 'going live', 'shop-api: take two'],
    ['going live', 'going live', undefined],
    ['going live:  ', 'going live', undefined],
    ['CI: the basics', 'CI: the basics', undefined],
    ['ci: The Basics: shop-api', 'ci: The Basics', 'shop-api'],
    [`going live: ${'x'.repeat(300)}`, 'going live', 'x'.repeat(80)],
  ])('is what follows the colon in %j', async (text, topic, name) => {
    const guide = await guideOf({ 'ci.md': '# CI: the basics\n\nText.\n' });
    expect(splitRunName(guide, text)).toEqual(name === undefined ? { topic } : { topic, name });
  });
});

describe('values in what was typed', () => {
  it.each([
    ['release: shop-api 2.4 service=shop version=2.4', 'release: shop-api 2.4', { service: 'shop', version: '2.4' }],
    ['release service="shop api" note=“zwei Worte”', 'release', { service: 'shop api', note: 'zwei Worte' }],
    ["service='a b' release", 'release', { service: 'a b' }],
    ['release service= version=1 version=2', 'release', { service: '', version: '2' }],
    ['release: a = b', 'release: a = b', {}],
    ['release: 2=3 x==y', 'release: 2=3', { x: '=y' }],
    ['release https://x.example/?a=b', 'release https://x.example/?a=b', {}],
    ['release service="open', 'release service="open', {}],
    ['release __proto__=x', 'release', JSON.parse('{"__proto__":"x"}')],
  ])('%s', (typed, text, values) => {
    expect(splitValues(typed)).toEqual({ text, values });
  });

  it('are the same however much is around them', () => {
    const word = fc.stringMatching(/^[a-z.]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word), fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), word), (words, values) => {
        const typed = [...words, ...Object.entries(values).map(([name, value]) => `${name}=${value}`)].join('  ');
        expect(splitValues(typed)).toEqual({ text: words.join(' '), values: { ...values } });
      }),
    );
  });
});

const guide = await guideOf({ ...goingLiveFiles, ...releaseFiles });

describe('a checklist that is asked for with values', () => {
  const answers = createAnswers(guide, createSearch(guide));
  const ask = (text: string) => answers.toRequest({ installation: 'T1', channel: 'C1', user: 'U1', text });

  it('has them under the names that it declares', async () => {
    expect(await ask('checklist release: shop-api 2.4 Service=shop VERSION=2.4 other=x')).toMatchObject({
      kind: 'checklist',
      name: 'shop-api 2.4',
      values: { service: 'shop', version: '2.4', other: 'x' },
    });
  });

  it('has them in its name if it declares none', async () => {
    const answer = await ask('checklist going live: region=eu');
    expect(answer).toMatchObject({ kind: 'checklist', name: 'region=eu' });
    expect(answer).not.toHaveProperty('values');
  });
});

import { describe, expect, it } from '@jest/globals';
import { splitRunName } from '../../src/answer/checklists.js';
import { guideOf } from '../builders/guide-of.js';

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

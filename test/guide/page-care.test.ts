import { describe, expect, it } from '@jest/globals';
import { loadGuide, readGuide } from '../../src/guide/load.js';
import { withSeverity } from './read-texts.js';
import { inTemporaryFolder } from './temporary-folder.js';

const REVIEW = { today: '2026-11-30' };

function guideOf(files: Readonly<Record<string, string>>) {
  return inTemporaryFolder(files, async (folder) => {
    const { guide, problems } = await readGuide({ folder, review: REVIEW });
    const rules = ['invalid-date', 'unknown-owner', 'invalid-value', 'unknown-field', 'unknown-setting'];
    return {
      guide,
      page: guide?.bySlug.get('a'),
      problems: problems.filter(({ rule }) => rules.includes(rule)).map(withSeverity),
    };
  });
}

const page = (...lines: string[]) => `---\ntitle: A\n${lines.join('\n')}\n---\nA sentence about it.`;

describe('the front matter of a page', () => {
  it('says who looks after it, and when it is to be checked again', async () => {
    const { page: found, problems } = await guideOf({
      'a.md': page(
        'updated: 2026-05-01',
        'review_in: 6 months',
        'owner: [U0ADA00001, S0TEAM0001, T0ACME0001:C0DEPLOY02]',
      ),
    });
    expect(found).toMatchObject({
      updated: '2026-05-01',
      reviewIn: { amount: 6, unit: 'months' },
      owner: [
        { kind: 'person', id: 'U0ADA00001' },
        { kind: 'group', id: 'S0TEAM0001' },
        { kind: 'channel', id: 'C0DEPLOY02', installation: 'T0ACME0001' },
      ],
    });
    expect(problems).toEqual([]);
  });

  it('says it in the other formats, too', async () => {
    const fields = { updated: '2026-05-01', reviewIn: { amount: 90, unit: 'days' }, owner: [{ id: 'U0ADA00001' }] };
    const toml = await guideOf({
      'a.md': '+++\ntitle = "A"\nupdated = 2026-05-01\nreview_in = "90d"\nowner = "U0ADA00001"\n+++\nText.',
    });
    const legacy = await guideOf({
      'a.md': 'title: A\nupdated: 2026-05-01\nreview_in: 90 days\nowner: U0ADA00001\n\nText.',
    });
    expect(toml.page).toMatchObject(fields);
    expect(legacy.page).toMatchObject(fields);
    expect([...toml.problems, ...legacy.problems]).toEqual([]);
  });

  it('comes before what the guide says for all pages', async () => {
    const { guide, problems } = await guideOf({
      'guidepost.yml': 'owner: C0DEPLOY02\nreview_in: 1 year\n',
      'a.md': page('owner: U0ADA00001'),
      'b.md': page('review_in: 30d', 'slug: b'),
    });
    expect(problems).toEqual([]);
    expect(guide?.bySlug.get('a')).toMatchObject({
      owner: [{ kind: 'person', id: 'U0ADA00001' }],
      reviewIn: { amount: 12, unit: 'months' },
    });
    expect(guide?.bySlug.get('b')).toMatchObject({
      owner: [{ kind: 'channel', id: 'C0DEPLOY02' }],
      reviewIn: { amount: 30, unit: 'days' },
    });
  });

  it.each([
    ['updated: 2026-02-30', '"2026-02-30" is no day. Write it as "2026-11-20".'],
    ['updated: last autumn', '"last autumn" is no day. Write it as "2026-11-20".'],
    ['updated: 2062-11-20', '"2062-11-20" lies ahead, but it says when somebody last checked the page. Correct it.'],
    [
      'review_in: soon',
      '"soon" is no length of time. Write a number of days, weeks, months or years, such as "6 months" or "90d"; ten years at most.',
    ],
  ])('with a wrong date is an error of check, and the page is served all the same: %s', async (line, fault) => {
    const { page: found, guide, problems } = await guideOf({ 'a.md': page(line) });
    expect(problems).toEqual([`error a.md:3: ${line.split(':')[0]}: ${fault}`]);
    expect(found?.title).toBe('A');
    expect(guide?.leftOut).toEqual([]);
  });

  it('may be a few days ahead', async () => {
    expect((await guideOf({ 'a.md': page('updated: 2026-12-02') })).problems).toEqual([]);
  });

  it('tells nobody about dates at a start, where a page with a wrong one is served like any other', async () => {
    const { problems, guide } = await inTemporaryFolder({ 'a.md': page('updated: soon', 'review_in: x') }, (folder) =>
      loadGuide({ folder }),
    );
    expect(problems).toEqual([]);
    expect(guide.pages[0]).not.toHaveProperty('updated');
  });

  it.each(['@platform-team', 'ada@example.com', 'Ada Lovelace', 'SUPPORT', 'U'])(
    'with an owner that Slack cannot reach is a warning that says what to write: %s',
    async (owner) => {
      const { page: found, problems } = await guideOf({ 'a.md': page(`owner: "${owner}"`) });
      expect(problems).toEqual([
        expect.stringMatching(/^warning a\.md:3: owner: ".+" cannot be asked\. Write an id of Slack: of a person \(U…/),
      ]);
      expect(found).not.toHaveProperty('owner');
    },
  );

  it('of another tool may have owners of its own kind', async () => {
    expect((await guideOf({ 'a.md': page('owner: {name: Ada}', 'owners: [ada]') })).problems).toEqual([]);
  });
});

describe('guidepost.yml', () => {
  it('with a review_in that is no length of time is an error', async () => {
    const { problems } = await guideOf({ 'guidepost.yml': 'review_in: often\n', 'a.md': page() });
    expect(problems).toEqual([
      expect.stringMatching(/^error guidepost\.yml:1: review_in: "often" is no length of time/),
    ]);
  });
});

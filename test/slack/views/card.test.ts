import { describe, expect, it } from '@jest/globals';
import type { Button, KnownBlock } from '@slack/types';
import fc from 'fast-check';
import type { Answer } from '../../../src/answer/answer.js';
import { createAnswers } from '../../../src/answer/answers.js';
import { createSearch } from '../../../src/search/search.js';
import { createPageUrl } from '../../../src/slack/block-kit/mrkdwn/render-markdown.js';
import { sharedCard, shortPassage } from '../../../src/slack/views/card.js';
import { feedbackDialog } from '../../../src/slack/views/feedback.js';
import { readingDialog } from '../../../src/slack/views/reading-dialog.js';
import { renderAnswer } from '../../../src/slack/views/render-answer.js';
import { shareDialog } from '../../../src/slack/views/share.js';
import { runs } from '../../every-case.js';
import { readTexts } from '../../guide/read-texts.js';
import { messageViolations, viewViolations } from './violations.js';

const look = { pageUrl: createPageUrl(undefined), command: '/guide', newId: () => 'r1', messageUrl: () => undefined };
const asking = { ...look, feedback: { onCard: () => true, onNothing: () => 'authors' as const } };

function answersOf(texts: Readonly<Record<string, string>>) {
  const { guide } = readTexts(texts);
  const answers = createAnswers(guide, createSearch(guide));
  const ask = (text: string): Promise<Answer> =>
    answers.toRequest({ installation: 'T1', channel: 'C1', user: 'U1', text });
  return { answers, ask, guide };
}

const rollback = {
  'rollback.md': `---
title: Release and rollback
summary: Ship small. Keep a way back, e.g. the last image. ${'The third sentence says more than a card with a passage has room for. '.repeat(3)}
keywords: [{section: rollback, text: [undo]}]
choices: [{text: "What runs my code?", to: servers}]
---
## Rollback

Ship the last image.

### Database

Restore the *dump* that the migration took.

## Checklist

- [ ] Try it
`,
  'servers.md': '# Servers\n\nA process manager restarts them.\n',
};

function elementsOf(blocks: readonly KnownBlock[]): Button[] {
  return blocks.flatMap((block) => (block.type === 'actions' ? (block.elements as Button[]) : []));
}

describe('a card', () => {
  it('shows the question, the title, the first sentences of the summary, then the passage under its headings', async () => {
    const { ask } = answersOf(rollback);
    const { blocks } = renderAnswer(await ask('restore the dump of a migration'), look);
    const [asked, title, lead, passage] = blocks.map((block) => JSON.stringify(block));
    expect(asked).toContain('You asked: restore the dump of a migration');
    expect(title).toContain('Release and rollback');
    expect(lead).toContain('Ship small. Keep a way back, e.g. the last image.');
    expect(lead).not.toContain('The third sentence says more than a card with a passage has room for. The third');
    expect(passage).toContain('*Rollback › Database*');
    const row = blocks.findLast(({ type }) => type === 'actions');
    expect(row && elementsOf([row]).map(({ type, text }) => text?.text ?? type)).toEqual([
      'Checklist (1 item)',
      'Read the page',
      'overflow',
    ]);
    expect(elementsOf(blocks).filter(({ style }) => style === 'primary').length).toBeLessThanOrEqual(1);
  });

  it('shows a passage of each of two sections that match about as well, and cuts the same section shorter as the second', async () => {
    const long = 'This was agreed by everybody who takes part, and it stays so until somebody speaks up. '.repeat(12);
    const page = '# Other\n\nIn the savanna.\n';
    const { ask } = answersOf({
      'zoo.md': `# Zoo\n\nIn general.\n\n## House\n\nThe giraffe eats leaves. ${long}\n\n## Steppe\n\nThe giraffe of the savanna eats leaves. ${long}`,
      ...Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`${n}.md`, page])),
    });
    const show = async (question: string) => {
      const { blocks, text } = renderAnswer(await ask(question), look);
      const sections = blocks.flatMap((block) => (block.type === 'section' ? (block.text?.text ?? '') : []));
      const lengthOf = (heading: string) => sections.find((each) => each.startsWith(`*${heading}*\n`))?.length ?? 0;
      return { house: lengthOf('House'), steppe: lengthOf('Steppe'), text };
    };
    const { house, steppe } = await show('giraffe leaves');
    expect(house).toBeGreaterThan(1_000);
    expect([steppe > 0, steppe < 900]).toEqual([true, true]);
    const second = await show('giraffe leaves savanna');
    expect(second.steppe).toBeGreaterThan(1_000);
    expect([second.house > 0, second.house < 900]).toEqual([true, true]);
    expect(second.text).toMatch(
      /\nSteppe\nThe giraffe of the savanna eats leaves\.(.|\n)*\nHouse\nThe giraffe eats leaves\./,
    );
  });

  it.each(['Release and rollback', 'rollback', 'ROLLBACK?'])(
    'shows the whole summary and no passage for the name %s',
    async (name) => {
      const { ask } = answersOf(rollback);
      const answer = await ask(name);
      expect(answer).toMatchObject({ kind: 'page', page: { slug: 'rollback' } });
      expect(answer).not.toHaveProperty('passage');
      expect(JSON.stringify(renderAnswer(answer, look).blocks)).toContain(
        'more than a card with a passage has room for. The third',
      );
    },
  );

  it('says as text what its blocks say, without formats', async () => {
    const { ask } = answersOf(rollback);
    const { text } = renderAnswer(await ask('restore the dump of a migration'), look);
    expect(text.split('\n')).toEqual([
      'You asked: restore the dump of a migration',
      'Release and rollback',
      expect.stringContaining('Ship small.'),
      'Rollback › Database',
      'Restore the dump that the migration took.',
      'What do you want to learn next?',
      'What runs my code?',
      'Checklist (1 item), Read the page',
    ]);
  });

  it('makes a button of what does not fit its menu', async () => {
    const { ask } = answersOf(rollback);
    const question = `restore the dump of a migration ${'please '.repeat(20)}`;
    const { blocks } = renderAnswer(await ask(question), look);
    const share = elementsOf(blocks).find(({ action_id }) => action_id === 'page:share');
    expect(share?.value).toContain('please please');
    expect(messageViolations(renderAnswer(await ask(question), look))).toEqual([]);
  });

  it('offers other pages only if they match nearly as well', async () => {
    const { ask } = answersOf({
      'one.md':
        '---\ntitle: Database backups\naliases: [dumps]\n---\n\nDatabase backups every night. Database backups are tested.\n',
      'two.md': '# Colours\n\nA database is mentioned once.\n',
    });
    expect(await ask('database dumps')).toMatchObject({ kind: 'page', others: [] });
  });
});

/** Signs that mean something to Slack, Markdown or YAML. */
const sign = fc.constantFrom('*', '_', '~', '`', '<', '>', '&', '|', '!', '@', '#', ' ', 'a', 'word', '›', '😀', '¦');
const title = fc
  .array(sign, { minLength: 1, maxLength: 200 })
  .map((signs) => `T${signs.join('').replace(/\s+/g, ' ')}`);
const pages = fc.record({
  title,
  heading: title,
  question: title,
  slug: fc.integer({ min: 1, max: 120 }).map((length) => 's'.repeat(length)),
  steps: fc.array(title, { maxLength: 30 }),
});

describe('a passage for a thread', () => {
  const filler = 'Uploads are refused above one megabyte, and idle connections end after a minute. '.repeat(9);
  const texts = {
    'proxy.md': `# Proxy\n\n## Nginx\n\n${filler}\n\nThe log names the cause:\n\n- \`connection refused\`: the gateway found no app\n`,
    'other.md': '# Other\n\nText.\n',
  };

  it('begins where most of the words are, with the line that announces it', async () => {
    const answer = await answersOf(texts).ask('why was the connection refused by the gateway');
    if (answer.kind !== 'page' || answer.passage === undefined) throw new Error('No passage was found.');
    const text = shortPassage(answer.page, answer.passage, look.pageUrl);
    expect(text).toContain('The log names the cause');
    expect(text).toContain('refused');
    expect(text).not.toContain('Uploads');
  });
});

describe('views of any page', () => {
  it('stay within Slack’s limits', async () => {
    await fc.assert(
      fc.asyncProperty(pages, async ({ title, heading, question, slug, steps }) => {
        const choices = steps.map((text) => `  - {text: ${JSON.stringify(text)}, to: other}`).join('\n');
        const { answers, ask, guide } = answersOf({
          'page.md': `---\ntitle: ${JSON.stringify(title)}\nslug: ${slug}\nsummary: ${JSON.stringify(heading)}\n${choices && `choices:\n${choices}\n`}---\n\n## ${heading}\n\n${question} text\n\n### ${title}\n\n- [x](other.md) ${question}\n`,
          'other.md': '# Other\n\nText.\n',
        });
        const page = guide.bySlug.get(slug);
        if (page === undefined) return;
        const anchor = page.sections[1]?.anchor ?? '';
        for (const answer of [
          await ask(question),
          answers.openPage(slug, { slugs: ['other', slug], question }),
          answers.openPage(slug, { slugs: [], question }),
          answers.openSection(slug, anchor),
        ]) {
          for (const part of [0, 3]) {
            const message = renderAnswer(answer, asking, part);
            expect(messageViolations(message)).toEqual([]);
            expect(message.text).not.toMatch(/<[!@#]/);
          }
          expect(messageViolations(renderAnswer(answer, { ...look, verdict: 'unhelpful' }))).toEqual([]);
          if (answer.kind !== 'page') continue;
          expect(messageViolations(sharedCard(answer, 'U1', look))).toEqual([]);
          const place = { channel: 'C1', replyTo: `https://hooks.slack.com/${'x'.repeat(100)}` };
          expect(viewViolations(shareDialog(answer, { person: 'U1', place, question, section: anchor }, look))).toEqual(
            [],
          );
        }
        for (const owners of [[], [{ kind: 'group', id: 'S0OPS00001' } as const]]) {
          const asked = { page, question, id: 'q1' };
          expect(viewViolations(feedbackDialog(asked, { owners, who: 'owner', isKept: true }))).toEqual([]);
        }
        const reading = { ...look, bySlug: guide.bySlug };
        expect(viewViolations(readingDialog(page, reading, { back: ['other'] }))).toEqual([]);
      }),
      runs(60),
    );
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../src/answer/answer.js';
import { type Answers, createAnswers } from '../../../src/answer/answers.js';
import type { Guide } from '../../../src/guide/page.js';
import { createSearch } from '../../../src/search/search.js';
import { decodeDialog } from '../../../src/slack/block-kit/dialog-state.js';
import { createPageUrl } from '../../../src/slack/block-kit/mrkdwn/render-markdown.js';
import { answerDialog } from '../../../src/slack/views/answer-dialog.js';
import { sharedCard } from '../../../src/slack/views/card.js';
import { directAnswer } from '../../../src/slack/views/direct-answer.js';
import { readingDialog } from '../../../src/slack/views/reading-dialog.js';
import { renderAnswer } from '../../../src/slack/views/render-answer.js';
import { threadAnswer } from '../../../src/slack/views/thread-answer.js';
import { guideOf } from '../../builders/guide-of.js';
import { shippedGuide } from '../../builders/shipped-guide.js';
import { everyCase, few } from '../../every-case.js';
import { overflowing, sentence } from './overflowing-guide.js';
import { partsOf } from './parts-of.js';
import { messageViolations, viewViolations } from './violations.js';

const published = `https://example.com/${'docs/'.repeat(8)}{slug}.html`;
const guideUrls = everyCase ? [undefined, published] : [published];

describe.each<[string, () => Promise<Guide>]>([
  ['the guide that ships', shippedGuide],
  ['a guide that overflows every limit', () => guideOf(overflowing)],
])(`messages of %s${few}`, (_, load) => {
  let guide: Guide;
  let answers: Answers;
  /** Those that are tried. */
  let pages: Guide['pages'];
  beforeAll(async () => {
    guide = await load();
    answers = createAnswers(guide, createSearch(guide));
    pages = guide.pages.filter((_, place) => everyCase || place % 4 === 0);
  });

  describe.each(guideUrls)('published at %s', (guideUrl) => {
    const look = {
      pageUrl: createPageUrl(guideUrl),
      command: '/guide',
      newId: () => '9f6c8d1e-0000-4000-8000-000000000000',
      messageUrl: (channel: string, ts: string) => `https://acme.slack.com/archives/${channel}/p${ts}`,
    };

    const expectWithinLimits = (answer: Answer): void => {
      for (const message of partsOf((part) => renderAnswer(answer, look, part)))
        expect(messageViolations(message)).toEqual([]);
      expect(messageViolations(directAnswer(answer, look))).toEqual([]);
      const asked = { text: sentence.repeat(20), person: 'U1' };
      expect(messageViolations(threadAnswer(answer, { ...asked, from: 'dialog' }, look))).toEqual([]);
      const place = { channel: 'C1', thread: '1.2', replyTo: `https://hooks.slack.com/${'x'.repeat(100)}` };
      const view = answerDialog({ answer, id: look.newId(), place, isOwn: true }, look);
      expect(viewViolations(view)).toEqual([]);
      expect(decodeDialog(view.private_metadata ?? '')).toMatchObject({ dialog: 'answer', place });
    };

    it('keeps every card, shared card and preview within Slack’s limits, for every trail', () => {
      const slugs = guide.pages.map(({ slug }) => slug);
      for (const page of pages) {
        for (const trail of [
          { slugs: [] },
          { slugs, question: sentence.repeat(3) },
          { slugs: [], question: page.title },
        ]) {
          const answer = answers.openPage(page.slug, trail);
          expectWithinLimits(answer);
          if (answer.kind === 'page') expect(messageViolations(sharedCard(answer, 'U1', look))).toEqual([]);
        }
        expectWithinLimits(answers.openChecklist(page.slug));
      }
    });

    it('keeps every page in a dialog within Slack’s limits', () => {
      for (const page of pages) {
        for (let part = 0; part < 12; part += 1) {
          expect(viewViolations(readingDialog(page, { ...look, bySlug: guide.bySlug }, { part }))).toEqual([]);
        }
      }
    });

    it.each([
      ['nothing', ''],
      ['help', 'help'],
      ['topics', 'topics'],
      ['checklists', 'checklists'],
      ['checklist for going live', 'checklist for going live'],
      ['checklist', 'checklist'],
      ['how do I cook rice?', 'how do I cook rice?'],
      ['a question of 2,000 characters', 'deployment '.repeat(180)],
      ['emoji', '🎉🎉🎉'],
      ['Cyrillic script', 'как развернуть приложение'],
      ['Chinese script', '如何部署应用程序'],
      ['mentions and formats', '<!channel> *bold* _x_ `code` <@U123> &amp; <https://evil.example|click>'],
      ['one word of 2,000 characters', 'x'.repeat(2_000)],
      ['title word section code steps items', 'title word section code steps items'],
    ])('answers %s within Slack’s limits and notifies nobody', async (_, text) => {
      const answer = await answers.toRequest({ installation: 'T1', channel: 'C1', user: 'U1', text });
      expectWithinLimits(answer);
      const sent = JSON.stringify(renderAnswer(answer, look));
      expect(sent).not.toMatch(/<!(channel|here|everyone)|<@U123>|<https:\/\/evil/);
    });
  });
});

describe('the passage in a card', () => {
  const source = (text: string) => ({
    'a.md': `# Deploying\n\nIntroduction.\n\n## Releases\n\n${text} See [the other page](b.md).\n`,
    'b.md': '# Backups\n\nCopies.\n',
  });
  const context = { command: '/guide', newId: () => 'r1', messageUrl: () => undefined };
  const passageOf = async (guide: Guide, text: string, url?: string): Promise<string> => {
    const answers = createAnswers(guide, createSearch(guide));
    const answer = await answers.toRequest({ installation: 'T1', channel: 'C1', user: 'U1', text });
    const { blocks } = renderAnswer(answer, { ...context, pageUrl: createPageUrl(url) });
    return blocks.flatMap((block) => (block.type === 'section' ? (block.text?.text ?? '') : [])).join('\n');
  };

  it('shows the words of each question in bold, whatever was asked before', async () => {
    const guide = await guideOf(source('Platforms restart quickly after a rollback.'));
    const first = await passageOf(guide, 'releases rollback');
    expect(first).toContain('Platforms restart quickly after a *rollback*.');
    const second = await passageOf(guide, 'releases platforms restart');
    expect(second).toContain('*Platforms* *restart* quickly after a rollback.');
    expect(await passageOf(guide, 'releases rollback')).toBe(first);
  });

  it('links to the published guide, and has the current text of the guide', async () => {
    const guide = await guideOf(source('Platforms restart quickly after a rollback.'));
    expect(await passageOf(guide, 'releases rollback')).toContain('See the other page.');
    expect(await passageOf(guide, 'releases rollback', 'https://example.com/{slug}')).toContain(
      'See <https://example.com/b|the other page>.',
    );
    const changed = await guideOf(source('Platforms restart slowly after a rollback.'));
    expect(await passageOf(changed, 'releases rollback')).toContain('restart slowly after a *rollback*');
  });
});

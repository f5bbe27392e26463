import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../src/answer/answer.js';
import type { Answers } from '../../src/answer/answers.js';
import { createAnswers } from '../../src/answer/create-answers.js';
import { newRunFrom } from '../../src/checklist/new-run-from.js';
import type { Run } from '../../src/checklist/run.js';
import { startRun } from '../../src/checklist/start-run.js';
import { loadGuide } from '../../src/guide/load-guide.js';
import type { Guide, Page } from '../../src/guide/page.js';
import { packageFile } from '../../src/package-file.js';
import { createSearch } from '../../src/search/create-search.js';
import type { Message } from '../../src/slack/blocks.js';
import { decodeValue } from '../../src/slack/button-action.js';
import { readingDialog } from '../../src/slack/messages/reading-dialog.js';
import { renderAnswer } from '../../src/slack/messages/render-answer.js';
import { runMessage } from '../../src/slack/messages/run-message.js';
import { sharedCard } from '../../src/slack/messages/shared-card.js';
import { createPageUrl } from '../../src/slack/mrkdwn/page-url.js';
import { guideOf } from '../builders/guide-of.js';
import { messageViolations, viewViolations } from './violations.js';

const sentence = 'A sentence about deployment & <servers> that goes on for a while, with *stars* and `ticks`. ';
const lines = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');

/** Each page overflows one limit; the last overflows them all. */
const overflowing: Record<string, string> = {
  'long-title.md': `# ${'Title '.repeat(60)}\n\nShort.\n`,
  'long-word.md': `# Word\n\n${'x'.repeat(9_000)}\n\n## ${'y'.repeat(400)}\n\n${'&'.repeat(4_000)}\n`,
  'long-summary.md': `---\ntitle: Summary\nsummary: "${sentence.repeat(40).replaceAll('"', '')}"\n---\n\nText.\n`,
  'long-section.md': `# Section\n\n## Part\n\n${sentence.repeat(120)}\n`,
  'many-sections.md': `# Sections\n\n${lines(300, (n) => `## Heading ${n}\n\n${sentence}\n`)}`,
  'code.md': `# Code\n\n\`\`\`\n${lines(500, (n) => `line ${n} of a long & <odd> file`)}\n\`\`\`\n`,
  'many-steps.md': `---\ntitle: Steps\nchoices:\n${lines(40, (n) => `  - {text: "Choice ${n} ${'with a rather long label '.repeat(3)}", to: code, icon: zap}`)}\n---\n\nText.\n`,
  'many-items.md': `# Items\n\n## Checklist\n\n${lines(120, (n) => `- [ ] Item ${n} ${'of a long list '.repeat(8)}\n\n  ${sentence.repeat(10)}`)}\n`,
  'short-items.md': `# Short items\n\n## Checklist\n\n${lines(200, (n) => `- Do ${n}`)}\n`,
  'nothing.md': '',
  'all.md': `# ${'All of it '.repeat(30)}\n\n${sentence.repeat(50)}\n\n## ${'Checklist '.repeat(40)}\n\n${lines(90, (n) => `1. ${sentence.repeat(4)}${n}\n\n   ${'z'.repeat(5_000)}`)}\n`,
};

const now = new Date('2026-11-20T12:00:00Z');
const ada = { id: 'U0ADA', name: 'Ada | <Lovelace>' };

const runOf = (page: Page, items: number): Run | undefined => {
  if (page.checklist === undefined) return undefined;
  const where = { installation: 'T1', id: 'run-1', channel: 'C1', guideRevision: 'r', postedBy: ada, postedAt: now };
  const run = startRun(newRunFrom(page, page.checklist, where));
  return {
    ...run,
    message: '1.2',
    items: run.items.map((item, index) =>
      index < items ? { ...item, state: { kind: 'done', by: ada, at: now } } : item,
    ),
    ...(items >= run.items.length && { completedAt: now }),
  };
};

const partsOf = (render: (part: number) => Message): Message[] => {
  const parts: Message[] = [];
  for (let part = 0; part < 400; part += 1) {
    const message = render(part);
    if (part > 0 && JSON.stringify(message.blocks) === JSON.stringify(parts.at(-1)?.blocks)) break;
    parts.push(message);
  }
  return parts;
};

describe.each<[string, () => Promise<Guide>]>([
  ['the guide that ships', async () => (await loadGuide({ folder: packageFile('content') })).guide],
  ['a guide that overflows every limit', () => guideOf(overflowing)],
])('messages of %s', (_, load) => {
  let guide: Guide;
  let answers: Answers;
  beforeAll(async () => {
    guide = await load();
    answers = createAnswers(guide, createSearch(guide));
  }, 60_000);

  describe.each([undefined, `https://example.com/${'docs/'.repeat(8)}{slug}.html`])('published at %s', (guideUrl) => {
    const look = {
      pageUrl: createPageUrl(guideUrl),
      command: '/guide',
      newId: () => '9f6c8d1e-0000-4000-8000-000000000000',
    };

    const expectWithinLimits = (answer: Answer): void => {
      for (const message of partsOf((part) => renderAnswer(answer, look, part)))
        expect(messageViolations(message)).toEqual([]);
    };

    it('keeps every card, shared card and preview within Slack’s limits, however one came there', () => {
      const slugs = guide.pages.map(({ slug }) => slug);
      for (const page of guide.pages) {
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

    it('keeps every posted checklist within Slack’s limits in every state, and loses no item between its windows', () => {
      for (const page of guide.pages) {
        const total = page.checklist?.items.length ?? 0;
        for (const done of [0, Math.floor(total / 2), total]) {
          const run = runOf(page, done);
          if (run === undefined) continue;
          const windows = partsOf((window) => runMessage({ ...run, window }, look.pageUrl));
          for (const message of windows) expect(messageViolations(message)).toEqual([]);
          const pressed = windows.flatMap(({ blocks }) =>
            blocks.flatMap((block) => {
              if (block.type !== 'section' || block.accessory?.type !== 'button') return [];
              const action = decodeValue(block.accessory.value);
              return action?.do === 'set-item' ? [action.item] : [];
            }),
          );
          expect(pressed).toEqual(run.items.map(({ id }) => id));
        }
      }
    });

    it('keeps every page in a dialog within Slack’s limits', () => {
      for (const page of guide.pages) {
        for (let part = 0; part < 12; part += 1) {
          expect(viewViolations(readingDialog(page, look.pageUrl, part))).toEqual([]);
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

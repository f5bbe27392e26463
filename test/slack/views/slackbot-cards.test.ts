import { checkToolBlocks } from '@guidepost/slack-simulator';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Answers, createAnswers } from '../../../src/answer/answers.js';
import type { Guide } from '../../../src/guide/page.js';
import type { McpCaller, McpServices, Tool } from '../../../src/mcp/tool.js';
import { ask } from '../../../src/mcp/tools/ask.js';
import { getChecklist } from '../../../src/mcp/tools/checklists.js';
import { readPage, topics } from '../../../src/mcp/tools/pages.js';
import { createSearch } from '../../../src/search/search.js';
import { createPageUrl } from '../../../src/slack/block-kit/mrkdwn/render-markdown.js';
import { drawCards } from '../../../src/wiring/mcp-http.js';
import { guideOf } from '../../builders/guide-of.js';
import { operationsFiles } from '../../builders/operations-files.js';
import { releaseFiles } from '../../builders/release-files.js';
import { shippedGuide } from '../../builders/shipped-guide.js';
import { few, runs } from '../../every-case.js';
import { overflowing } from './overflowing-guide.js';

const TOOLS = ['ask', 'read_page', 'list_topics', 'get_checklist', 'list_runs'];
const SLACKBOT: McpCaller = { kind: 'slack' };

function servicesOf(guide: Guide): McpServices {
  const answers: Answers = createAnswers(guide, createSearch(guide));
  const logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  return {
    version: '0',
    answers,
    guide: () => guide,
    pageUrl: createPageUrl('http://intranet/{slug}'),
    mayWrite: false,
    logger,
  };
}

/** What Slackbot would drop of a tool's card, and how many blocks it has. */
async function judge(services: McpServices, tool: Tool, args: Record<string, unknown>, url = services.pageUrl) {
  const result = await tool.run({ services, caller: SLACKBOT, args });
  if ('error' in result || result.shown === undefined) return { problems: [], blocks: 0 };
  // Each as if it were to be checked again.
  const blocks = drawCards(url, () => 'Last checked 14 months ago')(result.shown, () => false);
  return { problems: blocks === undefined ? [] : checkToolBlocks(blocks, TOOLS), blocks: blocks?.length ?? 0 };
}

describe('cards for Slackbot', () => {
  let guides: McpServices[];
  beforeAll(async () => {
    guides = (
      await Promise.all([guideOf(overflowing), guideOf({ ...releaseFiles, ...operationsFiles }), shippedGuide()])
    ).map(servicesOf);
  });

  it('say how old a page is that is to be checked again', async () => {
    const services = servicesOf(await guideOf(releaseFiles));
    const result = await ask.run({ services, caller: SLACKBOT, args: { question: 'release' } });
    const shown = 'shown' in result ? result.shown : undefined;
    if (shown === undefined) throw new Error('Nothing was answered');
    const draw = (age?: string) => JSON.stringify(drawCards(services.pageUrl, () => age)(shown, () => false));
    expect(draw('Last checked 14 months ago')).toContain('Last checked 14 months ago');
    expect(draw()).not.toContain('Last checked');
  });

  it('keep Slackbot’s rules for every page, part and checklist', async () => {
    for (const services of guides) {
      for (const { slug, checklists, sections, title } of services.guide().pages) {
        for (const part of [1, 2, 9])
          expect({ slug, part, ...(await judge(services, readPage, { page: slug, part })) }).toMatchObject({
            problems: [],
          });
        for (const { anchor } of sections.slice(1, 4))
          expect({ slug, anchor, ...(await judge(services, readPage, { page: slug, section: anchor })) }).toMatchObject(
            {
              problems: [],
            },
          );
        const question = title.slice(0, 4_000);
        if (question.trim() !== '')
          expect({ slug, ...(await judge(services, ask, { question })) }).toMatchObject({ problems: [] });
        for (const { id } of checklists)
          expect({ slug, id, ...(await judge(services, getChecklist, { topic: slug, checklist: id })) }).toMatchObject({
            problems: [],
          });
      }
      expect(await judge(services, topics, {})).toMatchObject({ problems: [], blocks: expect.any(Number) });
    }
  });

  it(`keep them for any question${few}`, async () => {
    const words = fc.constantFrom(
      'roll',
      'back',
      'release',
      'checklist',
      'topics',
      'logs',
      'database',
      '<b>',
      '&',
      '*',
    );
    const question = fc.oneof(
      fc.array(words, { minLength: 1, maxLength: 8 }).map((each) => each.join(' ')),
      fc.string({ minLength: 1, maxLength: 4_000 }),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(2), question, async (which, asked) => {
        const services = guides[which];
        if (services === undefined) throw new Error('There is no such guide');
        for (const url of [services.pageUrl, createPageUrl('https://guide.example.com/{slug}'), () => undefined])
          expect((await judge(services, ask, { question: asked }, url)).problems).toEqual([]);
      }),
      runs(200),
    );
  });

  it(`keep them for any small guide${few}`, async () => {
    const title = fc
      .string({ minLength: 1, maxLength: 200 })
      .map((text) => text.replaceAll(/[\r\n"\\]/g, ' ').trim() || 'x');
    const page = fc.record({ title, steps: fc.array(title, { maxLength: 12 }), body: fc.string({ maxLength: 4_000 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 4 }), async (pages) => {
        const files = Object.fromEntries(
          pages.map((each, index) => [
            `page-${index}.md`,
            `---\ntitle: ${JSON.stringify(each.title)}\nchoices:\n${each.steps
              .map(
                (text, step) =>
                  `  - {text: ${JSON.stringify(text)}, to: ${step % 3 === 0 ? '"http://127.0.0.1/"' : 'page-0'}}`,
              )
              .join('\n')}\n---\n\n${each.body}\n`,
          ]),
        );
        let guide: Guide;
        try {
          guide = await guideOf(files);
        } catch {
          // No page of it can be read.
          return;
        }
        const services = servicesOf(guide);
        for (const { slug, title: name } of guide.pages) {
          expect((await judge(services, readPage, { page: slug })).problems).toEqual([]);
          expect((await judge(services, ask, { question: name })).problems).toEqual([]);
        }
        expect((await judge(services, topics, {})).problems).toEqual([]);
      }),
      runs(80),
    );
  });
});

import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Nodes } from 'mdast';
import { parse } from 'yaml';
import { createAnswers } from '../../src/answer/answers.js';
import { evaluate } from '../../src/answer/evaluate.js';
import { createSources } from '../../src/answer/sources.js';
import { readGuide } from '../../src/guide/load.js';
import type { Guide, Page } from '../../src/guide/page.js';
import { packageFile } from '../../src/package-file.js';
import { createSearch, type Search } from '../../src/search/search.js';
import { decodeValue } from '../../src/slack/block-kit/action-value.js';
import { layOut } from '../../src/slack/block-kit/mrkdwn/lay-out.js';
import { createPageUrl } from '../../src/slack/block-kit/mrkdwn/render-markdown.js';
import { renderAnswer } from '../../src/slack/views/render-answer.js';
import { everyCase, few } from '../every-case.js';
import { messageViolations } from '../slack/views/violations.js';

let guide: Guide;
let search: Search;
let questions: { question: string; page: string }[];
let problems: readonly unknown[];

beforeAll(async () => {
  const read = await readGuide({ folder: packageFile('content') });
  if (read.guide === undefined) throw new Error('The guide that ships cannot be read');
  guide = read.guide;
  problems = read.problems;
  search = createSearch(guide);
  questions = parse(await readFile(packageFile('content/questions.yml'), 'utf8'));
});

function leadsTo({ nextSteps }: Page): string[] {
  return nextSteps.flatMap(({ to }) => (to.kind === 'page' ? [to.slug] : []));
}

/** The number of presses from one page to every other page. */
function distancesFrom(start: string): Map<string, number> {
  const distances = new Map([[start, 0]]);
  for (const [slug, distance] of distances) {
    const page = guide.bySlug.get(slug);
    for (const next of page ? leadsTo(page) : []) if (!distances.has(next)) distances.set(next, distance + 1);
  }
  return distances;
}

function nodesIn(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? (node.children as Nodes[]).flatMap(nodesIn) : [])];
}

describe('the guide that ships', () => {
  it('is read without an error or a warning', () => {
    expect(problems).toEqual([]);
    expect(guide.pages.length).toBeGreaterThanOrEqual(34);
  });

  it('has no dead end, and every page is at most four presses from the first page and back', () => {
    const distances = distancesFrom('deployment');
    for (const page of guide.pages) {
      expect(leadsTo(page).length).toBeGreaterThanOrEqual(2);
      expect(leadsTo(page)).not.toContain(page.slug);
      expect({ page: page.slug, presses: distances.get(page.slug) ?? 99 }).toEqual({
        page: page.slug,
        presses: expect.any(Number),
      });
      expect(distances.get(page.slug) ?? 99).toBeLessThanOrEqual(4);
      expect([...distancesFrom(page.slug).keys()]).toContain('deployment');
    }
  });

  it('has summaries, buttons and sections that are short enough for a chat', () => {
    const nowhere = createPageUrl(undefined);
    for (const page of guide.pages) {
      expect(page.summary.length).toBeGreaterThan(40);
      expect(page.summary.length).toBeLessThanOrEqual(300);
      for (const { text, icon } of page.nextSteps) {
        expect(`${icon ? `:${icon}: ` : ''}${text}`.length).toBeLessThanOrEqual(75);
      }
      for (const section of page.sections) {
        if (page.checklists.some(({ id }) => id === section.anchor)) continue;
        const name = `${page.slug}#${section.anchor}`;
        expect({ name, words: section.text.split(/\s+/).length <= 250 }).toEqual({ name, words: true });
        expect({ name, characters: layOut(section.content, nowhere, 2_800).length <= 1 }).toEqual({
          name,
          characters: true,
        });
      }
    }
  });

  it('has no table or HTML, and no code that a phone cannot show', () => {
    for (const page of guide.pages) {
      const nodes = page.sections.flatMap(({ content }) => content.flatMap(nodesIn));
      expect(nodes.filter(({ type }) => ['table', 'html'].includes(type))).toEqual([]);
      for (const node of nodes) {
        if (node.type !== 'code') continue;
        const lines = node.value.split('\n');
        expect({ page: page.slug, lines: lines.length <= 12, lang: node.lang }).toEqual({
          page: page.slug,
          lines: true,
          lang: expect.any(String),
        });
        expect({ page: page.slug, long: lines.filter((line) => line.length > 80) }).toEqual({
          page: page.slug,
          long: [],
        });
      }
    }
  });

  it('has its pictures in the folder, each with a description that can stand in its place, because a message shows nothing else', async () => {
    const pictures = await Promise.all(
      guide.pages.map(async ({ file }) => {
        const source = await readFile(packageFile(`content/${file}`), 'utf8');
        return [...source.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, alt = '', path = '']) => ({ alt, path }));
      }),
    );
    expect(pictures.flat().length).toBeGreaterThan(0);
    for (const { alt, path } of pictures.flat()) {
      expect(alt).toMatch(/^[A-Z].{80,}\.$/);
      expect(await readFile(packageFile(`content/${path}`), 'utf8')).toContain('<title');
    }
  });

  it('dates every page and names its sources', () => {
    for (const page of guide.pages) {
      expect(page.updated).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(page.sources.length).toBeGreaterThan(0);
      for (const { title, url } of page.sources) {
        expect(title).not.toBe('');
        expect(url).toMatch(/^https:\/\//);
      }
    }
  });

  it('has checklists of five to twelve steps, each with a title that fits on one line and a way to check that it is done', () => {
    const pages = guide.pages.filter(({ checklists }) => checklists.length > 0);
    expect(pages.length).toBeGreaterThanOrEqual(36);
    for (const { slug, checklists } of pages) {
      for (const { title: checklist, items } of checklists) {
        const where = { slug, checklist };
        expect({ ...where, steps: items.length >= 5 && items.length <= 12 }).toEqual({ ...where, steps: true });
        for (const { title, detail } of items) {
          const item = { ...where, title };
          expect({ ...item, fits: title.length <= 75, detailed: detail.length > 0 }).toEqual({
            ...item,
            fits: true,
            detailed: true,
          });
        }
      }
    }
    expect(guide.bySlug.get('platform-as-a-service')?.checklists[0]?.items).toHaveLength(7);
  });

  it('has a list to run for each of the occasions that teams post one for, whose every item says when it is done', () => {
    const lists = {
      'release-strategies': ['release-runbook', 'roll-back-now-runbook'],
      'incident-response': ['incident-runbook-the-first-30-minutes'],
      'on-call': ['on-call-handover-checklist'],
      'secret-leaked': ['leaked-secret-runbook'],
      https: ['expired-certificate-runbook'],
      'application-dependencies': ['dependency-upgrade-runbook'],
      'major-upgrades': ['major-upgrade-runbook'],
      'database-migrations': ['database-migration-runbook'],
      'production-readiness': ['go-live-runbook'],
    };
    for (const [slug, ids] of Object.entries(lists)) {
      const { checklists } = guide.bySlug.get(slug) ?? { checklists: [] };
      expect(checklists.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
      for (const { id, items } of checklists.filter((checklist) => ids.includes(checklist.id))) {
        for (const { title, detail } of items) {
          expect({ id, title, ends: /Done when/.test(JSON.stringify(detail)) }).toEqual({ id, title, ends: true });
        }
      }
    }
  });

  it(`renders every chain of three presses into messages within Slack’s limits${few}`, async () => {
    const answers = createAnswers(guide, search);
    const look = {
      pageUrl: createPageUrl(undefined),
      command: '/guide',
      newId: () => '00000000-0000-4000-8000-000000000000',
      messageUrl: () => undefined,
    };
    let cards = 0;
    const follow = (message: ReturnType<typeof renderAnswer>, presses: number): void => {
      cards += 1;
      expect(messageViolations(message)).toEqual([]);
      if (presses === 0) return;
      for (const block of message.blocks) {
        for (const element of block.type === 'actions' ? block.elements : []) {
          const action = element.type === 'button' ? decodeValue(element.value) : undefined;
          if (action?.do !== 'page:open') continue;
          const answer = answers.openPage(action.slug, action.trail);
          expect(answer.kind).toBe('page');
          follow(renderAnswer(answer, look), presses - 1);
        }
      }
    };
    for (const { title } of guide.pages.filter((_, place) => everyCase || place % 4 === 0)) {
      follow(
        renderAnswer(await answers.toRequest({ installation: 'T', channel: 'C', user: 'U', text: title }), look),
        3,
      );
    }
    expect(cards).toBeGreaterThan(everyCase ? 1_000 : 250);
  });
});

describe('the test questions of the guide', () => {
  it('include at least three for each page, and only existing pages', () => {
    for (const { slug } of guide.pages) {
      expect({ slug, enough: questions.filter(({ page }) => page === slug).length >= 3 }).toEqual({
        slug,
        enough: true,
      });
    }
    expect(questions.filter(({ page }) => page !== 'none' && !guide.bySlug.has(page))).toEqual([]);
    expect(new Set(questions.map(({ question }) => question)).size).toBe(questions.length);
  });

  it('find their page first in nine out of ten cases', () => {
    expect(evaluate(questions, createSources(guide, search)).hitAt1).toBeGreaterThanOrEqual(0.9);
  });

  it('get no confident answer if the guide deliberately has none, and mostly no answer at all', () => {
    const foreign = questions
      .filter(({ page }) => page === 'none')
      .map(({ question }) => search.find(question).confidence);
    expect(foreign.length).toBeGreaterThanOrEqual(5);
    expect(foreign).not.toContain('sure');
    expect(foreign.filter((confidence) => confidence === 'nothing').length).toBeGreaterThan(0.6 * foreign.length);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Passage } from '../../src/answer/answer.js';
import { wordsIn } from '../../src/answer/emphasis.js';
import type { Page } from '../../src/guide/page.js';
import { plainText } from '../../src/guide/plain-text.js';
import { insideJson } from '../../src/slack/ascii-json.js';
import { section } from '../../src/slack/blocks.js';
import { createPassageTemplate } from '../../src/slack/messages/passage-template.js';
import { passageText } from '../../src/slack/messages/passage-text.js';
import { createPageUrl } from '../../src/slack/mrkdwn/page-url.js';
import { guideOf } from '../builders/guide-of.js';
import { markdown, parse } from './markdown.js';

const pageUrl = createPageUrl(undefined);

async function pageOf(source: string): Promise<Page> {
  const [page] = (await guideOf({ 'a.md': source })).pages;
  if (page === undefined) throw new Error('There is no page');
  return page;
}

const page = await pageOf('# Deploying\n\nText.\n\n## – “Briefly” 部署\n\nMore.\n');

function passageOf(source: string, words: Iterable<string>): Passage {
  const from = page.sections.at(-1);
  if (from === undefined) throw new Error('The page has no section');
  return { section: from, content: parse(source), words: new Set(words) };
}

function written(passage: Passage): string | undefined {
  return createPassageTemplate(page, passage, pageUrl)?.fill(passage.words);
}

function rendered(passage: Passage): string {
  return insideJson([section(passageText(page, passage, pageUrl))]);
}

describe('a passage that was laid out before', () => {
  it('shows the words that match this time in bold', () => {
    const source =
      'Deploy it: the Platform *deploys*, `deploy` too – see [deploy](https://example.com).\n\n- deploy 1 & 2';
    const template = createPassageTemplate(page, passageOf(source, []), pageUrl);
    const textFor = (...words: string[]): unknown => JSON.parse(template?.fill(new Set(words)) ?? 'null').text.text;
    expect(textFor('deploy', 'deploys')).toBe(
      '*– “Briefly” 部署*\n*Deploy* it: the Platform _*deploys*_, `deploy` too – see <https://example.com|deploy>.\n\n• *deploy* 1 &amp; 2',
    );
    expect(textFor('platform', '2', 'elsewhere')).toBe(
      '*– “Briefly” 部署*\nDeploy it: the *Platform* _deploys_, `deploy` too – see <https://example.com|deploy>.\n\n• deploy 1 &amp; *2*',
    );
  });

  it('is laid out anew where its bold words would have it cut', () => {
    const passage = passageOf(`${'word '.repeat(238)}words`, []);
    const oneBold = { ...passage, words: new Set(['words']) };
    expect(written(oneBold)).toBe(rendered(oneBold));
    expect(written({ ...passage, words: new Set(['word']) })).toBeUndefined();
  });

  it('is the rendered one, letter by letter, or left to be rendered', () => {
    let [templates, all] = [0, 0];
    const noise = fc.string({ unit: 'binary', maxLength: 12 });
    const sentence = fc
      .array(
        fc.constantFrom(
          'ab',
          'Ab',
          'a',
          '1',
          '1.',
          'é',
          'İa',
          '部署',
          '😀',
          '*ab*',
          '**ab**',
          '`ab`',
          "a'b",
          ':',
          '“a”',
          '\uFDD0',
          '\u2028',
          '&',
          '\n',
          '\n\n',
          '\n- ',
          '\n1. ',
          '\n> ',
          '\n## ',
          '| a | ab |\n|-|-|\n',
        ),
        { maxLength: 30 },
      )
      .map((parts) => parts.join(' '));
    const source = fc.oneof(
      { weight: 3, arbitrary: sentence },
      { weight: 1, arbitrary: fc.tuple(markdown, sentence, noise).map((parts) => parts.join(' ')) },
    );
    fc.assert(
      fc.property(source, fc.array(fc.nat()), fc.array(noise, { maxLength: 2 }), (text, picks, others) => {
        const { content } = passageOf(text, []);
        const words = wordsIn(plainText(content)).map((word) => word.toLowerCase());
        const picked = picks.flatMap((pick) => words[pick % words.length] ?? []);
        const passage = passageOf(text, [...picked, ...others.flatMap(wordsIn).map((word) => word.toLowerCase())]);
        all++;
        const template = written(passage);
        if (template === undefined) return;
        templates++;
        expect(template).toBe(rendered(passage));
      }),
      { numRuns: 2_000 },
    );
    expect(templates).toBeGreaterThan(all / 4);
  }, 60_000);
});

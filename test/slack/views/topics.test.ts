import { describe, expect, it } from '@jest/globals';
import type { KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { listTopics } from '../../../src/answer/topics.js';
import type { Page } from '../../../src/guide/page.js';
import { decodeValue } from '../../../src/slack/block-kit/action-value.js';
import { topicsMessage } from '../../../src/slack/views/topics.js';
import { runs } from '../../every-case.js';
import { partsOf } from './parts-of.js';
import { messageViolations } from './violations.js';

function pageIn(slug: string, group: readonly string[], summary = 'One sentence about it.'): Page {
  const nothing = { order: 0, aliases: [], keywords: [], sections: [], nextSteps: [], checklists: [], sources: [] };
  return { ...nothing, slug, title: `Page ${slug}`, summary, file: `${slug}.md`, ...(group.length > 0 && { group }) };
}

function pagesOf(groups: Readonly<Record<string, number>>): Page[] {
  return Object.entries(groups).flatMap(([name, count]) =>
    Array.from({ length: count }, (_, n) => pageIn(`${name.toLowerCase()}-${n}`, name === '' ? [] : name.split('/'))),
  );
}

function partsWith(groups: Readonly<Record<string, number>>) {
  const answer = listTopics(pagesOf(groups));
  return partsOf((part) => topicsMessage(answer, part));
}

/** Headings with the number of rows below each. */
function headingsOf(blocks: readonly KnownBlock[]): string[] {
  const headings: [string, number][] = [];
  for (const block of blocks) {
    if (block.type === 'header') headings.push([block.text.text, 0]);
    else if (block.type === 'section') {
      const last = headings.at(-1);
      if (last) last[1] += 1;
    }
  }
  return headings.map(([heading, rows]) => `${heading}: ${rows}`);
}

interface Option {
  readonly text: { readonly text: string };
  readonly value: string;
}

function menuOf(blocks: readonly KnownBlock[]): Option[] {
  for (const block of blocks) {
    const select = block.type === 'actions' ? block.elements.find(({ type }) => type === 'static_select') : undefined;
    if (select !== undefined && 'options' in select) return select.options as unknown as Option[];
  }
  return [];
}

describe('the list of topics', () => {
  it('has a heading for each group, keeps groups together and says where one goes on', () => {
    const parts = partsWith({ '': 1, Deploy: 3, Watch: 5, Big: 13, 'Big/Inner': 2, Last: 1 });
    expect(parts.map(({ blocks }) => headingsOf(blocks))).toEqual([
      ['Topics: 1', 'Deploy: 3', 'Watch: 5', 'Big: 1'],
      ['Topics: 0', 'Big (continued): 10'],
      ['Topics: 0', 'Big (continued): 2', 'Big › Inner: 2', 'Last: 1'],
    ]);
    const kept = partsWith({ One: 6, Two: 6, Three: 2 });
    expect(kept.map(({ blocks }) => headingsOf(blocks))).toEqual([
      ['Topics: 0', 'One: 6'],
      ['Topics: 0', 'Two: 6', 'Three: 2'],
    ]);
  });

  it('has a menu that leads to each group', () => {
    const answer = listTopics(pagesOf({ '': 1, Deploy: 12, Watch: 5, 'Watch/Inner': 3 }));
    const options = menuOf(topicsMessage(answer).blocks);
    expect(options.map(({ text }) => text.text)).toEqual(['Beginning', 'Deploy', 'Watch', 'Watch › Inner']);
    for (const { text, value } of options.slice(1)) {
      const action = decodeValue(value);
      if (action?.do !== 'list:open') throw new Error('not a list');
      expect(headingsOf(topicsMessage(answer, action.part).blocks).join('\n')).toContain(`${text.text}: `);
    }
  });

  it('has no menu and no headings if there is nothing to choose', () => {
    for (const groups of [{ '': 30 }, { A: 2, B: 3 }]) {
      const { blocks } = topicsMessage(listTopics(pagesOf(groups)));
      expect(menuOf(blocks)).toEqual([]);
    }
    expect(headingsOf(topicsMessage(listTopics(pagesOf({ '': 30 }))).blocks)).toEqual(['Topics: 10']);
  });

  it('names the outermost groups of very many, and some of very many of these', () => {
    const inner = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`Part ${n % 4}/Inner ${n}`, 2]));
    expect(menuOf(topicsMessage(listTopics(pagesOf(inner))).blocks).map(({ text }) => text.text)).toEqual([
      'Part 0',
      'Part 1',
      'Part 2',
      'Part 3',
    ]);
    const flat = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`Part ${n}`, 2]));
    expect(menuOf(topicsMessage(listTopics(pagesOf(flat))).blocks).map(({ text }) => text.text)).toHaveLength(20);
  });

  it('shows every page once within Slack’s limits, whatever the groups and pages are called', () => {
    const name = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.constantFrom('Deploy', '"\\"'.repeat(60), '<!channel> & *x*', '🎉'.repeat(90)),
    );
    const page = fc.record({
      group: fc.array(name, { maxLength: 3 }),
      summary: fc.oneof(fc.string({ maxLength: 400 }), fc.constantFrom('&<>"\\'.repeat(60))),
    });
    fc.assert(
      fc.property(fc.array(page, { maxLength: 120 }), (pages) => {
        const answer = listTopics(
          pages.map(({ group, summary }, n) => pageIn(`page/${'x'.repeat(60)}-${n}`, group, summary)),
        );
        const seen: string[] = [];
        for (const message of partsOf((part) => topicsMessage(answer, part))) {
          expect(messageViolations(message)).toEqual([]);
          seen.push(
            ...Array.from(
              JSON.stringify(message.blocks).matchAll(/\\"slug\\":\\"(page\/x+-\d+)/g),
              ([, slug = '']) => slug,
            ),
          );
        }
        expect(seen).toHaveLength(pages.length);
        expect(new Set(seen).size).toBe(pages.length);
      }),
      runs(60),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { folderOf, runInProcess } from '../run-in-process.js';

const front = (fields: string) => `---\n${fields}\n---\n`;

const files = {
  'content/complete.md': `${front('title: Complete\nsummary: Everything is here.\nkeywords: [all of it]')}\n## Clean the filter\n\nText.`,
  'content/bare.md': '# Bare\n\nA paragraph.\n\n## Overview\n\nText.\n\n## 1. Steps\n\nText.\n',
  'content/legacy.md': 'title: Legacy\nsummary: Old.\n\n## Restart the pump\n\nText.\n',
  'content/asked.md': `${front('title: Turbines\nsummary: How a turbine turns.\nkeywords: [spin]')}\n## Restart the pump\n\nText.`,
  'content/third.md': `${front('title: Third\nsummary: Last.\nkeywords: [end]')}\n## Restart the pump\n\nText.`,
  'q.yml': [
    '- {question: "how is the rotor balanced?", page: asked}',
    '- {question: "rotor vibrates", page: asked}',
    '- {question: "turbins and the windmill by the lake in summer", page: asked}',
    '- {question: "no page has this zebra", page: none}',
  ].join('\n'),
};

async function suggest(...args: string[]) {
  return runInProcess(['suggest', ...args], { cwd: await folderOf(files) });
}

describe('suggesting what pages lack', () => {
  it('names it by page, with file and line, the page that lacks most first', async () => {
    const { code, out, err } = await suggest();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      [
        'Bare',
        '  content/bare.md:1: no keywords. Add what people type who do not know the name of the topic, or run guidepost keywords.',
        '  content/bare.md:1: no summary, so the first sentences are shown in its place. Say what the reader should do, in one or two sentences.',
        '  content/bare.md:5: "Overview" says nothing about its section. Name what this section answers.',
        '  content/bare.md:9: "1. Steps" says nothing about its section. Name what this section answers.',
        '',
        'Legacy',
        '  content/legacy.md:1: no keywords. Add what people type who do not know the name of the topic, or run guidepost keywords.',
        '  content/legacy.md:4: "Restart the pump" is a heading of 3 pages. Name what this section answers.',
        '',
        'Turbines',
        '  content/asked.md:7: "Restart the pump" is a heading of 3 pages. Name what this section answers.',
        '',
        'Third',
        '  content/third.md:7: "Restart the pump" is a heading of 3 pages. Name what this section answers.',
        '',
        '8 suggestions for 4 pages; 1 page without any',
        '',
      ].join('\n'),
    );
  });

  it('names the words that people asked with, those of questions that lead elsewhere first', async () => {
    const { out } = await suggest('--questions', 'q.yml');
    expect(out.split('\n').slice(0, 2)).toEqual([
      'Turbines',
      '  content/asked.md:4: people asked with words that the page lacks: "rotor" (leads elsewhere), "balanced" (leads elsewhere), "vibrates" (leads elsewhere), "windmill". Use them in the summary or as keywords.',
    ]);
  });

  it('prints JSON for programs', async () => {
    const { out } = await suggest('--questions', 'q.yml', '--json');
    const { checked, pages } = JSON.parse(out);
    expect(checked).toBe(5);
    expect(pages[0]).toMatchObject({
      slug: 'asked',
      title: 'Turbines',
      file: 'asked.md',
      suggestions: [
        {
          kind: 'asked-words',
          line: 4,
          words: [
            { word: 'rotor', questions: ['how is the rotor balanced?', 'rotor vibrates'], missed: 2 },
            { word: 'balanced' },
            { word: 'vibrates' },
            { word: 'windmill', missed: 0 },
          ],
        },
        { kind: 'heading', line: 7 },
      ],
    });
  });

  it('finds nothing wrong with a page that has keywords in guidepost.yml', async () => {
    const cwd = await folderOf({
      'content/a.md': 'title: A\nsummary: S.\n\nText.',
      'content/guidepost.yml': 'keywords: {a: [first letter]}',
    });
    const { out } = await runInProcess(['suggest'], { cwd });
    expect(out).toBe('1 page: nothing is missing\n');
  });

  it('refuses operands, and a guide with errors', async () => {
    expect(await suggest('x')).toMatchObject({ code: 2, err: expect.stringContaining('suggest takes only options') });
    const cwd = await folderOf({ 'content/a.md': '---\norder: x\n---\n' });
    expect(await runInProcess(['suggest'], { cwd })).toMatchObject({ code: 1, err: expect.stringContaining('a.md:2') });
  });
});

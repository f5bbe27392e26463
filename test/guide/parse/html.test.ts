import { describe, expect, it } from '@jest/globals';
import { readText } from '../read-texts.js';

function read(text: string) {
  const { page, problems } = readText(`# T\n\n${text}`);
  return {
    text: page.sections.map((section) => section.text).join('\n'),
    content: page.sections[0]?.content,
    problems,
  };
}

describe('a tag that HTML does not have', () => {
  it.each([
    ['Tag <version> and push it to <your env>.', 'Tag <version> and push it to <your env>.'],
    [
      'Open https://<environment>.example.com/health, then <b>wait</b>.',
      'Open https://<environment>.example.com/health, then wait.',
    ],
    ['- Deploy <version> to <environment>', 'Deploy <version> to <environment>'],
    ['<environment>', '<environment>'],
    ['Set <title> and <address>, but <title lang=en>.', 'Set <title> and <address>, but .'],
    ['<p>Copy <host> to <x & c</p>', 'Copy <host> to <x & c</p>'],
    ['A <widget>whole</widget> one, <br/> <gone/> </gone>.', 'A whole one, .'],
  ])('stays text if it is never closed: %s', (source, expected) => {
    expect(read(source).text.replace(/\s+/g, ' ')).toBe(expected);
    expect(read(source).problems).toEqual([]);
  });
});

describe('HTML', () => {
  it('gives links, with the line of one that leads nowhere', () => {
    const { content, problems } = read(
      'See <a href="https://example.com/x?a=1&amp;b=2">the *rota*</a>, <a href="mailto:a@example.com">us</a>, <a name="x">no</a>\n\n<p>and <a href="gone.html">this</a></p>',
    );
    const links = JSON.stringify(content).match(/"url":"[^"]+","children/g);
    expect(links?.map((link) => link.split('"')[3])).toEqual(['https://example.com/x?a=1&b=2', 'mailto:a@example.com']);
    expect(problems).toEqual([expect.stringMatching(/^warning page\.md:5: "gone\.html" is not a page/)]);
  });

  it('gives the formats that Markdown has', () => {
    expect(
      read('<b>a</b> <em>b</em> <del>c</del> <kbd>Ctrl</kbd>+<code>x y</code> H<sub>2</sub>O <q>d</q> <b>never')
        .content,
    ).toEqual([
      {
        type: 'paragraph',
        children: [
          { type: 'strong', children: [{ type: 'text', value: 'a' }] },
          { type: 'text', value: ' ' },
          { type: 'emphasis', children: [{ type: 'text', value: 'b' }] },
          { type: 'text', value: ' ' },
          { type: 'delete', children: [{ type: 'text', value: 'c' }] },
          { type: 'text', value: ' ' },
          { type: 'inlineCode', value: 'Ctrl' },
          { type: 'text', value: '+' },
          { type: 'inlineCode', value: 'x y' },
          { type: 'text', value: ' H2O “d” never' },
        ],
      },
    ]);
  });

  it('gives tables, also with parts left out and over blank lines', () => {
    const cells = (source: string) =>
      read(source).content?.map((node) =>
        node.type === 'table'
          ? node.children.map((row) =>
              row.children.map((cell) => JSON.stringify(cell.children).match(/"value":"([^"]*)"/)?.[1]),
            )
          : node.type,
      );
    const expected = [
      [
        ['Team', 'Channel'],
        ['Gateway', '#gateway'],
      ],
    ];
    expect(
      cells('<table>\n<tr><th>Team</th><th>Channel</th></tr>\n<tr><td>Gateway</td><td>#gateway</td></tr>\n</table>'),
    ).toEqual(expected);
    expect(cells('<table><thead><tr><th>Team<th>Channel<tbody><tr><td><p>Gateway</p><td>#gateway</table>')).toEqual(
      expected,
    );
    expect(
      cells(
        '<table>\n\n<tr><th>Team</th><th>Channel</th></tr>\n<tr><td>Gateway</td><td>#gateway</td></tr>\n\n</table>',
      ),
    ).toEqual(expected);
    expect(cells('<table><tr><td>Only layout</td></tr></table>')).toEqual(['paragraph']);
  });

  it('gives lists, code with its lines, headings, quotations and rules', () => {
    const { content } = read(
      '<ol start="3"><li>One<ul><li>Inner</ul><li>Two</ol>\n\n<pre><code class="language-sh">ls\n\n  pwd &lt;x&gt;\n</code></pre>\n\n<blockquote>Said</blockquote><hr>',
    );
    expect(content).toMatchObject([
      {
        type: 'list',
        ordered: true,
        start: 3,
        children: [{ children: [{ type: 'paragraph' }, { type: 'list' }] }, {}],
      },
      { type: 'code', lang: 'sh', value: 'ls\n\n  pwd <x>' },
      { type: 'blockquote' },
      { type: 'thematicBreak' },
    ]);
    const { page } = readText('<h1 align="center">The <b>title</b></h1>\n\nText.\n\n<h2>Part</h2>\n\nMore.');
    expect(page).toMatchObject({
      title: 'The title',
      sections: [{ text: 'Text.' }, { heading: 'Part', depth: 2, text: 'More.' }],
    });
  });

  it('opens details, whatever is in them', () => {
    expect(read('<details>\n<summary>When it fails</summary>\n\n- Wait\n- Ask\n\n</details>\n\nAfter.').text).toBe(
      'When it fails\nWait\nAsk\nAfter.',
    );
  });

  it('reads entities, and drops half characters', () => {
    expect(read('<p>a &eacute; &#233; &#xe9; &nosuch; &amp;lt; x&#xd800;y</p>').text).toBe('a é é é &nosuch; &lt; xy');
  });

  it('names what cannot be shown, with its line', () => {
    expect(read('<script>x()</script>\n\n<style>a {}</style>\n\n<iframe src="x"></iframe>\n\nText.')).toMatchObject({
      text: 'Text.',
      problems: [
        'warning page.md:3: <script> cannot be shown, so it is left out. Say in the text what it shows.',
        'warning page.md:7: <iframe> cannot be shown, so it is left out. Say in the text what it shows.',
      ],
    });
  });

  it.each([
    '<div>'.repeat(40_000),
    '<b>'.repeat(400),
    `<p>${'<b>'.repeat(40_000)}</p>`,
    `<table>${'<tr><td>x'.repeat(20_000)}`,
    `<table>${'<table><tr><td>'.repeat(10_000)}`,
    `<ul>${'<li>'.repeat(50_000)}`,
    `<p ${'a="'.repeat(60_000)}`,
    `<p>${'&amp'.repeat(60_000)}`,
    `<div>${'</x>'.repeat(50_000)}`,
    `<div>${'<x '.repeat(60_000)}`,
  ])('takes a bounded time: %.12s…', (source) => {
    expect(read(source).text.length).toBeLessThan(300_000);
  });
});

describe('what a page has for its site', () => {
  it('is no text, title or summary: badges', () => {
    const badge = '[![Build](https://ci.example.com/x.svg)](https://ci.example.com)';
    const { page } = readText(
      `# Tool ${badge}\n\n${badge} ${badge}\n![v](https://img.shields.io/x)\n\nIt builds.\n\n## More\n\n${badge}`,
    );
    expect(page).toMatchObject({
      title: 'Tool',
      summary: 'It builds.',
      sections: [{ text: 'It builds.' }, { text: 'Build' }],
    });
    const html = '<p align="center"><a href="https://ci.example.com"><img src="x.svg" alt="Build"></a></p>';
    expect(readText(`${html}\n\n# Tool\n\nIt builds.`).page).toMatchObject({
      title: 'Tool',
      sections: [{ text: 'It builds.' }],
    });
  });

  it.each([
    '[TOC]',
    '[[toc]]',
    '[[_TOC_]]',
    '* TOC\n{:toc}',
    '**Table of Contents**\n\n- [A](#a)\n  - [B](#b)\n- [C](#c)',
    '## Contents\n\n1. [A](#a)\n2. [C](#c)',
    '<!-- toc -->\n\n- [A](#a)\n- [C](#c)\n\n<!-- tocstop -->',
  ])('is no text, title or summary: %j', (contents) => {
    const { page } = readText(`# T\n\n${contents}\n\nWhat it says.\n\n## A\n\na`);
    expect(page.summary).toBe('What it says.');
    expect(page.sections.map(({ heading, text }) => [heading, text])).toEqual([
      [undefined, 'What it says.'],
      ['A', 'a'],
    ]);
  });

  it('does not take lists that say more than where the headings are', () => {
    expect(read('- [A](#a) first\n- [C](#c)').text).toBe('A first\nC');
    expect(read('- [Only one](#a)').text).toBe('Only one');
  });
});

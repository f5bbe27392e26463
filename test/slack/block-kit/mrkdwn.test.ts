import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PhrasingContent, Table, TableRow } from 'mdast';
import {
  bold,
  cutPlain,
  escapeKeepingCode,
  escapeMrkdwn,
  escapeName,
  unescapeEntities,
} from '../../../src/slack/block-kit/mrkdwn/escape.js';
import { layOut } from '../../../src/slack/block-kit/mrkdwn/lay-out.js';
import { createPageUrl } from '../../../src/slack/block-kit/mrkdwn/render-markdown.js';
import { runs } from '../../every-case.js';
import { markdown, parse } from './markdown.js';

const nowhere = createPageUrl(undefined);
function render(markdown: string, max = 3_000): string {
  return layOut(parse(markdown), nowhere, max).join('\n---\n');
}

describe('escaped text', () => {
  it('shows formatting characters as they are', () => {
    expect(escapeMrkdwn('2 * 3 * 4, snake_case, ~/.profile')).toBe('2 * 3 * 4, snake_case, ∼/.profile');
    expect(escapeMrkdwn('*bold* _it_ `code`')).not.toMatch(/\*bold|(^|\s)_it|`/);
  });

  it('keeps names that have them as code, so that they can be copied', () => {
    expect(bold('Rotate *.log in ~/.ssh/_old')).toBe('*Rotate* `*.log` *in* `~/.ssh/_old`');
    expect(bold('The (*.log) files & __init__.py, snake_case')).toBe(
      '*The* (`*.log`) *files &amp;* `__init__.py`, *snake_case*',
    );
    expect(bold('a * b <@U1>')).toBe('*a ∗ b &lt;@U1&gt;*');
    expect(bold('Plain')).toBe('*Plain*');
    expect(escapeName('see ~/.profile')).toBe('see `~/.profile`');
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const shown of [bold(text), escapeName(text)]) expect(shown).not.toMatch(/<|>/);
      }),
    );
  });

  it('keeps the characters of a line in which nothing could end a format', () => {
    expect(render('Copy ~/.netrc and *.pem, but not _old or 2 * 3.')).toBe(
      'Copy ~/.netrc and *.pem, but not _old or 2 * 3.',
    );
    expect(render('Pass *args and **kwargs on.')).toBe('Pass *args and **kwargs on.');
    expect(render('Keep *.pem, **not** ~/.netrc.')).toBe('Keep ∗.pem, *not* ~/.netrc.');
    expect(render('An \\*open\\* one, \\_x and y\\_')).toBe('An ∗open* one, ˍx and y_');
    expect(render('A ` alone. Not with `code` or \\`two\\`.')).toContain('Not with');
  });

  it('never lets a mention through', () => {
    expect(escapeMrkdwn('<!channel> <@U1> & co')).toBe('&lt;!channel&gt; &lt;@U1&gt; &amp; co');
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(escapeMrkdwn(text)).not.toMatch(/<|>/);
        expect(unescapeEntities(escapeMrkdwn(text)).length).toBe(text.length);
      }),
    );
  });
});

describe('Markdown as mrkdwn', () => {
  it('renders formats, links and code in Slack’s own marks', () => {
    expect(render('**Bold**, *italic*, ~~gone~~, `a < b` and [a link](https://example.com/?a=1&b=2).')).toBe(
      '*Bold*, _italic_, ~gone~, `a &lt; b` and <https://example.com/?a=1&amp;b=2|a link>.',
    );
  });

  it('keeps the label of a link that leads nowhere', () => {
    expect(
      layOut(
        [
          {
            type: 'paragraph',
            children: [
              {
                type: 'link',
                url: 'dns.md',
                children: [{ type: 'text', value: 'DNS' }],
                data: { target: { kind: 'page', slug: 'dns' } },
              },
            ],
          },
        ],
        nowhere,
        100,
      ),
    ).toEqual(['DNS']);
  });

  it('links guide pages by the published address, with the anchor', () => {
    const pageUrl = createPageUrl('https://example.com/{slug}.html');
    expect(pageUrl({ kind: 'page', slug: 'a/b c', anchor: 'x y' })).toBe('https://example.com/a/b%20c.html#x%20y');
  });

  it.each([
    ['https://example.com/{slug}/', 'https://example.com/'],
    ['https://example.com/docs/{slug}', 'https://example.com/docs/'],
    ['https://example.com/{slug}.html', 'https://example.com/index.html'],
    ['https://example.com/?page={slug}', 'https://example.com/?page=index'],
  ])('links the first page with %s to %s, where sites have it', (pattern, url) => {
    expect(createPageUrl(pattern)({ kind: 'page', slug: 'index' })).toBe(url);
  });

  it('writes a table that is too wide for columns as a list of its rows', () => {
    const long = 'words that go on for more than a line of a message has room for';
    expect(render(`| Tool | Use | Cost |\n| --- | --- | --- |\n| \`a\` | ${long} | 3 * 4 |\n| b | | *none* |`)).toBe(
      `• *a* – Use: ${long}; Cost: 3 * 4\n• *b*; Cost: _none_`,
    );
  });

  it('writes lists as text, nested ones indented, and tables as straight columns', () => {
    expect(render('1. One\n   - two\n2. Three')).toBe('1. One\n    • two\n2. Three');
    expect(render('- [ ] open\n- [x] done')).toBe('☐ open\n☑ done');
    expect(render('| a | bb |\n|---|---|\n| ccc | d |')).toBe('```\na    bb\nccc  d\n```');
  });

  it('keeps words apart where a cell has line breaks, and columns straight beside wide characters', () => {
    const lines = (...texts: string[]): PhrasingContent[] =>
      texts.flatMap((value, index) => [
        ...(index > 0 ? [{ type: 'break' as const }] : []),
        { type: 'text' as const, value },
      ]);
    const row = (...cells: PhrasingContent[][]): TableRow => ({
      type: 'tableRow',
      children: cells.map((children) => ({ type: 'tableCell', children })),
    });
    const table: Table = {
      type: 'table',
      children: [
        row(lines('City'), lines('Pin')),
        row(lines('東京'), lines('1', '2')),
        row(lines('Ru\u0308gen'), lines('✅')),
      ],
    };
    expect(layOut([table], nowhere, 500)).toEqual(['```\nCity   Pin\n東京   1 2\nRu\u0308gen  ✅\n```']);
  });

  it('keeps a hard break inside its quotation and its item', () => {
    expect(render('> Two people.\\\nOne hour.  \nNo music.')).toBe('>Two people.\n>One hour.\n>No music.');
    expect(render('- Ring.\\\n  Wait.\n  - Knock.\\\n    Go.')).toBe('• Ring.\n    Wait.\n    • Knock.\n        Go.');
    expect(render('One.\\\nTwo.')).toBe('One.\nTwo.');
  });

  it('makes no emoji of colons inside a text, and leaves those that stand for one', () => {
    const shown = (text: string) => render(text).replaceAll('\u2060', '¤');
    expect(shown('arn:aws:iam::42 and cache:key:7')).toBe('arn:¤aws:¤iam::42 and cache:¤key:7');
    expect(shown(':tada: at 10:30, see http: and a:b')).toBe(':tada: at 10:30, see http: and a:b');
    expect(shown('`arn:aws:iam`')).toBe('`arn:aws:iam`');
  });

  it('closes and reopens a code block that is cut', () => {
    const texts = layOut(
      parse(`\`\`\`\n${Array.from({ length: 60 }, (_, n) => `line ${n}`).join('\n')}\n\`\`\``),
      nowhere,
      120,
    );
    expect(texts.length).toBeGreaterThan(3);
    for (const text of texts) expect(text).toMatch(/^```\nline \d+[\s\S]*\n```$/);
  });

  it('cuts a long paragraph after a sentence', () => {
    const texts = layOut(parse('One sentence here. Another one there. And a third that is long enough.'), nowhere, 50);
    expect(texts).toEqual(['One sentence here. Another one there.', 'And a third that is long enough.']);
  });

  it('never passes the limit, never opens what it does not close, and never notifies anyone', () => {
    fc.assert(
      fc.property(markdown, fc.integer({ min: 60, max: 400 }), (source, max) => {
        for (const text of layOut(parse(source), nowhere, max)) {
          expect(text.length).toBeLessThanOrEqual(max);
          expect(text.trim()).not.toBe('');
          expect(text.split('```').length % 2).toBe(1);
          expect(text).not.toMatch(/<[!@#]/);
          expect(
            text
              .replace(/<https?:[^<>|]*(\|[^<>]*)?>/g, '')
              .replace(/<mailto:[^<>]*>/g, '')
              .replace(/^ *>+/gm, ''),
          ).not.toMatch(/[<>]/);
          expect(text).not.toMatch(/&(?!amp;|lt;|gt;)/);
          expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
        }
      }),
      runs(300),
    );
  });

  it('keeps every word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}[.]?$/), { minLength: 1, maxLength: 200 }), (words) => {
        const texts = layOut(parse(words.join(' ')), nowhere, 80);
        expect(texts.join(' ').split(/\s+/)).toEqual(words);
      }),
    );
  });
});

describe('a summary', () => {
  it('keeps code between pairs of backticks, and shows a single backtick as it is', () => {
    expect(escapeKeepingCode('Use `gunicorn -w 3 <app>` and *stars* or a ` alone')).toBe(
      'Use `gunicorn -w 3 &lt;app&gt;` and ∗stars* or a ˋ alone',
    );
  });
});

describe('shortening a plain text', () => {
  it('cuts between words, without the mark that would stand before the ellipsis', () => {
    expect(cutPlain('Read the address. Then migrate it.', 20)).toBe('Read the address…');
    expect(cutPlain('Stop, look, listen and go on', 12)).toBe('Stop, look…');
    expect(cutPlain('Short.', 6)).toBe('Short.');
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emojiTable } from '../src/page/mrkdwn/emoji-table.js';
import { formatDate } from '../src/page/mrkdwn/format-date.js';
import { type Inline, parseInline, parseMrkdwn } from '../src/page/mrkdwn/parse.js';

/** The tree in a short notation: `b(…)` for bold and so on. */
function show(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.kind) {
        case 'text':
          return node.text;
        case 'link':
          return `link(${node.url}: ${show(node.children)})`;
        case 'emoji':
          return node.picture;
        case 'user':
        case 'channel':
          return `${node.kind}(${node.id})`;
        case 'broadcast':
          return `broadcast(${node.label})`;
        case 'date':
          return `date(${node.seconds} ${node.format})`;
        default:
          return `${node.kind}(${show(node.children)})`;
      }
    })
    .join('');
}
function inline(text: string) {
  return show(parseInline(text));
}
function blocks(text: string) {
  return parseMrkdwn(text).map(({ kind, children }) => `${kind}: ${show(children)}`);
}

describe('mrkdwn', () => {
  it.each([
    ['*bold* _italic_ ~gone~ `code`', 'bold(bold) italic(italic) strike(gone) code(code)'],
    ['*_both_*', 'bold(italic(both))'],
    ['a*b*c snake_case_name 2 * 3 * 4', 'a*b*c snake_case_name 2 * 3 * 4'],
    ['* not bold * and *not\nbold*', '* not bold * and *not\nbold*'],
    ['(*bold*), *bold*.', '(bold(bold)), bold(bold).'],
    ['**', '**'],
    ['*a*b', '*a*b'],
    ['a *b*c', 'a *b*c'],
    ['*a*_', 'bold(a)_'],
    ['*a* *b*, *a*-*b*', 'bold(a) bold(b), bold(a)-bold(b)'],
    ['_*~all~ three*_ *bold _and italic_*', 'italic(bold(strike(all) three)) bold(bold italic(and italic))'],
    ['*open _and* crossed_', 'bold(open _and) crossed_'],
    ['*bold <https://a.example|a *link*> on*', 'bold(bold link(https://a.example: a *link*) on)'],
    ['größer_als_ *größe*n', 'größer_als_ *größe*n'],
    ['<https://a.example|`a` &lt;b&gt;>', 'link(https://a.example: `a` <b>)'],
    ['`a *b* <https://a.example|c>`', 'code(a *b* link(https://a.example: c))'],
    ['&lt;@U123&gt; &amp;amp;', '<@U123> &amp;'],
    ['*&lt;tag&gt;*', 'bold(<tag>)'],
    ['`*literal* :tada:`', 'code(*literal* :tada:)'],
    ['*a `*` b*', 'bold(a code(*) b)'],
    ['5 &amp; 6 &lt; 7 &amp;lt;', '5 & 6 < 7 &lt;'],
    ['<@U123> <@U123|ada> <#C9|general>', 'user(U123) user(U123) channel(C9)'],
    ['<!here> <!subteam^S1|@ops>', 'broadcast(@here) broadcast(@ops)'],
    ['<https://a.example/?x=1&amp;y=2|the *page*>', 'link(https://a.example/?x=1&y=2: the *page*)'],
    ['<https://a.example>', 'link(https://a.example: https://a.example)'],
    ['<slack://user?id=U1|ada>', 'link(slack://user?id=U1: ada)'],
    ['<javascript:alert(1)|click>', '<javascript:alert(1)|click>'],
    ['see https://a.example/b_c_d. Then', 'see link(https://a.example/b_c_d: https://a.example/b_c_d). Then'],
    ['<!date^1392734382^{date} at {time}^https://a.example|then>', 'date(1392734382 {date} at {time})'],
    [':white_check_mark: :no_such_name: 10:30:45 :+1::skin-tone-3:', '✅ :no_such_name: 10:30:45 👍🏼'],
  ])('reads %j', (text, tree) => {
    expect(inline(text)).toBe(tree);
  });

  it('separates code blocks, quotes and plain lines', () => {
    expect(blocks('one\n&gt; two\n&gt; *three*\nfour\n```\nx *y*\n```\n• five')).toEqual([
      'paragraph: one',
      'quote: two\nbold(three)',
      'paragraph: four',
      'preformatted: x *y*',
      'paragraph: • five',
    ]);
    expect(blocks('a\n&gt;&gt;&gt; b\nc')).toEqual(['paragraph: a', 'quote: b\nc']);
  });

  it('turns a plain URL into a link, but not in verbatim text, where it still reads formats and references', () => {
    const text = '*see* https://a.example/ and <https://b.example|b>, <@U1>';
    expect(show(parseInline(text))).toContain('link(https://a.example/: https://a.example/)');
    expect(show(parseInline(text, 'verbatim'))).toBe(
      'bold(see) https://a.example/ and link(https://b.example: b), user(U1)',
    );
    expect(show(parseMrkdwn('&gt; *https://a.example*', 'verbatim')[0]?.children ?? [])).toBe(
      'bold(https://a.example)',
    );
  });

  it('formats nothing if a marker is inside a word, whatever surrounds it', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9äß]{1,6}$/);
    fc.assert(
      fc.property(word, word, word, fc.constantFrom('*', '_', '~'), (a, b, c, marker) => {
        const text = `${a}${marker}${b}${marker}${c}`;
        expect(inline(text)).toBe(text);
        expect(inline(`${marker}${b}${marker}${c}`)).toBe(`${marker}${b}${marker}${c}`);
        const kind = { '*': 'bold', _: 'italic', '~': 'strike' }[marker];
        expect(inline(`${a} ${marker}${b}${marker} ${c}`)).toBe(`${a} ${kind}(${b}) ${c}`);
      }),
    );
  });

  it('keeps an unclosed code fence as text', () => {
    expect(blocks('```never closed')).toEqual(['paragraph: ```never closed']);
  });

  it('keeps every word of a text without markup', () => {
    const words = fc.stringMatching(/^[a-zA-Z0-9 .,!?äßé()\n-]{0,80}$/).filter((text) => !/https?:/.test(text));
    fc.assert(
      fc.property(words, (text) => {
        expect(
          parseMrkdwn(text)
            .map(({ children }) => show(children))
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('never fails, however broken the markup is', () => {
    const pieces = fc.constantFrom(
      '*',
      '_',
      '~',
      '`',
      '```',
      '<',
      '>',
      '|',
      '&gt;',
      '&amp;',
      ':',
      'tada',
      'a',
      ' ',
      '\n',
      '!date^',
      '^',
      '@U1',
      'https://x.y/',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        expect(Array.isArray(parseMrkdwn(parts.join('')))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never turns escaped text into a mention, a broadcast or a link', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        const escaped = `<!channel> ${text}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        expect(show(parseInline(escaped))).not.toMatch(/^broadcast/);
      }),
    );
  });

  it('has an emoji for each name in its table', () => {
    for (const [name, picture] of emojiTable) {
      expect(name).toMatch(/^[a-z0-9_+'-]+$/);
      expect(picture).toMatch(/\p{Extended_Pictographic}|\p{Regional_Indicator}|\u{20e3}/u);
    }
  });
});

describe('dates', () => {
  const now = new Date('2026-11-20T12:00:00Z');
  const at = (iso: string) => Date.parse(iso) / 1000;
  const say = (iso: string, format: string) => formatDate(at(iso), format, now, 'UTC');

  it('writes near days as words, also in the middle of a sentence', () => {
    expect(say('2026-11-20T09:30:00Z', '{date_short_pretty} at {time}')).toBe('Today at 9:30 AM');
    expect(say('2026-11-19T23:59:00Z', 'ticked {date_pretty}')).toBe('ticked yesterday');
    expect(say('2026-11-21T00:00:00Z', '{date_long_pretty}')).toBe('Tomorrow');
    expect(say('2026-11-10T00:00:00Z', '{date_short_pretty}')).toBe('Nov 10, 2026');
  });

  it('replaces Slack’s date tokens and leaves others alone', () => {
    expect(say('2026-11-10T15:04:05Z', '{date_num} {time_secs} {date_long} {ago} {nonsense}')).toBe(
      '11/10/2026 3:04:05 PM Tuesday, November 10, 2026 9 days ago {nonsense}',
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  MAX_CONTAINERS,
  MAX_FRONT_MATTER,
  MAX_LINES,
  MAX_MARKS_IN_PAGE,
  MAX_MARKS_IN_PARAGRAPH,
  MAX_NESTING,
  MAX_PAGE_BYTES,
  MAX_QUOTED_LINES,
  MAX_UNDERLINES,
} from '../../../src/guide/parse/limits.js';
import { parsePages } from '../../../src/guide/parse/parse-page.js';
import { runs } from '../../every-case.js';

/** `line: reason` if the page is refused, otherwise undefined. */
async function refusalOf(text: string): Promise<string | undefined> {
  const [page] = await parsePages([{ file: 'page.md', text }]);
  if (page?.draft !== undefined) return undefined;
  const [problem] = page?.problems ?? [];
  return `${problem?.line}: ${problem?.text}`;
}

const paragraph = `${'*a '.repeat(MAX_MARKS_IN_PARAGRAPH)}\n\n`;
const quotedInList = (levels: number) => `${'- '.repeat(levels - 1)}> deep`;

describe('a page at a limit is read, and one above it is refused', () => {
  it.each<[string, string, string, RegExp]>([
    ['lines', 'a\n'.repeat(MAX_LINES - 1), 'a\n'.repeat(MAX_LINES), /^undefined: has 10001 lines of text/],
    ['levels of nesting', quotedInList(MAX_NESTING), `a\n\n${quotedInList(MAX_NESTING + 1)}`, /^3: nests .* 33 deep/],
    [
      'levels of nesting by indentation',
      `${' '.repeat(2 * (MAX_NESTING - 1))}- a`,
      `${' '.repeat(2 * MAX_NESTING)}- a`,
      /^1: nests .* 33 deep/,
    ],
    [
      'list items',
      '- a\n'.repeat(MAX_CONTAINERS),
      '- a\n'.repeat(MAX_CONTAINERS + 1),
      /^5001: .* more than 5000 list items and quoted lines/,
    ],
    [
      'quoted lines',
      '> a\n'.repeat(MAX_QUOTED_LINES),
      '> a\n'.repeat(MAX_QUOTED_LINES + 1),
      /^1001: .* more than 1000 quoted lines/,
    ],
    [
      'underlined headings',
      'a\n===\n'.repeat(MAX_UNDERLINES),
      'a\n===\n'.repeat(MAX_UNDERLINES + 1),
      /^1002: .* more than 500 lines of "="/,
    ],
    [
      'formatting characters in a paragraph',
      `# T\n\n${paragraph}${paragraph}`,
      `# T\n\n${paragraph}${paragraph.trim()}\n*`,
      /^6: has more than 1000 formatting characters .* in one paragraph/,
    ],
    [
      'formatting characters in a run',
      `a${'*'.repeat(MAX_MARKS_IN_PARAGRAPH)}`,
      `a${'*'.repeat(MAX_MARKS_IN_PARAGRAPH + 1)}`,
      /^1: has more than 1000 formatting characters .* in one paragraph/,
    ],
    [
      'brackets in a run, each of which the parser tries',
      `a${'['.repeat(MAX_MARKS_IN_PARAGRAPH)}`,
      `a${'['.repeat(MAX_MARKS_IN_PARAGRAPH + 1)}`,
      /^1: has more than 1000 formatting characters .* in one paragraph/,
    ],
    [
      'formatting characters in a page',
      paragraph.repeat(MAX_MARKS_IN_PAGE / MAX_MARKS_IN_PARAGRAPH),
      `${paragraph.repeat(MAX_MARKS_IN_PAGE / MAX_MARKS_IN_PARAGRAPH)}a*`,
      /^undefined: has more than 25000 formatting characters/,
    ],
    [
      'characters of front matter',
      `---\ntitle: ${'a'.repeat(MAX_FRONT_MATTER - 8)}\n---\n`,
      `---\ntitle: ${'a'.repeat(MAX_FRONT_MATTER)}\n---\n`,
      /^1: has \d+ characters of front matter/,
    ],
    [
      'values of front matter',
      `---\nkeywords: [${'a,'.repeat(4_990)}]\n---\n`,
      `---\nkeywords: [${'a,'.repeat(5_001)}]\n---\n`,
      /^2: has more than 5000 values in its front matter/,
    ],
  ])('in %s', async (_, fits, exceeds, reason) => {
    expect(await refusalOf(fits)).toBeUndefined();
    expect(await refusalOf(exceeds)).toMatch(reason);
  });

  it('however often the front matter repeats itself by aliases', async () => {
    const lists = Array.from({ length: 30 }, (_, index) => {
      const previous = index === 0 ? 'x' : `*a${index - 1}`;
      return `a${index}: &a${index} [${Array(50).fill(previous)}]`;
    });
    expect(await refusalOf(`---\n${lists.join('\n')}\n---\n`)).toMatch(/more than 5000 values/);
  });
});

describe('the limits allow', () => {
  it.each([
    ['a long table', `|a|b|\n|-|-|\n${'|[a](b)|`c`|\n'.repeat(500)}`],
    ['a long list of links', '- [a](https://a.example) and *b*\n'.repeat(500)],
    ['code with any characters', `\`\`\`\n${'*[_ > `a` *\n'.repeat(3_000)}\`\`\``],
    ['deeply indented code', `\`\`\`\n${' '.repeat(300)}end\n\`\`\``],
    ['a rule of many dashes', `a\n\n${'- '.repeat(60)}\n\n${'* '.repeat(60)}\n\n${'-'.repeat(200)}`],
    ['many long paragraphs', `${'Some *plain* words with a [link](b.md). '.repeat(40)}\n\n`.repeat(20)],
  ])('%s', async (_, text) => {
    expect(await refusalOf(text)).toBeUndefined();
  });
});

const UNITS = [
  ...[
    '*a',
    '_a ',
    '~a',
    '[',
    '[a',
    ']',
    '[a](b)',
    '[a][b]',
    '[^a]',
    '![',
    '`a',
    '``a',
    '<a',
    '<a "',
    '<!--',
    '<!',
    '&#10;',
  ],
  ...[
    '\\',
    'www.a',
    'a@b.c ',
    'a.',
    ' ',
    '\t',
    'x',
    '|a',
    '|-',
    'e.g. ',
    '> ',
    '- ',
    '1. ',
    '# a\n',
    'a\n=\n',
    '[a]: b\n',
  ],
  ...[
    '[^a]: b\n\n',
    '- > a\n',
    '> a\nb\n',
    '- a\n',
    '|a|b|\n',
    '```\n',
    '<div>\n',
    '    a\n',
    'a  \n',
    '\n\n',
    '---\n',
    ': a\n',
  ],
  ...['a: &a [*a,', '✓ a\n', '## Checklist\n'],
];

describe('any page within the limits', () => {
  it('is parsed in little processor time', async () => {
    const repeated = fc
      .tuple(fc.constantFrom(...UNITS), fc.integer({ min: 1, max: 3_000 }))
      .map(([unit, times]) => unit.repeat(times));
    const text = fc
      .array(repeated, { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join('').slice(0, MAX_PAGE_BYTES / 8));
    await fc.assert(
      fc.asyncProperty(text, async (page) => {
        const before = process.cpuUsage();
        await refusalOf(page);
        const { user, system } = process.cpuUsage(before);
        // This part of a page takes about a second at worst; without the limits it would take minutes.
        expect((user + system) / 1_000_000).toBeLessThan(20);
      }),
      { ...runs(25), endOnFailure: true },
    );
  }, 240_000);
});

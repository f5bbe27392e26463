import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  countPage,
  MAX_ADDRESSES,
  MAX_BLOCKS,
  MAX_BRACKETED,
  MAX_FRONT_MATTER,
  MAX_LINES,
  MAX_MARKS,
  MAX_NESTING,
} from '../../../src/guide/parse/limits.js';
import { parsePages } from '../../../src/guide/parse/parse-page.js';
import { everyCase, few, runs } from '../../every-case.js';
import { itLong } from '../../long-tests.js';

/** `line: reason` if the page is refused, otherwise undefined. */
async function refusalOf(text: string): Promise<string | undefined> {
  const [page] = await parsePages([{ file: 'page.md', text }]);
  if (page?.draft !== undefined) return undefined;
  const [problem] = page?.problems ?? [];
  return `${problem?.line}: ${problem?.text}`;
}

// Half of the brackets' own characters are between others.
const inBrackets = (length: number) => `${'['.repeat(100)}${'x'.repeat(length)}${']'.repeat(100)}`;
const BRACKETED = MAX_BRACKETED / 100 - 100;

/** A page that is read takes a second if it has so many characters; one that is refused does not. */
const LONG = 200_000;

describe(`a page at a limit is read, and one above it is refused${few}`, () => {
  it.each<[string, string, string, RegExp]>([
    ['lines', 'a\n'.repeat(MAX_LINES - 1), 'a\n'.repeat(MAX_LINES), /^undefined: has 200001 lines of text/],
    [
      'lists in lists',
      `${'- '.repeat(MAX_NESTING)}deep`,
      `a\n\n${'- '.repeat(MAX_NESTING + 1)}deep`,
      /^3: nests lists or quotes too deep\. The limit is 32 lists/,
    ],
    [
      'quotations in quotations',
      `${'>'.repeat(2 * MAX_NESTING)}a`,
      `a\n\n${'>'.repeat(2 * MAX_NESTING + 1)}a`,
      /^3: nests/,
    ],
    ['notes in notes', '[^a]: a', `a\n\n${'[^a]: '.repeat(70)}a`, /^3: nests/],
    [
      'formatting characters',
      `# T\n\n${'a * '.repeat(MAX_MARKS)}`,
      `# T\n\n${'a * '.repeat(MAX_MARKS)}\n\na *`,
      /^5: the page has more than 200000 formatting characters/,
    ],
    [
      'tags in blocks of HTML',
      `<div>\n${'< '.repeat(MAX_MARKS - 1)}`,
      `# T\n\n<div>\n${'< '.repeat(MAX_MARKS)}`,
      /^3: the page has more than 200000 formatting characters/,
    ],
    [
      'addresses',
      'see www.a.b, http://a.b and a@b.c '.repeat(MAX_ADDRESSES / 3),
      `# T\n\n${'see www.a.b, http://a.b and a@b.c '.repeat(MAX_ADDRESSES / 3)}x@y.z`,
      /^3: the page has more than 60000 addresses/,
    ],
    [
      'brackets in brackets',
      inBrackets(BRACKETED),
      `a\n\n${inBrackets(BRACKETED + 1)}`,
      /^3: has too many brackets in brackets/,
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
    if (everyCase || fits.length < LONG) expect(await refusalOf(fits)).toBeUndefined();
    expect(await refusalOf(exceeds)).toMatch(reason);
  });

  it('in paragraphs, items and cells', async () => {
    const { block } = countPage(1, (line) => line + 1);
    for (let count = 0; count < MAX_BLOCKS; count++) block(0, count);
    expect(() => block(0, 7)).toThrow(
      expect.objectContaining({
        line: 8,
        message: expect.stringMatching(/^the page has more than 100000 paragraphs, list items and cells of tables/),
      }),
    );
    // Each item has a paragraph.
    expect(await refusalOf('- a\n'.repeat(MAX_BLOCKS / 2))).toMatch(
      /^5000[01]: the page has more than 100000 paragraphs/,
    );
  });

  it('however often the front matter repeats itself by aliases', async () => {
    const lists = Array.from({ length: 30 }, (_, index) => {
      const previous = index === 0 ? 'x' : `*a${index - 1}`;
      return `a${index}: &a${index} [${Array(50).fill(previous)}]`;
    });
    expect(await refusalOf(`---\n${lists.join('\n')}\n---\n`)).toMatch(/more than 5000 values/);
  });
});

const change = (number: number) => `
## ${number}.0 (2026-11-20)

- **deploy:** keep the \`old\` release, see [#${number}](https://example.com/issues/${number})
- retry *twice* before release ${number} fails
${'- say what was tried, with its time and its reason, in one line of the log of the release\n'.repeat(30)}`;

describe(`the limits allow${few}`, () => {
  it.each(
    [
      ['a table of 20,000 rows', `|a|b|\n|-|-|\n${'|[a](b)|`c`|\n'.repeat(20_000)}`],
      ['a list of 30,000 links', '- [a](https://a.example) and *b*\n'.repeat(30_000)],
      ['code with any characters', `\`\`\`\n${'*[_ > `a` *\n'.repeat(150_000)}\`\`\``],
      ['code that looks like deep lists', `\`\`\`\n${'- '.repeat(100)}\n${' '.repeat(300)}- end\n\`\`\``],
      ['a rule of many dashes', `a\n\n${'- '.repeat(60)}\n\n${'* '.repeat(60)}\n\n${'-'.repeat(200)}`],
      ['many long paragraphs', `${'Some *plain* words with a [link](b.md). '.repeat(40)}\n\n`.repeat(1_000)],
      ['10,000 headings', '# a\n\nb\n\n'.repeat(10_000)],
      [
        '20,000 references',
        Array.from({ length: 20_000 }, (_, index) => `[r${index}] \n\n[r${index}]: b.md\n\n`).join(''),
      ],
      [
        'notes in a circle',
        Array.from({ length: 5_000 }, (_, index) => `a[^${index}]\n\n[^${index}]: [^${index + 1}]\n\n`).join(''),
      ],
    ].filter((_, place) => everyCase || place % 3 === 0),
  )('%s', async (_, text) => {
    expect(await refusalOf(text)).toBeUndefined();
  });

  itLong('a page of 2 MB, which is read to its end', async () => {
    const text = `# Changes\n${Array.from({ length: 740 }, (_, number) => change(number)).join('')}`;
    expect(text.length).toBeGreaterThan(2_000_000);
    const [page] = await parsePages([{ file: 'changes.md', text }]);
    expect(page?.problems).toEqual([]);
    expect(page?.draft?.sections).toHaveLength(741);
    expect(page?.draft?.sections.at(-1)).toMatchObject({ heading: '739.0 (2026-11-20)' });
    expect(page?.draft?.sections.at(-1)?.text).toMatch(
      /^deploy: keep the old release, see #739\nretry twice before release 739 fails\n/,
    );
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

describe('any repetition', () => {
  it('is read or refused with a reason', async () => {
    const repeated = fc
      .tuple(fc.constantFrom(...UNITS), fc.integer({ min: 1, max: 3_000 }))
      .map(([unit, times]) => unit.repeat(times));
    const text = fc.array(repeated, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, async (page) => {
        const refusal = await refusalOf(page);
        if (refusal !== undefined) expect(refusal).toMatch(/limit|more than|no end|cannot be read|too deep|too many/);
      }),
      { ...runs(50), endOnFailure: true },
    );
  });
});
